import { z } from "zod";
import { PathPattern } from "./server/path-pattern";

function hasFewHoles(path: string): boolean {
  return path.split("*").length <= 11;
}

const when = z.enum(["before", "after"]);
const match = {
  /** Any method when absent. */
  method: z.string().toUpperCase().optional(),
  /** A path without its query: `{name}` matches one part, `*` matches anything. Any path when absent. */
  path: z.string().max(1000).refine(hasFewHoles, "a path takes ten * at most").optional(),
  /** The first matching request that it affects, counted from 1. */
  nth: z.int().min(1).default(1),
  /** How many matching requests in a row it affects; 0 means all that follow. */
  times: z.int().min(0).default(1),
};

/** What goes wrong, and with which requests. "after" means that the write was made before it went wrong. */
const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...match, kind: z.literal("throttle"), retryAfter: z.int().min(0).optional() }),
  z.strictObject({
    ...match,
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    commit: when.default("before"),
    body: z.unknown().optional(),
  }),
  z.strictObject({ ...match, kind: z.literal("drop"), commit: when.default("before") }),
  /** The body ends in the middle while its length promised more. */
  z.strictObject({ ...match, kind: z.literal("truncate") }),
  /** A proxy's HTML page instead of JSON; the request does not reach the server. */
  z.strictObject({ ...match, kind: z.literal("html"), status: z.int().min(200).max(599).default(200) }),
  z.strictObject({ ...match, kind: z.literal("delay"), milliseconds: z.int().min(0).max(600_000) }),
  /** Reads return what was true when the fault was set. */
  z.strictObject({ ...match, kind: z.literal("stale") }),
  /** Somebody else writes just before or just after the request. */
  z.strictObject({
    ...match,
    kind: z.literal("write"),
    commit: when.default("before"),
    write: z.strictObject({ method: z.string().toUpperCase(), path: z.string(), body: z.unknown().optional() }),
  }),
]);

export type FaultSpec = z.input<typeof faultSchema>;
type Fault = z.output<typeof faultSchema>;

interface Armed {
  readonly fault: Fault;
  readonly pattern: PathPattern | undefined;
  readonly snapshot: unknown;
  matched: number;
}

/** A fault that is set, with how many requests it matched so far. */
type ShownFault = Fault & { readonly matched: number; readonly isOver: boolean };

/** A fault that applies to a request, with the data for a stale read. */
export interface DueFault {
  readonly fault: Fault;
  readonly snapshot: unknown;
}

/** The faults that are set. Every matching fault counts the request; the first one due applies. */
export class Faults {
  private armed: Armed[] = [];

  /** Throws a ZodError for an invalid fault. */
  add(spec: unknown, snapshot: () => unknown): void {
    const fault = faultSchema.parse(spec);
    const pattern = fault.path === undefined ? undefined : new PathPattern(fault.path);
    this.armed.push({ fault, pattern, snapshot: fault.kind === "stale" ? snapshot() : undefined, matched: 0 });
  }

  clear(): void {
    this.armed = [];
  }

  list(): ShownFault[] {
    return this.armed.map(({ fault, matched }) => ({ ...fault, matched, isOver: isOver(fault, matched + 1) }));
  }

  nextDue(method: string, path: string): DueFault | undefined {
    let due: DueFault | undefined;
    for (const armed of this.armed) {
      const { fault, pattern, snapshot } = armed;
      if ((fault.method !== undefined && fault.method !== method) || pattern?.matches(path) === false) continue;
      armed.matched += 1;
      if (armed.matched >= fault.nth && !isOver(fault, armed.matched)) due ??= { fault, snapshot };
    }
    return due;
  }
}

/** Whether the fault leaves the request with that number alone, and all that follow. */
function isOver({ nth, times }: Fault, matched: number): boolean {
  return times > 0 && matched >= nth + times;
}
