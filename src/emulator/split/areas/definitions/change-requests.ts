import { z } from "zod";
import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import type { ChangeRequest, Comment } from "../../store/records";
import { seesEnvironment } from "../../wire/access";
import { ApiError, invalid, notFound } from "../../wire/api-error";
import { marked } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { made, on, route } from "../../wire/route";
import { changeRequestBody, readChange } from "./change-request-body";
import { showChangeRequest } from "./change-request-view";
import { publish } from "./publish";
import { demandExplanation } from "./writes";

const decision = z.strictObject({
  status: z.enum(["APPROVED", "REJECTED", "WITHDRAWN"]),
  comment: z.string().optional(),
});

export const changeRequestRoutes = [
  route("/changeRequests/ws/{ws}/environments/{env}", { POST: on("write change requests", submit) }),
  route("/changeRequests", { GET: on("read change requests", list) }),
  route("/changeRequests/{request}", {
    GET: on("read change requests", (request) => json(showChangeRequest(request, find(request)))),
    PUT: on("write change requests", decide),
  }),
];

function submit(request: Request): Reply {
  const { store, options } = request;
  const workspace = request.workspace();
  const environment = request.environment(workspace);
  const body = request.read(changeRequestBody);
  demandExplanation(request, workspace, body);
  const change = readChange(request, workspace, environment, body);
  const { rolloutStatus } = body;
  if (rolloutStatus && !store.statusesOf(workspace.id).some((each) => each.id === rolloutStatus.id)) {
    throw invalid(`There is no rollout status ${rolloutStatus.id}`);
  }
  const open = store.openRequestOn(change.kind === "split" ? change.flag : change.segment, environment.id);
  if (open) throw new ApiError(options.openRequestStatus, `The object is locked by the open change request ${open.id}`);
  const added: ChangeRequest = {
    id: store.newId(),
    number: store.tables.changeRequests.size + 1,
    workspace: workspace.id,
    environment: environment.id,
    operationType: body.operationType,
    title: body.title ?? "",
    comment: body.comment ?? "",
    approvers: body.approvers,
    rolloutStatus: rolloutStatus?.id,
    submitter: request.caller.key.id,
    creationTime: store.tick(),
    change,
    status: "REQUESTED",
    comments: [],
  };
  say(request, added, body.comment, "SUBMITTER");
  store.tables.changeRequests.set(added.id, added);
  return made(request, showChangeRequest(request, added));
}

/** Change requests awaiting a decision, unless another status is requested. */
function list(request: Request): Reply {
  const status = request.query.get("status") ?? "REQUESTED";
  const environment = request.query.get("environmentId");
  const all = visible(request).filter(
    (each) => each.status === status && (environment === null || each.environment === environment),
  );
  return marked(
    request,
    all,
    { standard: 20, maximum: 100 },
    (each) => each.id,
    (each) => showChangeRequest(request, each),
  );
}

/** Submitters cannot approve or reject their own change requests; only they can withdraw them. */
function decide(request: Request): Reply {
  const found = find(request);
  const { status, comment } = request.read(decision);
  if (found.status !== "REQUESTED") throw invalid(`The change request is ${found.status} already`);
  const isOwn = found.submitter === request.caller.key.id;
  if (status === "WITHDRAWN" ? !isOwn : isOwn) {
    throw new ApiError(403, isOwn ? "The submitter cannot decide on the change request" : "Only the submitter can withdraw");
  }
  say(request, found, comment, isOwn ? "SUBMITTER" : "APPROVER");
  found.status = status;
  if (status === "APPROVED") publish(request.store, request.options, found);
  return json(showChangeRequest(request, found));
}

function say(request: Request, { comments }: ChangeRequest, comment = "", role: Comment["role"]): void {
  comments.push({ comment, user: request.caller.key.name, role, timestamp: request.store.tick() });
}

function find(request: Request): ChangeRequest {
  const id = request.param("request");
  const found = visible(request).find((each) => each.id === id);
  if (!found) throw notFound(`Change request ${id}`);
  return found;
}

function visible(request: Request): ChangeRequest[] {
  const { changeRequests, environments } = request.store.tables;
  return [...changeRequests.values()].filter((each) => {
    const environment = environments.get(each.environment);
    return environment !== undefined && seesEnvironment(request.caller.key, environment);
  });
}
