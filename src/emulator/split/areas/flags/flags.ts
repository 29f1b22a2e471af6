import { z } from "zod";
import { getOwn } from "../../../../get-own";
import { json } from "../../../wire/server/reply";
import { applyPatch } from "../../patch/json-patch";
import type { Flag, Workspace } from "../../store/records";
import type { Store } from "../../store/store";
import { conflict, invalid, notFound } from "../../wire/api-error";
import type { JsonObject } from "../../wire/json";
import { isObject, sameJson, withoutNulls } from "../../wire/json";
import { objects } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { check } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";
import { demandNoApproval } from "../definitions/writes";
import { trafficTypeOf } from "../workspaces/traffic-types";
import { checkObjectName } from "./flag-names";
import { firstStatus } from "./rollout-statuses";

const tag = z.object({ name: z.string().min(1) });
const owner = z.object({ id: z.string().min(1), type: z.string() });

// Tags are not set here: other members that a client sends are ignored.
const creation = z.object({
  name: z.string().min(1),
  description: z.string().default(""),
  owners: z.array(owner).default([]),
});

/** The result that a patch may have; the other members must be unchanged. */
const patched = z.object({
  description: z.string().optional(),
  tags: z.array(tag).optional(),
  rolloutStatus: z.object({ id: z.string() }),
  owners: z.array(owner),
});

export const flagRoutes = [
  route("/splits/ws/{ws}", {
    GET: on("read flags", (request) =>
      objects(request, matching(request), { standard: 20, maximum: 50 }, (each) => showFlag(request.store, each)),
    ),
  }),
  route("/splits/ws/{ws}/trafficTypes/{tt}", { POST: on("write flags", create) }),
  route("/splits/ws/{ws}/{flag}/updateDescription", {
    PUT: on("write flags", (request) => {
      const flag = request.flag(request.workspace());
      flag.description = descriptionIn(request.text);
      return json(showFlag(request.store, flag));
    }),
  }),
  route("/splits/ws/{ws}/{flag}", {
    GET: on("read flags", (request) => {
      const { id } = request.workspace();
      const wanted = request.param("flag");
      const flag = request.store.flagNamed(id, wanted) ?? request.store.flagsOf(id).find((each) => each.id === wanted);
      if (!flag) throw notFound(`Feature flag ${wanted}`);
      return json(showFlag(request.store, flag));
    }),
    PATCH: on("write flags", (request) => {
      const workspace = request.workspace();
      const flag = request.flag(workspace);
      patch(request, workspace, flag);
      return json(showFlag(request.store, flag));
    }),
    DELETE: on("write flags", (request) => {
      remove(request, request.flag(request.workspace()));
      return gone();
    }),
  }),
  route("/tags/ws/{ws}/object/{flag}/objecttype/Split", {
    POST: on("write flags", (request) => {
      const flag = request.flag(request.workspace());
      const names = check(z.array(z.string().min(1)), request.json());
      // Adds only: what is there stays.
      const all = new Set([...(flag.tags ?? []).map((each) => each.name), ...names]);
      flag.tags = all.size === 0 ? null : [...all].map((name) => ({ name }));
      return json(flag.tags ?? []);
    }),
  }),
];

/** The text itself; the vendor's Python client sends it as JSON, in quotes. */
function descriptionIn(body: string): string {
  if (!/^"[^]*"$/.test(body)) return body;
  try {
    return String(JSON.parse(body));
  } catch (failure) {
    if (failure instanceof SyntaxError) return body;
    throw failure;
  }
}

export function addFlag(store: Store, workspace: string, trafficType: string, name: string, description: string): Flag {
  const now = store.tick();
  const flag: Flag = {
    id: store.newId(),
    name,
    workspace,
    trafficType,
    description,
    creationTime: now,
    tags: null,
    rolloutStatus: firstStatus(store, workspace).id,
    rolloutStatusTimestamp: now,
    owners: [{ id: "_project_all_users", type: "Team" }],
  };
  store.tables.flags.set(flag.id, flag);
  return flag;
}

function create(request: Request): ReturnType<typeof made> {
  const workspace = request.workspace();
  const trafficType = request.trafficType(workspace);
  const given = request.read(creation);
  checkObjectName(given.name);
  if (request.store.flagNamed(workspace.id, given.name)) {
    throw conflict(`A feature flag named ${given.name} already exists`);
  }
  if (request.options.ownersOnCreate) checkOwners(request.store, given.owners);
  const flag = addFlag(request.store, workspace.id, trafficType.id, given.name, given.description);
  if (request.options.ownersOnCreate && given.owners.length > 0) flag.owners = given.owners;
  return made(request, showFlag(request.store, flag));
}

function patch(request: Request, workspace: Workspace, flag: Flag): void {
  const { store } = request;
  const before = showFlag(store, flag);
  const after = applyPatch(before, request.json(), request.options);
  if (!isObject(after)) throw invalid("A feature flag is an object");
  const changed = Object.keys({ ...before, ...after }).filter(
    (name) => !Object.hasOwn(patched.shape, name) && !sameJson(getOwn(before, name), getOwn(after, name)),
  );
  if (changed.length > 0) throw invalid(`These members cannot be changed: ${changed.join(", ")}`);
  const given = check(patched, withoutNulls(after));
  const names = (given.tags ?? []).map((each) => each.name);
  if (new Set(names).size < names.length) throw invalid("A tag is named twice");
  if (!store.statusesOf(workspace.id).some((each) => each.id === given.rolloutStatus.id)) {
    throw invalid(`There is no rollout status ${given.rolloutStatus.id}`);
  }
  checkOwners(store, given.owners);
  if (given.rolloutStatus.id !== flag.rolloutStatus) flag.rolloutStatusTimestamp = store.tick();
  flag.description = given.description ?? null;
  flag.tags = names.length === 0 ? null : names.map((name) => ({ name }));
  flag.rolloutStatus = given.rolloutStatus.id;
  flag.owners = given.owners;
}

function remove(request: Request, flag: Flag): void {
  const { store, options } = request;
  const definitions = store.definitionsOf(flag.id);
  const environments = definitions.flatMap((each) => store.tables.environments.get(each.environment) ?? []);
  if (definitions.length > 0 && !options.flagDeleteUnconfigures) {
    const names = environments.map((each) => each.name).join(", ");
    throw conflict(`The feature flag ${flag.name} still has definitions in: ${names}`);
  }
  for (const each of environments) demandNoApproval(request, each);
  for (const each of definitions) store.tables.definitions.delete(`${flag.id}/${each.environment}`);
  store.tables.flags.delete(flag.id);
}

function checkOwners(store: Store, owners: readonly z.output<typeof owner>[]): void {
  const { users, groups } = store.tables;
  for (const { id, type } of owners) {
    const known = type === "User" ? users.has(id) : type === "Team" && (id === "_project_all_users" || groups.has(id));
    if (!known) throw invalid("Invalid Owner", `There is no ${type} ${id}`);
  }
}

/** `name` is a substring filter: a client that wants one flag must compare names itself. */
function matching(request: Request): Flag[] {
  const all = request.store.flagsOf(request.workspace().id);
  const tags = request.query.getAll("tag");
  const [name, status] = [request.query.get("name"), request.query.get("rolloutStatus")];
  return all.filter(
    (each) =>
      tags.every((wanted) => each.tags?.some((has) => has.name === wanted) ?? false) &&
      (name === null || each.name.toLowerCase().includes(name.toLowerCase())) &&
      (status === null || each.rolloutStatus === status),
  );
}

function showFlag(store: Store, flag: Flag): JsonObject {
  const status = store.tables.rolloutStatuses.get(flag.rolloutStatus);
  const shown = {
    id: flag.id,
    name: flag.name,
    description: flag.description,
    trafficType: trafficTypeOf(store, flag.trafficType),
    creationTime: flag.creationTime,
    tags: flag.tags,
    rolloutStatus: { id: flag.rolloutStatus, name: status?.name ?? "" },
    rolloutStatusTimestamp: flag.rolloutStatusTimestamp,
    owners: flag.owners,
  };
  return JSON.parse(JSON.stringify(shown)) as JsonObject;
}
