import { approvalRequired } from "../../adapter/errors";
import type { ApprovalQuestion } from "../../port/definition";
import type { Environment } from "../../port/environment";
import type { Named } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import { APPROVAL_NEXT_STEP, isApproval } from "../api/errors";
import type { Submitted } from "./change-requests";
import type { SplitConfig } from "./config";

/** The environment accepts the change only with approval, and it is to be submitted. Nothing was sent, or it was refused. */
export class ApprovalRequiredError extends Error {}

type Place = Pick<Environment, "id" | "requiresApproval">;

/** Which environments accept changes only with approval, as far as this run knows, and what happens to changes there. */
export class Approvals {
  private readonly required = new Set<string>();
  private readonly notRequired = new Set<string>();
  /** The first write to an environment of which neither is known yet. */
  private readonly firstWrites = new Map<string, Promise<void>>();
  private readonly killsRefused = new Set<string>();
  private readonly warned = new Set<string>();

  constructor(
    private readonly config: SplitConfig,
    private readonly allowsKills: (environment: string) => boolean | undefined,
  ) {}

  private get submits(): boolean {
    return this.config.onApprovalRequired === "submit";
  }

  /** Whether a change there is to be submitted, as far as this run knows: lists of environments seldom say it. */
  mustSubmit({ id, requiresApproval }: Place): boolean {
    return this.submits && (requiresApproval || this.required.has(id));
  }

  /** Whether a refused write is to be submitted instead. If so, the next write there is not tried directly. */
  mustSubmitAfter(error: unknown, { id }: Pick<Place, "id">): boolean {
    if (!this.submits || !isApproval(error)) return false;
    this.required.add(id);
    return true;
  }

  /** Writes directly, or submits where that needs approval. Undefined: written. */
  async writeOrSubmit(
    place: Place,
    write: () => Promise<unknown>,
    submit: () => Promise<Submitted>,
  ): Promise<Submitted | undefined> {
    if (this.mustSubmit(place)) return submit();
    try {
      await write();
      return undefined;
    } catch (error) {
      if (!this.mustSubmitAfter(error, place)) throw error;
      return submit();
    }
  }

  /** What a plan can refuse or warn of, if the list of environments says that approval is required: it seldom does. */
  refuse({ attempted, id, name, requiresApproval, ...change }: ApprovalQuestion): string | undefined {
    if (!requiresApproval || (change.isKillAlone && this.mayPass({ id, name }, true))) return undefined;
    const reason = `environment ${name} accepts changes only with approval`;
    if (!this.submits && !change.mayStand)
      throw approvalRequired(attempted, { reason, nextStep: APPROVAL_NEXT_STEP, subject: "environment" });
    if (this.warned.has(id)) return undefined;
    this.warned.add(id);
    return this.submits
      ? `Environment ${name}: changes are submitted as a change request, and the apply ends with an error that names it. Apply again once it is approved.`
      : `Environment ${name}: what already exists exactly as configured is kept; any other change ends the apply with an error. ${APPROVAL_NEXT_STEP}`;
  }

  /** The first write to an environment goes alone: its answer shows whether the others need be sent at all. */
  async inTurn<T>(environment: Place, write: () => Promise<T>): Promise<T> {
    const { id } = environment;
    if (!this.submits || this.notRequired.has(id)) return write();
    for (let first = this.firstWrites.get(id); first; first = this.firstWrites.get(id)) await first;
    if (this.mustSubmit(environment)) throw new ApprovalRequiredError();
    if (this.notRequired.has(id)) return write();
    let isDone = (): void => undefined;
    this.firstWrites.set(id, new Promise((resolve) => (isDone = resolve)));
    try {
      const written = await write();
      this.notRequired.add(id);
      return written;
    } catch (error) {
      if (isApproval(error)) this.required.add(id);
      throw error;
    } finally {
      this.firstWrites.delete(id);
      isDone();
    }
  }

  /** Whether to try the kill switch without approval. */
  mayPass({ id }: Named, killed: boolean): boolean {
    return this.allowsKills(id) !== false && !this.killsRefused.has(`${id}/${String(killed)}`);
  }

  killRefused({ id }: Named, killed: boolean): void {
    this.killsRefused.add(`${id}/${String(killed)}`);
  }
}

/** Throws PlatformError if something was submitted: nothing has changed yet, so it is not a success. */
export function requireNothingSubmitted(attempted: string, submitted: readonly (Submitted | undefined)[]): void {
  const waiting = submitted.filter((each) => each !== undefined);
  if (waiting.length > 0) throw awaitingApproval(attempted, waiting);
}

export function awaitingApproval(attempted: string, submitted: readonly Submitted[]): PlatformError {
  return approvalRequired(attempted, {
    reason: submitted.map(describeSubmission).join("; "),
    nextStep: `Nothing changes until somebody approves ${submitted.length > 1 ? "them" : "it"} in Split. Then run apply again: it finds the change done, and sends nothing twice.`,
    subject: "environment",
  });
}

function describeSubmission({ name, environment, by, isNew, replaces }: Submitted): string {
  if (!isNew) return `${name} requests exactly this change in environment ${environment} and is already open${by}`;
  const instead = replaces === undefined ? "" : ` and replaces ${replaces}, which did not include all changes of this run`;
  return `environment ${environment} accepts changes only with approval: ${name} was submitted${instead}`;
}
