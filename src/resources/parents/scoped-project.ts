import type { Project } from "../../platforms/port/named";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { HandlerContext } from "../../terraform/resource";
import type { Client } from "../run/client";
import { forgetIds } from "../audience/unit";

interface Scoped {
  readonly project: string | null;
  readonly scope: string | null;
}

/**
 * The project a state belongs to. Work under another scope is an error, never "gone": a wrong variable in a pipeline must not
 * recreate every flag elsewhere.
 */
export async function scopedProject(state: Scoped, client: Pick<Client, "platform">): Promise<Project> {
  const project = await client.platform.project(state.project);
  if (state.scope === null || state.scope === project.scope) return project;
  throw otherScope(state, state.scope, project);
}

/**
 * As {@link scopedProject}, for reads, where FLAGFORM_ALLOW_SCOPE_CHANGE=1 lets a resource move. The ids it had are other
 * people's at the new place: it is looked for by its name, and what comes after the read goes by what that found.
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
      `This resource lives in ${scope}; the provider's configuration leads to ${project.scope}. Nothing was read or changed there.\n\n` +
        "Check the provider's host, credential and project. If the resource really moves there, set FLAGFORM_ALLOW_SCOPE_CHANGE=1 for " +
        "this run, and let Terraform refresh: it is then looked for by its name.",
      state.project === null ? undefined : ["project"],
    ),
  );
}

/**
 * The project of a thing that is made once and stays where it is. Another spelling of `project` is no change; another project
 * would take a replacement, which a plan cannot tell from a spelling.
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
      `It lives in project ${project.name}, and the configuration says ${wanted.name}.\n\n` +
        "Replace it (terraform apply -replace=ADDRESS), which deletes it here and makes it there.",
      ["project"],
    ),
  );
}
