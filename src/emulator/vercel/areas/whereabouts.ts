import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import { notFound } from "../wire/api-error";
import type { Request } from "../wire/request";
import { projectOf } from "../wire/scope";

// The part of these endpoints that the vendor's command line and Terraform provider use before they read flags.

/** The team by its id or slug. */
export function getTeam(request: Request): Reply {
  const { id, slug } = request.store.team;
  const wanted = request.param("team");
  if (wanted !== id && wanted !== slug) throw notFound("Team");
  return json({ id, slug, name: slug });
}

/** The user that the token belongs to. */
export function getUser({ store }: Request): Reply {
  const { id, name } = store.user;
  return json({ user: { id, name, username: name.toLowerCase().replace(/\W/g, "-"), email: "holder@example.com" } });
}

/** A project by its id or name, with the account that owns it. */
export function getProject(request: Request): Reply {
  const { id, name, scope } = projectOf(request);
  return json({ id, name, accountId: scope === "team" ? request.store.team.id : request.store.user.id });
}
