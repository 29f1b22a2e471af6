import { alarm, type Clock, systemClock } from "../../../../http/clock";
import { approvalRequired } from "../../../adapter/errors";
import type { DefinitionUnit, WriteResult } from "../../../port/definition";
import type { Edit } from "../../../port/edit";
import { PlatformError } from "../../../port/platform-error";

type Operation = readonly Edit[];

/** How changes of many resources to one definition are submitted. */
interface Submitting {
  keyOf(unit: DefinitionUnit): string;
  describe(unit: DefinitionUnit): string;
  /** Whether an operation may change anything of the definition as it was read last. */
  changes(unit: DefinitionUnit, operation: Operation): Promise<boolean>;
  write(unit: DefinitionUnit, operations: readonly Operation[]): Promise<WriteResult>;
  inOrder(operations: readonly Operation[]): readonly Operation[];
  /** Why the operations cannot be done together; undefined where they can. */
  objection(unit: DefinitionUnit, operations: readonly Operation[]): Promise<PlatformError | undefined>;
  isRefusal(error: unknown): boolean;
}

/** Operations are submitted when none has arrived for this long. */
const QUIET_MILLISECONDS = 150;
/** At the latest after this time. */
const LONGEST_MILLISECONDS = 5_000;

/**
 * Terraform applies ten resources at once, and starts the next when one of them is done. If more than this wait for their change
 * request, the others return at once with an error that says they are part of it.
 */
const MOST_WAITING = 8;

interface Waiting {
  resolve(result: WriteResult): void;
  reject(error: unknown): void;
}

interface Gathering {
  readonly unit: DefinitionUnit;
  readonly operations: Operation[];
  readonly waiting: Map<Operation, Waiting>;
}

/**
 * Gathers what needs approval, by definition: only one request can be open for each, so it must contain everything. What arrives
 * later is submitted together with what was submitted before in this run.
 */
export class Submissions {
  private gatherings = new Map<string, Gathering>();
  private readonly submitted = new Map<string, readonly Operation[]>();
  private more = new AbortController();
  private began = 0;

  constructor(
    private readonly submitting: Submitting,
    private readonly clock: Clock = systemClock,
  ) {}

  async add(unit: DefinitionUnit, operation: Operation): Promise<WriteResult> {
    if (!(await this.submitting.changes(unit, operation))) return { warnings: [] };
    const key = this.submitting.keyOf(unit);
    const own = this.gatherings.get(key) ?? { unit, operations: [], waiting: new Map<Operation, Waiting>() };
    if (this.gatherings.size === 0) this.began = this.clock.now();
    this.gatherings.set(key, own);
    own.operations.push(operation);
    const result = new Promise<WriteResult>((resolve, reject) => own.waiting.set(operation, { resolve, reject }));
    this.makeRoom(own, operation);
    void this.submitWhenQuiet();
    return result;
  }

  private async submitWhenQuiet(): Promise<void> {
    this.more.abort();
    const { signal } = (this.more = new AbortController());
    const left = this.began + LONGEST_MILLISECONDS - this.clock.now();
    await alarm(this.clock, Math.max(0, Math.min(QUIET_MILLISECONDS, left)), signal);
    if (!signal.aborted) await this.submitAll();
  }

  /** If too many wait, one returns with an error. If possible one whose definition has another waiting, which will report the id. */
  private makeRoom(own: Gathering, operation: Operation): void {
    const all = [...this.gatherings.values()];
    if (all.reduce((sum, { waiting }) => sum + waiting.size, 0) <= MOST_WAITING) return;
    const crowded = own.waiting.size > 1 ? own : (all.find(({ waiting }) => waiting.size > 1) ?? own);
    const [last] = crowded === own ? [operation] : crowded.waiting.keys();
    const one = last && crowded.waiting.get(last);
    if (!one) return;
    crowded.waiting.delete(last);
    one.reject(joins(this.submitting.describe(crowded.unit)));
  }

  private async submitAll(): Promise<void> {
    const gatherings = [...this.gatherings.values()];
    this.gatherings = new Map();
    const unreported: string[] = [];
    const rejections: (() => void)[] = [];
    await Promise.all(
      gatherings.map(async ({ unit, operations, waiting }) => {
        for (const [operation, outcome] of await this.submit(unit, operations)) {
          const one = waiting.get(operation);
          if ("result" in outcome) one?.resolve(outcome.result);
          else if (one) rejections.push(() => one.reject(withNote(outcome.error, unreported)));
          else if (waiting.size === 0) unreported.push(reasonOf(outcome.error));
        }
      }),
    );
    for (const reject of rejections) reject();
  }

  private async submit(unit: DefinitionUnit, operations: readonly Operation[]): Promise<Map<Operation, Outcome>> {
    const before = this.submitted.get(this.submitting.keyOf(unit)) ?? [];
    const outcome = await this.write(unit, before, operations);
    if (!("error" in outcome) || operations.length === 1 || !this.submitting.isRefusal(outcome.error))
      return new Map(operations.map((each) => [each, outcome]));
    const outcomes = new Map<Operation, Outcome>();
    const good: Operation[] = [];
    for (const each of this.submitting.inOrder(operations)) {
      const error = await this.submitting.objection(unit, [...before, ...good, each]);
      if (error) outcomes.set(each, { error });
      else good.push(each);
    }
    if (good.length === 0) return outcomes;
    const rest = await this.write(unit, before, good);
    for (const each of good) outcomes.set(each, rest);
    return outcomes;
  }

  private async write(
    unit: DefinitionUnit,
    before: readonly Operation[],
    operations: readonly Operation[],
  ): Promise<Outcome> {
    const all = [...before, ...operations];
    try {
      return { result: await this.submitting.write(unit, all) };
    } catch (error) {
      const waits = error instanceof PlatformError && error.code === "approval-required";
      if (waits) this.submitted.set(this.submitting.keyOf(unit), all);
      return { error };
    }
  }
}

type Outcome = { readonly result: WriteResult } | { readonly error: unknown };

function joins(what: string): PlatformError {
  return approvalRequired(`update ${what}`, {
    reason: `it accepts changes only with approval, and this one is part of the change request that this run submits for ${what}: another error of this run names it`,
    nextStep: "Nothing changes until somebody approves it in Split. Then run apply again.",
    subject: "environment",
  });
}

/** Adds the errors that no waiting operation was left to report. */
function withNote(error: unknown, unreported: string[]): unknown {
  if (!(error instanceof PlatformError) || unreported.length === 0) return error;
  const also = [...new Set(unreported.splice(0))].join("; ");
  return new PlatformError({ ...error.details, reason: `${error.details.reason}. In this run also: ${also}` });
}

function reasonOf(error: unknown): string {
  if (error instanceof PlatformError) return `${error.details.attempted}: ${error.details.reason}`;
  return error instanceof Error ? error.message : String(error);
}
