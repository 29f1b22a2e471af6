import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import { KINDS, STATES } from "../schema/flag-body";
import type { Flag, MarketplaceFlag, Project } from "../store/records";
import { badRequest } from "../wire/api-error";
import { page } from "../wire/paging";
import type { Request } from "../wire/request";
import { projectOf, teamProjects } from "../wire/scope";
import { flagView } from "./flag-view";

const MOST_SEARCHED = 256;
const MOST_TAGS = 20;
const MOST_MAINTAINERS = 25;

/** All of a project's flags at once, unless a limit is asked for (reference, 1.3). */
export function listFlags(request: Request): Reply {
  return answer(request, flagsOf(request, [projectOf(request)]), undefined);
}

export function listFlagsV2(request: Request): Reply {
  return secondVersion(request, [projectOf(request)]);
}

export function listTeamFlags(request: Request): Reply {
  return answer(request, flagsOf(request, teamProjects(request)), 20);
}

export function listTeamFlagsV2(request: Request): Reply {
  return secondVersion(request, teamProjects(request));
}

/** Also by author and maintainer, and with flags of the marketplace where they are asked for. */
function secondVersion(request: Request, projects: readonly Project[]): Reply {
  const author = request.query.get("createdBy");
  const maintainers = request.list("maintainerIds", MOST_MAINTAINERS);
  const flags = flagsOf(request, projects).filter(
    (each) =>
      (author === null || each.createdBy === author) &&
      (maintainers.length === 0 || maintainers.some((id) => each.maintainerIds?.includes(id))),
  );
  const isEverybodys = author === null && maintainers.length === 0;
  const others = request.asks("includeMarketplaceFlags") && isEverybodys ? marketplaceFlagsOf(request, projects) : [];
  return answer(request, [...flags, ...others], 25);
}

function answer(request: Request, rows: readonly (Flag | MarketplaceFlag)[], usual: number | undefined): Reply {
  const { items, next } = page(request, rows, usual);
  const data = items.map((each) => ("kind" in each ? flagView(request, each) : marketplaceView(request, each)));
  return json({ data, pagination: { next } });
}

/** Archived flags are shown only to those who ask for them. */
function flagsOf(request: Request, projects: readonly Project[]): Flag[] {
  const state = stateOf(request);
  const kind = request.choice("kind", KINDS);
  const tags = request.list("tags", MOST_TAGS);
  const search = searchOf(request);
  const all = projects.flatMap((each) => request.store.flagsOf(each.id));
  return all.filter(
    (each) =>
      each.state === state &&
      (kind === undefined || each.kind === kind) &&
      tags.every((tag) => each.tags?.includes(tag)) &&
      [each.slug, each.description ?? ""].some((text) => text.toLowerCase().includes(search)),
  );
}

function marketplaceFlagsOf(request: Request, projects: readonly Project[]): MarketplaceFlag[] {
  const ids = new Set(projects.map((each) => each.id));
  const state = stateOf(request);
  const search = searchOf(request);
  return [...request.store.tables.marketplaceFlags.values()].filter(
    (each) => ids.has(each.projectId) && each.state === state && each.slug.toLowerCase().includes(search),
  );
}

function stateOf(request: Request): Flag["state"] {
  return request.choice("state", STATES) ?? "active";
}

function searchOf(request: Request): string {
  const search = request.query.get("search") ?? "";
  if (search.length > MOST_SEARCHED) {
    throw badRequest(`Invalid request: \`search\` should NOT be longer than ${MOST_SEARCHED} characters.`);
  }
  return search.toLowerCase();
}

function marketplaceView({ store }: Request, flag: MarketplaceFlag): object {
  const { id, slug, origin, projectId, state } = flag;
  const shared = { id, slug, origin, projectId, state, ownerId: store.team.id, typeName: "marketplaceFlag" };
  return { ...shared, externalId: `external-${id}`, integrationConfigurationId: "icfg_1", resourceId: "res_1" };
}
