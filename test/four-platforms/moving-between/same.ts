import type { PageAnswer } from "../../../src/emulator/page/view-model";
import type { PlatformName } from "../../support/platform-workbench";

/**
 * When two platforms serve an application the same. The guides about moving from one platform to another say it in the same words:
 *
 * - A flag that is a switch (`boolean`) is on or off on both. Where a platform serves nothing, applications take it as off.
 * - Any other flag has the same value on both: the same text, an equal number, or equal JSON, in whatever form an SDK hands it out.
 * - Where it is off, platforms differ. Split and Vercel serve the variant for "off". Flagsmith serves a value together with
 *   `enabled = false`: the same, if the value is the same. Mixpanel serves nothing (as an archived flag on Vercel does): the same as
 *   any other "off", because applications then use their own fallback.
 * - In a split, everybody gets one of the same values on both, and as many people get each. Who gets which is drawn again.
 */
export interface Seen {
  /** Null: the value is that of "off", which may be served on purpose too. */
  readonly isOff: boolean | null;
  /** Undefined: the application's own fallback counts. */
  readonly value: unknown;
}

export interface Side {
  readonly platform: PlatformName;
  readonly type: string;
  /** The value of the variant for "off"; undefined where the platform has none. */
  readonly whenOff: unknown;
  /** Whether the definition is off for everyone whom nothing else is about. */
  readonly isOff: boolean;
}

/** What an application makes of an answer; without one there is no such flag, and its fallback counts too. */
export function seen(answer: PageAnswer | undefined, { platform, type, whenOff, isOff }: Side): Seen {
  if (!answer) return type === "boolean" ? { isOff: true, value: false } : { isOff: true, value: undefined };
  const { isOn, value, variant, reason } = answer;
  if (type === "boolean") {
    const isSwitchedOn = platform === "flagsmith" ? isOn === true : platform === "split" ? variant === "on" : value === true;
    return { isOff: !isSwitchedOn, value: isSwitchedOn };
  }
  const read = platform === "split" ? configured(value, variant, type) : valueOf(value, type);
  // Flagsmith has an empty text where no value is set.
  const served = read === "" || read === null ? undefined : read;
  if (platform === "flagsmith") return { isOff: isOn === false, value: served };
  const isDefault = reason.kind === "default" && isOff;
  if (read === undefined || reason.kind === "killed" || isDefault) return { isOff: true, value: served };
  return { isOff: whenOff !== undefined && equal(read, whenOff) ? null : false, value: served };
}

/** A treatment's configuration is its value; without one, its name is. */
function configured(value: unknown, treatment: string | null, type: string): unknown {
  const plain = typeof value === "string" && value !== treatment ? valueOf(value, "json") : value;
  return type === "json" ? valueOf(plain, "json") : plain;
}

/** Whether an application sees the same on both sides. */
export function isSame(one: Seen, other: Seen): boolean {
  if (one.isOff !== null && other.isOff !== null && one.isOff !== other.isOff) return false;
  return one.value === undefined || other.value === undefined || equal(one.value, other.value);
}

export function keyOf({ isOff, value }: Seen): string {
  return value === undefined ? `nothing, ${isOff === true ? "off" : "on"}` : JSON.stringify(value);
}

/** A value in one form: platforms hand out JSON as text or read, and numbers as either. */
export function valueOf(value: unknown, type: string): unknown {
  if (value === undefined || value === null) return value;
  if (type === "string") return String(value);
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, sorted(each)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
