import { approvalRequired } from "../../adapter/errors";
import type { ApprovalQuestion } from "../../port/definition";
import type { Environment } from "../../port/environment";
import type { Named } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import { APPROVAL_NEXT_STEP, isApproval } from "../api/errors";
import { ApprovalRequiredError } from "./approval-required";
import type { Submitted } from "./change-requests";
import type { SplitConfig } from "./config";

/** What is known of environments that take changes by approval only, and what is to become of changes there. */
export class Approvals {
  private readonly required = new Set<string>();
  private readonly notRequired = new Set<string>();
  /** Environments of which nobody knows yet, and into which somebody is writing. */
  private readonly ahead = new Map<string, Promise<void>>();
  private readonly killsRefused = new Set<string>();
  private readonly warned = new Set<string>();

  constructor(
    private readonly config: SplitConfig,
    private readonly allowsKills: (environment: string) => boolean | undefined,
  ) {}

  /** Whether changes are submitted for approval where they must be. */
  get submits(): boolean {
    return this.config.onApprovalRequired === "submit";
  }

  /** Whether a change there is to be submitted, as far as it is known: lists of environments seldom tell. */
  mustSubmit({ id, requiresApproval }: Pick<Environment, "id" | "requiresApproval">): boolean {
    return this.submits && (requiresApproval || this.required.has(id));
  }

  /** What a plan can say of it, where the list of environments tells: it seldom does. */
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

  /** Of several first writes to an environment one goes ahead, and tells whether the others need be sent at all. */
  async inTurn<T>(environment: Pick<Environment, "id" | "name" | "requiresApproval">, write: () => Promise<T>): Promise<T> {
    const { id } = environment;
    if (!this.submits || this.notRequired.has(id)) return write();
    for (let first = this.ahead.get(id); first; first = this.ahead.get(id)) await first;
    if (this.mustSubmit(environment)) throw new ApprovalRequiredError();
    if (this.notRequired.has(id)) return write();
    let isDone = (): void => undefined;
    this.ahead.set(id, new Promise((resolve) => (isDone = resolve)));
    try {
      const written = await write();
      this.notRequired.add(id);
      return written;
    } catch (error) {
      if (isApproval(error)) this.refused(environment);
      throw error;
    } finally {
      this.ahead.delete(id);
      isDone();
    }
  }

  /** A direct write was refused: the next one need not be sent. */
  refused({ id }: Named): void {
    this.required.add(id);
  }

  /** Whether the kill switch may be worth a try past approvals. */
  mayPass({ id }: Named, killed: boolean): boolean {
    return this.allowsKills(id) !== false && !this.killsRefused.has(`${id}/${String(killed)}`);
  }

  killRefused({ id }: Named, killed: boolean): void {
    this.killsRefused.add(`${id}/${String(killed)}`);
  }
}

/** What a change came to that was submitted: nothing yet, so that it is no success. */
export function awaiting(attempted: string, submitted: readonly Submitted[]): PlatformError {
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
