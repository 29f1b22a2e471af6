import { getOwn } from "../../../get-own";
import type { Reply } from "../../wire/server/reply";
import { created, empty, json } from "../../wire/server/reply";
import type { Environments } from "../schema/environment";
import type { UpdateFlagBody } from "../schema/flag-body";
import { createFlagBody, updateFlagBody } from "../schema/flag-body";
import type { Flag, FlagContent, Project } from "../store/records";
import { ApiError, badRequest, conflict, notFound } from "../wire/api-error";
import { page } from "../wire/paging";
import { demandMatch, etagOf, unchangedRead } from "../wire/preconditions";
import type { Request } from "../wire/request";
import { projectOf } from "../wire/scope";
import { checkCount, checkFlag } from "./flag-rules";
import { addFlag, newContent, replaceContent, sameContent } from "./flag-store";
import { flagView, versionView } from "./flag-view";

/** PUT on the collection makes a flag; it never replaces one (reference, 1.5). */
export function createFlag(request: Request): Reply {
  const body = request.body(createFlagBody);
  const project = projectOf(request);
  const { store, options, author } = request;
  if (store.hasFlag(project.id, body.slug)) {
    throw conflict(`A flag with the slug "${body.slug}" already exists in this project.`);
  }
  checkCount(store.flagsOf(project.id).length, "flags", options);
  const content = newContent(body);
  checkFlag(content, body.kind, project, options);
  return created(flagView(request, addFlag(store, project, body, content, author.id)));
}

export function getFlag(request: Request): Reply {
  const flag = flagOf(request, projectOf(request));
  const etag = etagOf(request, flag);
  return unchangedRead(request, flag) ?? json(flagView(request, flag), 200, etag === undefined ? {} : { etag });
}

/** Omitted fields keep their values; given ones are replaced, environments one by one (3.7). */
export function updateFlag(request: Request): Reply {
  const body = request.body(updateFlagBody);
  const project = projectOf(request);
  const flag = flagOf(request, project);
  demandMatch(request, flag);
  const { store, options } = request;
  refuseArchived(request, flag, body);
  const content = merged(flag, body, options.quirks.omittedParts);
  checkFlag(content, flag.kind, project, options);
  if (options.quirks.unchangedPatch === "304" && sameContent(flag, content)) return empty(304);
  const author = body.createdBy ?? request.author.id;
  return json(flagView(request, replaceContent(store, flag, { content, author, message: body.message })));
}

/** Only archived flags can be deleted (6). */
export function deleteFlag(request: Request): Reply {
  const flag = flagOf(request, projectOf(request));
  demandMatch(request, flag);
  const { store, options } = request;
  if (flag.state === "active" && options.quirks.activeDelete === "refused") {
    throw badRequest(`The flag "${flag.slug}" is active: archive it before deleting it.`);
  }
  store.removeFlag(flag);
  return empty(Number(options.quirks.deleteAnswer));
}

const VERSIONS_A_PAGE = 20;

/** Every accepted write, newest first (3.9). */
export function listVersions(request: Request): Reply {
  const flag = flagOf(request, projectOf(request));
  const environment = request.query.get("environment");
  const all = request.store.tables.versions.get(flag.id) ?? [];
  const wanted = environment === null ? all : all.filter((each) => each.changedEnvironments.includes(environment));
  const { items, next } = page(request, wanted, VERSIONS_A_PAGE);
  return json({ versions: items.map((each) => versionView(request, each)), pagination: { next } });
}

/** The flag of the path, by id or slug, archived ones too. */
function flagOf(request: Request, project: Project): Flag {
  const wanted = request.param("flag");
  const found = request.store.flagCalled(project.id, wanted);
  if (found) return found;
  throw goneOrUnknown(request, wanted, "Flag");
}

export function goneOrUnknown(request: Request, wanted: string, what: string): ApiError {
  const isGone = request.store.tables.deleted.has(wanted) && request.options.quirks.deleted === "410";
  return isGone ? new ApiError(410, "gone", `${what} was deleted.`) : notFound(what);
}

function refuseArchived(request: Request, flag: Flag, body: UpdateFlagBody): void {
  if (flag.state === "active" || body.state === "active" || request.options.quirks.archivedEdit === "allowed") return;
  const harmless: readonly string[] = ["state", "message", "createdBy"];
  if (Object.keys(body).every((key) => harmless.includes(key))) return;
  throw badRequest(`The flag "${flag.slug}" is archived: make it active before changing it.`);
}

function merged(flag: Flag, body: UpdateFlagBody, omitted: "dropped" | "kept"): FlagContent {
  return {
    variants: body.variants ?? flag.variants,
    environments: { ...flag.environments, ...withOmitted(flag.environments, body.environments ?? {}, omitted) },
    seed: body.seed ?? flag.seed,
    state: body.state ?? flag.state,
    description: body.description ?? flag.description,
    tags: body.tags ?? flag.tags,
    maintainerIds: body.maintainerIds ?? flag.maintainerIds,
    permanent: body.permanent ?? flag.permanent,
  };
}

function withOmitted(live: Environments, sent: Environments, omitted: "dropped" | "kept"): Environments {
  if (omitted === "dropped") return sent;
  return Object.fromEntries(
    Object.entries(sent).map(([name, each]) => {
      const { targets, reuse } = getOwn(live, name) ?? {};
      return [name, { ...(targets && { targets }), ...(reuse && { reuse }), ...each }];
    }),
  );
}
