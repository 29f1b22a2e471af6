import type { Project } from "../../platforms/port/named";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { HandlerContext } from "../../terraform/resource";
import { forgetIds } from "../audience/unit";
import type { Client } from "../run/client";

interface Scoped {
  readonly project: string | null;
  readonly scope: string | null;
}

/**
 * The project of a state. Work in another scope is an error, never "deleted": a wrong variable in a pipeline must not
 * recreate every flag elsewhere.
 */
export async function scopedProject(state: Scoped, client: Pick<Client, "platform">): Promise<Project> {
  const project = await client.platform.project(state.project);
  if (state.scope === null || state.scope === project.scope) return project;
  throw otherScope(state, state.scope, project);
}

/**
 * The same as {@link scopedProject}, for reads, where FLAGFORM_ALLOW_SCOPE_CHANGE=1 lets a resource move. Its ids belong to
 * other objects in the new scope: it is looked up by its name, and everything after the read uses what that found.
 */
export async function stateInScope<S extends Scoped & { readonly id: string | null }>(
  state: S,
  { client, private: data }: HandlerContext<Client>,
): Promise<{ readonly project: Project; readonly state: S }> {
  const project = await client.platform.project(state.project);
  if (state.scope === null || state.scope === project.scope) return { project, state };
  if (process.env.FLAGFORM_ALLOW_SCOPE_CHANGE !== "1") throw otherScope(state, state.scope, project);
  forgetIds(data);
  const ids = ["id", "environment_id", "flag_id", "segment_id"].filter((name) => Object.hasOwn(state, name));
  return { project, state: { ...state, ...Object.fromEntries(ids.map((name) => [name, null])) } };
}

function otherScope(state: Scoped, scope: string, project: Project): DiagnosticError {
  return new DiagnosticError(
    error(
      "The provider points at another project",
      `This resource belongs to ${scope}, but the provider is configured for ${project.scope}. Nothing was read or changed there.\n\n` +
        "Check the provider's host, credential and project. If the resource should really move there, set FLAGFORM_ALLOW_SCOPE_CHANGE=1 for " +
        "this run, and let Terraform refresh: the resource is then looked up by its name.",
      state.project === null ? undefined : ["project"],
    ),
  );
}

/**
 * The project of an object that is created once and never moves. Another spelling of `project` is no change; another project
 * would need a replacement, which a plan cannot distinguish from a spelling.
 */
export async function unchangedProject(
  prior: { readonly project: string | null; readonly scope: string | null },
  state: { readonly project: string | null },
  client: Client,
): Promise<Project> {
  const project = await scopedProject(prior, client);
  if (state.project === prior.project) return project;
  const wanted = await client.platform.project(state.project);
  if (wanted.id === project.id) return project;
  throw new DiagnosticError(
    error(
      "It cannot move to another project in place",
      `It is in project ${project.name}, but the configuration sets ${wanted.name}.\n\n` +
        "Replace it (terraform apply -replace=ADDRESS), which deletes it here and creates it there.",
      ["project"],
    ),
  );
}
