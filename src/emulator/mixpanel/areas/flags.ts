import { randomBytes, randomUUID } from "node:crypto";
import type { Reply } from "../../wire/server/reply";
import type { Flag } from "../store/records";
import { ApiError, forbidden, invalid, notFound, ok } from "../wire/api-error";
import type { Request } from "../wire/request";
import { check } from "../wire/request";
import type { Handler, Route } from "../wire/route";
import type { FlagFields } from "./flag-body";
import { echoedRequest, flagRequest } from "./flag-body";
import { checkRules } from "./flag-rules";
import { flagView, withCohortHashes } from "./flag-view";

const FLAGS = "/api/app/projects/{project:int}/workspaces/{workspace:int}/feature-flags";

export const flagRoutes: readonly Route[] = [
  { template: FLAGS, slash: "either", handlers: { GET: list, POST: create } },
  {
    template: `${FLAGS}/{flag}`,
    slash: "either",
    handlers: { GET: read, PUT: replace, PATCH: merge, DELETE: remove },
  },
  // The server has this route only to return this error (1.3).
  { template: "/api/app/projects/{project:int}/feature-flags", slash: "either", handlers: noWorkspace() },
];

function noWorkspace(): Record<string, Handler> {
  const refuse: Handler = () => {
    throw invalid("Workspace is required");
  };
  return { GET: refuse, POST: refuse };
}

function list(request: Request): Reply {
  const { id } = request.workspace();
  const archived = request.query.get("include_archived") ?? "false";
  if (archived !== "true" && archived !== "false") throw invalid('include_archived: Input should be "true" or "false"');
  const flags = request.store.flagsOf(request.project.id).filter((flag) => flag.workspace === id && flag.deleted === null);
  return ok(flags.filter((flag) => archived === "true" || flag.fields.status !== "archived").map(shown(request)));
}

function read(request: Request): Reply {
  return answer(request, flagOf(request, request.options.deletedFlags === "marked"));
}

function create(request: Request): Reply {
  const workspace = request.workspace();
  const fields = readFlag(request, request.body());
  if (fields.status === "archived") throw invalid("status: a flag cannot be created archived");
  checkWorkspace(fields, workspace.id);
  checkRules(fields, request.options);
  refuseTakenKey(request, fields.key);
  const isOn = fields.status === "enabled" && request.options.createdEnabled === "honoured";
  return answer(request, addFlag(request, workspace.id, { ...fields, status: isOn ? "enabled" : "disabled" }));
}

/** A new row; `fields` have been validated. */
export function addFlag(
  request: Pick<Request, "store" | "options" | "by" | "project">,
  workspace: number,
  fields: FlagFields,
): Flag {
  const { store, options, by, project } = request;
  const time = store.now();
  const flag: Flag = {
    id: randomUUID(),
    project: project.id,
    workspace,
    created: time,
    creator: by,
    modified: time,
    modifier: by,
    fields: withCohortHashes({ ...fields, hash_salt: fields.hash_salt ?? newSalt() }, store, options),
    enabledAt: fields.status === "enabled" ? time : null,
    deleted: null,
    locked: false,
    contentEnvironmentsId: null,
    screenshots: {},
    history: [{ time, by: by.name, action: "created" }],
  };
  store.tables.flags.set(flag.id, flag);
  return flag;
}

/** Everything is replaced: omitted fields are reset to their defaults (5.1). */
function replace(request: Request): Reply {
  const flag = writableFlag(request);
  const body = request.body();
  const fields = readFlag(request, body);
  const keepsSalt = request.options.omittedSalt === "kept" && !Object.hasOwn(Object(body), "hash_salt");
  return write(request, flag, keepsSalt ? { ...fields, hash_salt: flag.fields.hash_salt } : fields);
}

function merge(request: Request): Reply {
  if (request.options.patch === "refused") throw new ApiError(405, "method_not_allowed", 'Method "PATCH" not allowed');
  const flag = writableFlag(request);
  const given = request.body();
  return write(request, flag, readFlag(request, { ...flag.fields, reset_hash_salt: null, ...Object(given) }));
}

/** Live responses have a list that is not in the published schema, and the vendor's own Terraform provider sends it back: it is ignored. */
function readFlag({ options }: Request, body: unknown): FlagFields {
  if (options.answers === "published") return check(flagRequest, body);
  const { content_environments: _echoed, ...fields } = check(echoedRequest, body);
  return fields;
}

function write(request: Request, flag: Flag, fields: FlagFields): Reply {
  const { store, options, by } = request;
  checkWorkspace(fields, flag.workspace);
  checkRules(fields, options);
  if (fields.key !== flag.fields.key) throw invalid("key: the key of a flag cannot be changed");
  if (fields.context !== flag.fields.context && flag.enabledAt !== null) {
    throw invalid("context: cannot be changed once the flag has been enabled");
  }
  const status = nextStatus(request, flag, fields.status);
  const hash_salt = fields.reset_hash_salt === true ? newSalt() : fields.hash_salt;
  const wasOn = flag.fields.status === "enabled";
  flag.fields = withCohortHashes({ ...fields, status, hash_salt }, store, options);
  flag.screenshots = {};
  store.record(flag, by, "updated");
  // Enabling again resets the memory of first-time events (3.8).
  if (status === "enabled" && !wasOn) flag.enabledAt = flag.modified;
  return answer(request, flag);
}

/** 4.1: only a disabled flag can be archived, if a PUT can archive at all. */
function nextStatus({ options }: Request, flag: Flag, wanted: FlagFields["status"]): FlagFields["status"] {
  if (wanted !== "archived") return wanted;
  switch (options.putArchived) {
    case "ignored":
      return flag.fields.status;
    case "refused":
      throw invalid("status: flags are archived with POST .../archive/");
    case "archives":
      if (flag.fields.status === "enabled") throw invalid("An enabled feature flag cannot be archived. Disable it first.");
      return "archived";
  }
}

function remove(request: Request): Reply {
  const flag = editableFlag(request);
  if (flag.fields.status === "enabled" && request.options.deleteEnabled === "refused") {
    throw invalid("An enabled feature flag cannot be deleted. Disable it first.");
  }
  request.store.record(flag, request.by, "deleted");
  flag.deleted = flag.modified;
  return ok({});
}

/** The flag in the path, in the data view in the path. */
export function flagOf(request: Request, withDeleted = false): Flag {
  const workspace = request.workspace();
  const flag = request.store.tables.flags.get(request.param("flag"));
  if (flag?.workspace !== workspace.id || (flag.deleted !== null && !withDeleted)) throw notFound("Feature flag");
  return flag;
}

/** 1.2: the flag's sharing can forbid what the role allows. */
export function editableFlag(request: Request): Flag {
  const flag = flagOf(request);
  if (!canEdit(request, flag)) throw forbidden("You do not have permission to edit this feature flag");
  return flag;
}

export function writableFlag(request: Request): Flag {
  const flag = editableFlag(request);
  if (flag.fields.status === "archived") throw invalid("This feature flag is archived. Restore it to edit it.");
  return flag;
}

function refuseTakenKey({ store, project, options }: Request, key: string): void {
  const taken = store
    .flagsWithKey(project.id, key)
    .some((flag) => flag.deleted === null || options.deletedKeys === "reserved");
  if (!taken) return;
  const message = `A feature flag with key "${key}" already exists in this project`;
  throw options.duplicateStatus === 409 ? new ApiError(409, "conflict", message) : invalid(message);
}

export function answer(request: Request, flag: Flag): Reply {
  return ok(shown(request)(flag));
}

export function newSalt(): string {
  return randomBytes(16).toString("hex");
}

function shown(request: Request): (flag: Flag) => unknown {
  return (flag) => flagView(flag, request.store, request.options, canEdit(request, flag));
}

function canEdit({ actor }: Request, flag: Flag): boolean {
  return actor === "person" || (actor === "admin" && !flag.locked);
}

function checkWorkspace(fields: FlagFields, workspace: number): void {
  if (fields.workspace_id !== null && fields.workspace_id !== workspace) {
    throw invalid(`workspace_id: ${fields.workspace_id} is not the workspace in the path`);
  }
}
