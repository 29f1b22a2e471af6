import { alarm, type Clock, systemClock } from "../../../../http/clock";
import { approvalRequired } from "../../../adapter/errors";
import type { DefinitionUnit, WriteResult } from "../../../port/definition";
import type { Edit } from "../../../port/edit";
import { PlatformError } from "../../../port/platform-error";

type Operation = readonly Edit[];

/** What it takes to submit what many resources want changed in one definition. */
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

/** What has come is submitted once nothing more has come for so many milliseconds. */
const QUIET_MILLISECONDS = 150;
/** And after so many at the latest. */
const LONGEST_MILLISECONDS = 5_000;

/**
 * Terraform has ten resources under way at once, and goes on when one of them is done: where more than this wait for their
 * request, the others are told at once that they will be in it.
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
 * Gathers what needs approval, definition by definition: there can be one open request for each, which is to hold everything.
 * What comes later still is submitted together with what was submitted before in this run.
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

  /** Lets one go where too many wait: of a definition that has another waiting if there is one, so that somebody is told the id. */
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
    const untold: string[] = [];
    const rejections: (() => void)[] = [];
    await Promise.all(
      gatherings.map(async ({ unit, operations, waiting }) => {
        for (const [operation, outcome] of await this.submit(unit, operations)) {
          const one = waiting.get(operation);
          if ("result" in outcome) one?.resolve(outcome.result);
          else if (one) rejections.push(() => one.reject(withNote(outcome.error, untold)));
          else if (waiting.size === 0) untold.push(reasonOf(outcome.error));
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

/** The first to be rejected tells what nobody else was left to be told. */
function withNote(error: unknown, untold: string[]): unknown {
  if (!(error instanceof PlatformError) || untold.length === 0) return error;
  const also = [...new Set(untold.splice(0))].join("; ");
  return new PlatformError({ ...error.details, reason: `${error.details.reason}. In this run also: ${also}` });
}

function reasonOf(error: unknown): string {
  if (error instanceof PlatformError) return `${error.details.attempted}: ${error.details.reason}`;
  return error instanceof Error ? error.message : String(error);
}
