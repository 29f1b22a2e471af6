import { z } from "zod";
import { recordOf } from "../../wire/record-of";
import type { Reply } from "../../wire/server/reply";
import type { Cohort, Person } from "../store/records";
import type { Store } from "../store/store";
import { invalid, notFound, ok } from "../wire/api-error";
import type { Request } from "../wire/request";
import type { Handler, Route } from "../wire/route";
import { referrersIn, usesInWords } from "./cohort-use";

const BASES = ["/api/app/projects/{project:int}", "/api/app/projects/{project:int}/workspaces/{workspace:int}"];

/** 5.7: with and without a data view in the path, to the same cohorts. */
export const cohortRoutes: readonly Route[] = BASES.flatMap((base): Route[] => [
  { template: `${base}/cohorts`, slash: "either", handlers: { GET: seen(list), POST: seen(create) } },
  { template: `${base}/cohorts/bulk-delete`, slash: "either", handlers: { POST: seen(removeMany) } },
  { template: `${base}/cohorts/bulk-update`, slash: "either", handlers: { POST: seen(changeMany) } },
  {
    template: `${base}/cohorts/{cohort:int}`,
    slash: "either",
    handlers: { GET: seen(read), PATCH: seen(change), DELETE: seen(remove) },
  },
]);

/** The definition is at the top level, next to the name (5.7); there is no `definition` field. */
const openObject = recordOf(z.unknown());
const fields = {
  name: z.string().min(1).max(255),
  description: z.string().nullable(),
  data_group_id: z.union([z.string(), z.int()]).nullable(),
  is_locked: z.boolean(),
  is_visible: z.boolean(),
  deleted: z.boolean(),
  selector: openObject.nullable(),
  behaviors: openObject.nullable(),
  groups: z.array(openObject).nullable(),
};
const patchBody = z.strictObject(fields).partial();
const createBody = patchBody.required({ name: true });
export const cohortDefinition = z.strictObject({
  selector: fields.selector.optional(),
  behaviors: fields.behaviors.optional(),
  groups: fields.groups.optional(),
});

/** A data view in the path must belong to the project. */
function seen(handler: Handler): Handler {
  return (request) => {
    if (request.hasWorkspace()) request.workspace();
    return handler(request);
  };
}

function list(request: Request): Reply {
  const { query } = request;
  const group = query.get("data_group_id");
  const ids = query.get("ids")?.split(",");
  const found = request.store
    .cohortsOf(request.project.id)
    .filter((each) => group === null || String(each.data_group_id) === group)
    .filter((each) => ids === undefined || ids.includes(String(each.id)));
  const referrersOf = referrersIn(request.store, request.project.id);
  return ok(found.map((each) => view(request.store, each, referrersOf(each))));
}

function read(request: Request): Reply {
  return ok(view(request.store, cohortOf(request)));
}

function create(request: Request): Reply {
  const body = request.parsed(createBody);
  const { name, description, data_group_id, is_locked, is_visible, selector, behaviors, groups } = body;
  const cohort = addCohort(request.store, request.project.id, request.by, name);
  cohort.description = description ?? null;
  cohort.data_group_id = data_group_id ?? null;
  cohort.is_locked = is_locked ?? false;
  cohort.is_visible = is_visible ?? true;
  cohort.definition = { selector: selector ?? null, behaviors: behaviors ?? null, groups: groups ?? null };
  return ok(view(request.store, cohort));
}

export function addCohort(store: Store, project: number, creator: Person, name: string, id = store.nextId()): Cohort {
  const cohort: Cohort = {
    id,
    project,
    creator,
    name,
    description: null,
    data_group_id: null,
    is_locked: false,
    is_visible: true,
    last_edited: store.now(),
    definition: { selector: null, behaviors: null, groups: null },
    members: null,
  };
  store.tables.cohorts.set(cohort.id, cohort);
  return cohort;
}

/** Partial: omitted fields stay. */
function change(request: Request): Reply {
  const cohort = cohortOf(request);
  apply(request, cohort, request.parsed(patchBody));
  return ok(view(request.store, cohort));
}

function apply({ store }: Request, cohort: Cohort, body: z.output<typeof patchBody>): void {
  const { selector, behaviors, groups, deleted, ...rest } = body;
  if (deleted === true) throw invalid("deleted: cohorts are deleted with DELETE");
  for (const [name, value] of Object.entries(rest)) Object.assign(cohort, { [name]: value });
  const definition = { selector, behaviors, groups };
  const given = Object.entries(definition).filter(([, value]) => value !== undefined);
  cohort.definition = { ...cohort.definition, ...Object.fromEntries(given) };
  cohort.last_edited = store.now();
}

function remove(request: Request): Reply {
  removeOne(request, cohortOf(request));
  return ok({});
}

const bulkDelete = z.strictObject({ cohort_ids: z.array(z.int()) });
const bulkUpdate = z.strictObject({ cohorts: z.array(patchBody.extend({ id: z.int() })) });

function removeMany(request: Request): Reply {
  const cohorts = request.parsed(bulkDelete).cohort_ids.map((id) => byId(request, id));
  for (const each of cohorts) removeOne(request, each);
  return ok({});
}

function changeMany(request: Request): Reply {
  const changes = request.parsed(bulkUpdate).cohorts.map(({ id, ...body }) => ({ cohort: byId(request, id), body }));
  for (const { cohort, body } of changes) apply(request, cohort, body);
  return ok({});
}

function removeOne({ store, options }: Request, cohort: Cohort): void {
  const using = usesInWords(store, cohort);
  if (options.deleteUsedCohort === "refused" && using.length > 0) {
    throw invalid(`Cohort ${cohort.id} is in use by ${using.join(", ")}`);
  }
  store.tables.cohorts.delete(cohort.id);
}

function cohortOf(request: Request): Cohort {
  return byId(request, request.id("cohort"));
}

function byId({ store, project }: Request, id: number): Cohort {
  const found = store.tables.cohorts.get(id);
  if (found?.project !== project.id) throw notFound("Cohort");
  return found;
}

function view(store: Store, cohort: Cohort, referrers = referrersIn(store, cohort.project)(cohort)): unknown {
  const { id, name, description, data_group_id, is_locked, is_visible, last_edited, creator, definition } = cohort;
  const { all, direct } = referrers;
  return {
    id,
    name,
    description,
    count: cohort.members?.length ?? 0,
    is_visible,
    is_locked,
    data_group_id,
    last_edited,
    created_by: creator,
    referenced_by: all,
    referenced_directly_by: direct,
    verified: false,
    last_queried: null,
    active_integrations: [],
    can_update_basic: !is_locked,
    can_view: true,
    can_share: true,
    ...definition,
  };
}
