import { notSupported } from "../../adapter/errors";
import { scopeOf } from "../../adapter/host-root";
import type { Project } from "../../port/named";
import type { MixpanelConfig } from "./config";

/**
 * The project is the whole mapping. Its lowest project id identifies it: environments that are added later are usually newer projects, so they do not
 * change the scope of what exists. A different mapping does.
 */
export function mappingProject(config: MixpanelConfig, root: string): Project {
  const ids = Object.values(config.environments).map(({ project }) => project);
  const [first = ""] = ids.sort((one, other) => Number(one) - Number(other));
  return { id: first, name: "mixpanel", scope: scopeOf("mixpanel", root, first) };
}

export function findProject(project: Project, reference: string | null): Promise<Project> {
  const names = [project.name, project.id, `id:${project.id}`];
  if (reference === null || names.includes(reference)) return Promise.resolve(project);
  return Promise.reject(
    notSupported(`find the project "${reference}"`, {
      reason: "on Mixpanel the project is the provider's whole mapping of environments",
      nextStep: "Remove project, and map each environment to its Mixpanel project in the provider block.",
      subject: "project",
    }),
  );
}
