import type { DefinitionUnit } from "../../port/definition";
import { isApproval } from "../api/errors";
import { ApprovalRequiredError } from "./approval-required";
import type { Approvals } from "./approvals";

/** Where changes are to be submitted, what a direct write is refused for the want of approval goes that way. */
export function divertForApproval(approvals: Approvals, { environment }: DefinitionUnit, error: unknown): void {
  if (!approvals.submits || !isApproval(error)) return;
  approvals.refused(environment);
  throw new ApprovalRequiredError();
}
