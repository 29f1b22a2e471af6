import type { CallerName } from "../../wire/request-log";
import { same } from "../../wire/server/credential";
import type { Incoming, RawRequest, Site } from "../../wire/server/request";
import { queryOf } from "../../wire/server/request";
import type { Options } from "../options";
import type { Actor } from "../people";
import { PEOPLE } from "../people";
import type { Person, Project } from "../store/records";
import type { Store } from "../store/store";
import { ApiError, forbidden } from "./api-error";

/** Who asks, and for which project. */
export interface Caller {
  readonly actor: Actor;
  readonly by: Person;
  readonly project: Project;
}

/** The part of a route that decides which credentials it accepts. */
interface Access {
  readonly access?: "application";
}

interface Basic {
  readonly username: string;
  readonly secret: string;
}

/** Whose the Basic credentials are (1.2). Service accounts only: project secrets are declared but not applied. */
export function callerName(
  { store, options }: Site<Store, Options>,
  raw: RawRequest,
  route: Access | undefined,
): CallerName {
  const given = basic(raw);
  if (given === undefined) return "none";
  if (route?.access === "application" && projectOfKey(store, given)) return "application";
  if (same(given.username, options.username) && same(given.secret, options.secret)) return "admin";
  if (same(given.username, options.limitedUsername) && same(given.secret, options.limitedSecret)) return "limited";
  return "wrong";
}

/**
 * Checks credentials first; a project that the account cannot access and one that does not exist get the same error.
 */
export function callerAs(
  actor: Actor | CallerName,
  { store, options }: Site<Store, Options>,
  { raw, params }: Incoming,
  { access }: Access,
): Caller {
  if (actor === "none") throw new ApiError(401, "unauthorized", "Authentication is required");
  if (actor === "wrong") throw new ApiError(401, "unauthorized", "Invalid service account credentials");
  const given = actor === "application" ? basic(raw) : undefined;
  const id = access === "application" ? queryOf(raw).get("project_id") : params.project;
  const project = given ? projectOfKey(store, given) : store.tables.projects.get(Number(id));
  if (!project) throw forbidden("You do not have access to this project");
  return { actor, by: PEOPLE[actor](options), project };
}

/** The project whose token or secret an SDK sends as its user name. */
function projectOfKey(store: Store, { username }: Basic): Project | undefined {
  return [...store.tables.projects.values()].find((each) => same(username, each.token) || same(username, each.secret));
}

function basic(raw: RawRequest): Basic | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(raw.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const cut = text.indexOf(":");
  return cut < 0 ? undefined : { username: text.slice(0, cut), secret: text.slice(cut + 1) };
}
