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
      `This resource lives in ${state.scope}; the provider's configuration leads to ${project.scope}. Nothing was sent.\n\n` +
        "Check the provider's host, credential and project. If the resource really moves there, set FLAGFORM_ALLOW_SCOPE_CHANGE=1 for this run.",
      state.project === null ? undefined : ["project"],
    ),
  );
}
