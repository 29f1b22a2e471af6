import type { FlagValue } from "../../../platforms/model/flag-value";
import type { Answer, Outcome } from "../../../serving/answer";

/** What somebody should get. What is left out does not matter. */
export interface Expected {
  readonly enabled?: boolean;
  /** The value as applications get it: JSON as an object. Null: the application's own fallback, or no value. */
  readonly value?: unknown;
  /** The variant's key; null: none. */
  readonly variant?: string | null;
}

/** Whether the flag is on, or the value that it serves, or several things about it. */
export type Expectation = boolean | string | number | Expected;

/** Also that nothing else is the case: see {@link exactly}. */
export class Exactly {
  constructor(readonly expected: Required<Expected>) {}
}

/** All of what somebody gets, where a part is not enough. */
export function exactly(expected: Required<Expected>): Exactly {
  return new Exactly(expected);
}

export function expectedOf(expectation: Expectation | Exactly): Expected {
  if (expectation instanceof Exactly) return expectation.expected;
  if (typeof expectation === "boolean") return { enabled: expectation };
  return typeof expectation === "object" ? expectation : { value: expectation };
}

type Content = Partial<Pick<Outcome, "enabled" | "value" | "variant">>;

/** What of the expectation is not met, as `value: "fast" and not "classic"`; undefined in the list: it is not known. */
export function unmet(content: Content, expected: Expected): string[] {
  const { enabled, value, variant } = content;
  const wrong: string[] = [];
  if (expected.enabled !== undefined && enabled !== expected.enabled)
    wrong.push(difference("enabled", enabled, expected.enabled));
  if (expected.value !== undefined && (value === undefined || !isSame(value, expected.value)))
    wrong.push(difference("value", value === undefined ? undefined : plainValue(value), expected.value));
  if (expected.variant !== undefined && variant !== expected.variant)
    wrong.push(difference("variant", variant, expected.variant));
  return wrong;
}

function difference(name: string, got: unknown, wanted: unknown): string {
  const shown = got === undefined ? "not known" : JSON.stringify(got);
  return `${name} is ${shown}, and should be ${JSON.stringify(wanted)}`;
}

/** As an application gets it. */
export function plainValue(value: FlagValue | null): unknown {
  if (value === null) return null;
  if (value.kind === "json") return JSON.parse(value.value) as unknown;
  return value.kind === "number" ? Number(value.value) : value.value;
}

function isSame(value: FlagValue | null, wanted: unknown): boolean {
  // JSON and numbers of many digits can be given as their text.
  if (value !== null && (value.kind === "json" || value.kind === "number") && wanted === value.value) return true;
  return canonical(plainValue(value)) === canonical(wanted);
}

/** The order of an object's keys does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/** What is known for sure of an answer. */
export function contentOf(answer: Answer): Content {
  if (answer.kind === "certain") return answer.outcome;
  return answer.kind === "unknown" ? answer.known : {};
}
