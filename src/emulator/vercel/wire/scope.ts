import type { Project } from "../store/records";
import { forbidden, notFound } from "./api-error";
import type { Request } from "./request";

/**
 * The scope that a request is about: `teamId` or `slug`, else where the token looks by default (1.1). A team that the
 * holder is not in is refused; what is in another scope is not found.
 */
export function scopeOf(request: Request): Project["scope"] {
  const { team } = request.store;
  const id = request.query.get("teamId");
  const slug = request.query.get("slug");
  for (const [given, known] of [
    [id, team.id],
    [slug, team.slug],
  ]) {
    if (given !== null && given !== known) throw wrongScope(given ?? "");
  }
  return id === null && slug === null ? request.options.tokenScope : "team";
}

/** The project of the path, by id or by name. */
export function projectOf(request: Request): Project {
  const wanted = request.param("project");
  const all = [...request.store.tables.projects.values()];
  // Writes that a test makes as another user have no scope.
  const visible = request.actor === "other" ? all : inScope(all, scopeOf(request));
  const found = visible.find((each) => each.id === wanted) ?? visible.find((each) => each.name === wanted);
  if (!found) throw notFound("Project");
  return found;
}

/** The team of the path; its projects. */
export function teamProjects(request: Request): Project[] {
  const wanted = request.param("team");
  scopeOf(request);
  if (wanted !== request.store.team.id) throw wrongScope(wanted);
  return inScope([...request.store.tables.projects.values()], "team");
}

function inScope(projects: readonly Project[], scope: Project["scope"]): Project[] {
  return projects.filter((each) => each.scope === scope);
}

function wrongScope(scope: string) {
  return forbidden(
    `Not authorized: Trying to access resource under scope "${scope}". ` +
      "You must re-authenticate to this scope or use a token with access to this scope.",
    { scope },
  );
}
