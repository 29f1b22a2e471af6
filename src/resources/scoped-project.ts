import type { Project } from "../platforms/platform";
import { DiagnosticError, error } from "../terraform/diagnostic";
import type { Client } from "./client";

/**
 * The project a state belongs to. Work under another scope is an error, never "gone": a wrong variable in a pipeline must not
 * recreate every flag elsewhere.
 */
export async function scopedProject(
  state: { readonly project: string | null; readonly scope: string | null },
  client: Client,
): Promise<Project> {
  const project = await client.platform.project(state.project);
  if (state.scope === null || state.scope === project.scope || process.env.FLAGFORM_ALLOW_SCOPE_CHANGE === "1")
    return project;
  throw new DiagnosticError(
    error(
      "The provider points at another project",
      `This resource lives in ${state.scope}; the provider's configuration leads to ${project.scope}. Nothing was read or changed there.\n\n` +
        "Check the provider's host, credential and project. If the resource really moves there, set FLAGFORM_ALLOW_SCOPE_CHANGE=1 for this run.",
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
