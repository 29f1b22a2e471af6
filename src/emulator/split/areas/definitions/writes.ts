import { z } from "zod";
import type { Environment, Workspace } from "../../store/records";
import { ApiError } from "../../wire/api-error";
import type { Request } from "../../wire/request";

/** Title and comment are in the body of POST and PUT, in the query of PATCH and DELETE. */
export const explanation = { title: z.string().optional(), comment: z.string().optional() };
export interface Explanation {
  readonly title?: string | undefined;
  readonly comment?: string | undefined;
}

export function queryExplanation(request: Request): Explanation {
  return { title: request.query.get("title") ?? undefined, comment: request.query.get("comment") ?? undefined };
}

/** 400 without a body where the workspace requires both (split.md 1.5). */
export function demandExplanation(request: Request, workspace: Workspace, { title, comment }: Explanation): void {
  if (request.caller.foreign || !workspace.requiresTitleAndComments) return;
  if ((title ?? "") === "" || (comment ?? "") === "") throw new ApiError(400, "");
}

/** Direct writes where approvals are required are refused; a kill may be allowed (split.md 2.11). */
export function demandNoApproval(request: Request, environment: Environment, kill = false): void {
  if (request.caller.foreign) return;
  const { areApprovalsRequired, allowKills, areEditorsRestricted, editors } = environment.changePermissions;
  if (areApprovalsRequired && !(kill && allowKills)) {
    const { organisation } = request.store;
    throw new ApiError(403, `Approvals are required. orgId=${organisation} envId=${environment.id}`);
  }
  if (areEditorsRestricted && !editors.some((each) => each.type === "api_key" && each.id === request.caller.key.id)) {
    throw new ApiError(403, `You are not an editor of the environment ${environment.name}`);
  }
}

/** An open change request locks its object. */
export function demandUnlocked(request: Request, id: string, environment: Environment): void {
  const { openRequestLocks, openRequestStatus } = request.options;
  if (request.caller.foreign || !openRequestLocks) return;
  const open = request.store.openRequestOn(id, environment.id);
  if (open) throw new ApiError(openRequestStatus, `The object is locked by the open change request ${open.id}`);
}
