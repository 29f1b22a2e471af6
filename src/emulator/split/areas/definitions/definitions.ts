import { getOwn } from "../../../../get-own";
import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import { applyPatch } from "../../patch/json-patch";
import type { Definition, Environment, Flag, Workspace } from "../../store/records";
import { conflict, invalid, notFound } from "../../wire/api-error";
import type { JsonObject } from "../../wire/json";
import { isObject, sameJson } from "../../wire/json";
import { objects } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";
import { checkContent } from "./definition-check";
import { configureFlag, removeDefinition, setContent } from "./definition-rows";
import { contentOf, definitionBody, READ_ONLY, readPatched } from "./definition-schema";
import { showDefinition } from "./definition-view";
import type { Explanation } from "./writes";
import { demandExplanation, demandNoApproval, demandUnlocked, queryExplanation } from "./writes";

export const definitionRoutes = [
  route("/splits/ws/{ws}/environments/{env}", {
    GET: on("read definitions", (request) => {
      const { id } = request.environment(request.workspace());
      return objects(request, request.store.definitionsIn(id), { standard: 20, maximum: 50 }, (each) => show(request, each));
    }),
  }),
  route("/splits/ws/{ws}/{flag}/environments/{env}", {
    GET: on("read definitions", (request) => json(show(request, find(request).definition))),
    POST: on("write definitions", create),
    PUT: on("write definitions", replace),
    PATCH: on("write definitions", patch),
    DELETE: on("write definitions", (request) => {
      const { definition } = openForWrite(request, queryExplanation(request));
      removeDefinition(request.store, definition);
      return gone();
    }),
  }),
];

/** The flag in the environment; a 404 if it is not configured there. */
function find(request: Request): {
  readonly workspace: Workspace;
  readonly flag: Flag;
  readonly environment: Environment;
  readonly definition: Definition;
} {
  const workspace = request.workspace();
  const environment = request.environment(workspace);
  const flag = request.flag(workspace);
  const definition = request.store.definition(flag.id, environment.id);
  if (!definition) throw notFound(`Feature flag ${flag.name} in environment ${environment.name}`);
  return { workspace, flag, environment, definition };
}

/** The definition, once it is clear that it may be written. */
export function openForWrite(request: Request, explained: Explanation, kill = false): ReturnType<typeof find> {
  const found = find(request);
  demandExplanation(request, found.workspace, explained);
  demandNoApproval(request, found.environment, kill);
  demandUnlocked(request, found.flag.id, found.environment);
  return found;
}

export function show(request: Request, definition: Definition): JsonObject {
  return showDefinition(request.store, request.options, definition);
}

function create(request: Request): Reply {
  const workspace = request.workspace();
  const environment = request.environment(workspace);
  const flag = request.flag(workspace);
  const given = request.read(definitionBody);
  demandExplanation(request, workspace, given);
  demandNoApproval(request, environment);
  demandUnlocked(request, flag.id, environment);
  if (request.store.definition(flag.id, environment.id)) {
    throw conflict(`The feature flag ${flag.name} is already configured in ${environment.name}`);
  }
  return made(request, show(request, configureFlag(request, flag, environment, given)));
}

/** Omitted fields are reset to their defaults, unless the server is set to keep them. */
function replace(request: Request): Reply {
  const given = request.read(definitionBody);
  const { flag, environment, definition } = openForWrite(request, given);
  const { killed, flagSets, impressionsDisabled } = definition.content;
  const sent = request.json();
  const kept = Object.entries({ killed, flagSets, impressionsDisabled }).filter(
    ([name]) => isObject(sent) && !Object.hasOwn(sent, name),
  );
  const content = { ...contentOf(given), ...(request.options.putKeeps && Object.fromEntries(kept)) };
  checkContent(request.store, request.options, flag, environment, content);
  setContent(request.store, definition, content);
  return json(show(request, definition));
}

/** All operations first, then the whole document is checked, then it is stored: all or nothing. */
function patch(request: Request): Reply {
  const { flag, environment, definition } = openForWrite(request, queryExplanation(request));
  const before = show(request, definition);
  const after = applyPatch(before, request.json(), request.options);
  if (!isObject(after)) throw invalid("A feature flag definition is an object");
  const frozen = request.options.patchableFlagSets ? READ_ONLY : [...READ_ONLY, "flagSets"];
  const changed = frozen.filter((name) => !sameJson(getOwn(before, name), getOwn(after, name)));
  if (changed.length > 0) throw invalid(`These members cannot be changed: ${changed.join(", ")}`);
  const content = readPatched(after);
  checkContent(request.store, request.options, flag, environment, content);
  setContent(request.store, definition, content);
  return json(show(request, definition));
}
