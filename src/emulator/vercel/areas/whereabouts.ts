import { json } from "../../wire/reply";
import type { Reply } from "../../wire/reply";
import { notFound } from "../wire/api-error";
import type { Request } from "../wire/request";
import { projectOf } from "../wire/scope";

// What the vendor's command line and Terraform provider look up before they ask for flags, and no more of it.

/** The team by its id or slug. */
export function getTeam(request: Request): Reply {
  const { id, slug } = request.store.team;
  const wanted = request.param("team");
  if (wanted !== id && wanted !== slug) throw notFound("Team");
  return json({ id, slug, name: slug });
}

/** Whose token it is. */
export function getUser({ store }: Request): Reply {
  const { id, name } = store.user;
  return json({ user: { id, name, username: name.toLowerCase().replace(/\W/g, "-"), email: "holder@example.com" } });
}

/** A project by its id or name; whose it is stands beside it. */
export function getProject(request: Request): Reply {
  const { id, name, scope } = projectOf(request);
  return json({ id, name, accountId: scope === "team" ? request.store.team.id : request.store.user.id });
}
