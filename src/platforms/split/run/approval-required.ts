import type { DefinitionUnit } from "../../port/definition";
import type { Approvals } from "./approvals";
import { isApproval } from "../api/errors";

/** The environment takes the change by approval only, and it is to be submitted. Nothing was sent, or it was refused. */
export class ApprovalRequiredError extends Error {}

/** Where changes are to be submitted, what a direct write is refused for the want of approval goes that way. */
export function divertForApproval(approvals: Approvals, { environment }: DefinitionUnit, error: unknown): void {
  if (!approvals.submits || !isApproval(error)) return;
  approvals.refused(environment);
  throw new ApprovalRequiredError();
}
