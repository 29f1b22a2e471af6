import type { Path } from "../terraform/diagnostic";
import { Decimal, isUnknown, UNKNOWN } from "../terraform/value";
import type { Action, Drift, InstanceChange } from "./core/change";
import type { StackState } from "./core/state";
import type { DriverDiagnostic } from "./failure";
import type { AttributeSchemas } from "./values/schema";
import { isList, isRecord, record, type Value, type ValueRecord } from "./values/value";

export type { Drift };

/** What is planned for one instance, in the terms of `terraform show -json`. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly before: ValueRecord | null;
  /** Without what is unknown yet. */
  readonly after: ValueRecord | null;
  /** `true` in the place of each unknown value, nothing where all is known. */
  readonly afterUnknown: Value;
  /** The attributes that force a replacement. */
  readonly replacePaths: readonly Path[];
  readonly reason?: string;
  readonly previousAddress?: string;
  readonly importId?: string;
  readonly deposed?: string;
}

/** What a plan needs to be applied. Plain data, so that it can be saved. */
interface PlanInternals {
  readonly stack: object;
  readonly variables: { readonly [name: string]: unknown };
  readonly mode: "normal" | "refresh-only" | "destroy";
  readonly partial: boolean;
  /** The state the plan was made from, as refreshed. */
  readonly refreshed: StackState;
  readonly serial: number;
  readonly changes: readonly InstanceChange[];
  readonly outputs: ValueRecord;
  readonly sensitiveOutputs: readonly string[];
  readonly schemas: { readonly [type: string]: AttributeSchemas };
}

/** A plan: to look at, to apply with `Driver.apply`, or to keep as text. */
export class Plan {
  /** Everything planned, instances without changes included. */
  readonly changes: readonly PlannedChange[];

  constructor(
    /** What refreshing found changed outside. */
    readonly drift: readonly Drift[],
    /** Warnings; errors prevent a plan. */
    readonly diagnostics: readonly DriverDiagnostic[],
    readonly internals: PlanInternals,
  ) {
    this.changes = internals.changes.map(publicChange);
  }

  /** Whether applying it would do nothing to any object. */
  get empty(): boolean {
    return this.changes.every((each) => each.action === "no-op" && each.importId === undefined);
  }

  /** The change planned for one instance (not for a deposed object). */
  change(address: string): PlannedChange | undefined {
    return this.changes.find((each) => each.address === address && each.deposed === undefined);
  }

  /** The addresses by action, those without changes left out: the shape tests like to compare. */
  actions(): { readonly [address: string]: Action } {
    const some = this.changes.filter((each) => each.action !== "no-op");
    return Object.fromEntries(some.map((each) => [each.address, each.action] as const));
  }

  /** `terraform plan -out`: the text holds the state and everything planned, secrets too. */
  toText(): string {
    const { drift, diagnostics, internals } = this;
    return JSON.stringify(mark({ drift, diagnostics, internals }));
  }

  static fromText(text: string): Plan {
    const { drift, diagnostics, internals } = unmark(JSON.parse(text)) as Pick<Plan, "drift" | "diagnostics" | "internals">;
    return new Plan(drift, diagnostics, internals);
  }
}

function publicChange(change: InstanceChange): PlannedChange {
  const { address, type, action, before, after, replacePaths, reason, previousAddress, importId, deposed } = change;
  return {
    address,
    type,
    action,
    before: isRecord(before) ? before : null,
    after: isRecord(after) ? knownPart(after) : null,
    afterUnknown: unknownPart(after) ?? {},
    replacePaths,
    ...(reason !== undefined && { reason }),
    ...(previousAddress !== undefined && { previousAddress }),
    ...(importId !== undefined && { importId }),
    ...(deposed !== undefined && { deposed }),
  };
}

/** Unknown attributes are left out, unknown elements of lists become null. */
function knownPart(value: ValueRecord): ValueRecord {
  const known = Object.entries(value).filter(([, each]) => !isUnknown(each));
  return record(known.map(([name, each]) => [name, knownValue(each)] as const));
}

function knownValue(value: Value): Value {
  if (isUnknown(value)) return null;
  if (isList(value)) return value.map(knownValue);
  return isRecord(value) ? knownPart(value) : value;
}

function unknownPart(value: Value): Value | undefined {
  if (isUnknown(value)) return true;
  if (isList(value)) {
    const parts = value.map(unknownPart);
    return parts.some((each) => each !== undefined) ? parts.map((each) => each ?? false) : undefined;
  }
  if (!isRecord(value)) return undefined;
  const parts = Object.entries(value).flatMap(([name, each]) => {
    const part = unknownPart(each);
    return part === undefined ? [] : [[name, part] as const];
  });
  return parts.length > 0 ? record(parts) : undefined;
}

const MARKER = "$flagform";

/** JSON has no unknowns, long numbers and bytes. */
function mark(value: unknown): unknown {
  if (isUnknown(value)) return { [MARKER]: "unknown" };
  if (value instanceof Decimal) return { [MARKER]: "number", text: value.text };
  if (value instanceof Uint8Array) return { [MARKER]: "bytes", text: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(mark);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mark(each)]));
}

function unmark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmark);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [kind, text] = entries.map(([, each]: [string, unknown]) => String(each));
  if (entries[0]?.[0] === MARKER) {
    if (kind === "unknown") return UNKNOWN;
    return kind === "number" ? new Decimal(text ?? "0") : new Uint8Array(Buffer.from(text ?? "", "base64"));
  }
  return Object.fromEntries(entries.map(([key, each]) => [key, unmark(each)]));
}
