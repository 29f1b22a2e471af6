import { HttpError } from "../../../http/http-error";
import { approvalRequired } from "../../adapter/errors";
import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import { APPROVAL_NEXT_STEP, isApprovalError } from "../api/errors";

type Place = Pick<Environment, "id" | "name" | "requiresApproval">;

/**
 * Handles environments and projects that require change requests. The older endpoints do not enforce the second approval; they
 * are used for that only if the configuration allows it, with a warning.
 */
export class ChangeRequests {
  /** Environments that require them according to a later answer than the run's list of environments. */
  private readonly foundLater = new Set<string>();
  private readonly warned = new Set<string>();

  constructor(private readonly bypass: boolean) {}

  /** Refuses a change of flags, unless bypassing is allowed. */
  requireFlags(environment: Place, attempted: string): void {
    if (environment.requiresApproval) this.refuseFlags(environment, attempted);
  }

  /** Records that the environment requires them, as an answer just showed. */
  refuseFlags(environment: Place, attempted: string): void {
    if (!this.bypass) throw refusal("environment", environment.name, attempted);
    this.foundLater.add(environment.id);
  }

  /** Whether a write has to use an API that does not enforce change requests. */
  isBypassed(environment: Place): boolean {
    return this.bypass && (environment.requiresApproval || this.foundLater.has(environment.id));
  }

  /** Whether a write that was refused for them may be sent again without one. */
  canBypassNow(environment: Environment, error: unknown): boolean {
    if (!this.bypass || this.isBypassed(environment)) return false;
    if (!(error instanceof HttpError) || !isApprovalError(error)) return false;
    this.foundLater.add(environment.id);
    return true;
  }

  /** The warning about a write without a change request, once per environment. */
  warningsOf(environment: Environment): string[] {
    if (!this.isBypassed(environment) || this.warned.has(`environment ${environment.id}`)) return [];
    this.warned.add(`environment ${environment.id}`);
    return [bypassWarning(`Environment ${environment.name}`, "flags")];
  }

  refuseSegments(project: Project, approvals: number | null, attempted: string): void {
    if (approvals !== null && !this.bypass) throw refusal("project", project.name, attempted);
  }

  /** Refuses a change of segments, or returns the warning about one without a change request. */
  requireSegments(project: Project, approvals: number | null, attempted: string): string[] {
    this.refuseSegments(project, approvals, attempted);
    if (approvals === null) return [];
    if (this.warned.has(`project ${project.id}`)) return [];
    this.warned.add(`project ${project.id}`);
    return [bypassWarning(`Project ${project.name}`, "segments")];
  }
}

function bypassWarning(what: string, things: string): string {
  return `${what} requires change requests (minimum_change_request_approvals); ${things} there were written without one, because the provider block sets bypass_change_requests = true.`;
}

function refusal(subject: "environment" | "project", name: string, attempted: string): PlatformError {
  const what = subject === "project" ? " for segments" : "";
  return approvalRequired(attempted, {
    reason: `${subject} ${name} requires change requests${what} (minimum_change_request_approvals)`,
    nextStep: APPROVAL_NEXT_STEP.replace("this environment", `this ${subject}`),
    subject,
  });
}
