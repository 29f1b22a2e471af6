import { json } from "../../wire/reply";
import type { Reply } from "../../wire/reply";
import { notFound } from "../wire/api-error";
import type { Request } from "../wire/request";

/** The team by its id or slug: the vendor's own provider asks for it before anything else. */
export function getTeam(request: Request): Reply {
  const { id, slug } = request.store.team;
  const wanted = request.param("team");
  if (wanted !== id && wanted !== slug) throw notFound("Team");
  return json({ id, slug, name: slug });
}
