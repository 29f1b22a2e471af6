import { defineDataSource } from "../../terraform/resource";
import { computed, t } from "../../terraform/schema";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

export const environmentsDataSourceAttributes = {
  project: projectAttribute,
  id: computed(t.string, "The project's id."),
  names: computed(t.list(t.string), "The names of all environments, sorted."),
  environments: computed(
    t.map(
      t.object({
        id: computed(t.string, "The platform's id."),
        client_key: computed(
          t.string,
          "The client-side key that applications connect with (Flagsmith: the environment key). Not a secret.",
        ),
        description: computed(t.string, "What the environment is for."),
        requires_approval: computed(t.bool, "Whether changes need the platform's own approval (change requests)."),
      }),
    ),
    "All environments of the project, by name.",
  ),
  scope: scopeAttribute,
} as const;

export const environmentsDataSource = defineDataSource<typeof environmentsDataSourceAttributes, Client>({
  type: "flagform_environments",
  description: "All environments of a project.",
  version: 0,
  attributes: environmentsDataSourceAttributes,

  read(config, { client: { platform } }) {
    return reporting({ project: ["project"] }, async () => {
      const project = await platform.project(config.project);
      const all = [...(await platform.environments.list(project))].sort((one, other) => (one.name < other.name ? -1 : 1));
      const environments = all.map(({ name, id, clientKey, description, requiresApproval }) => {
        const about = { id, client_key: clientKey, description, requires_approval: requiresApproval };
        return [name, about] as const;
      });
      return {
        ...config,
        id: project.id,
        names: all.map(({ name }) => name),
        environments: Object.fromEntries(environments),
        scope: project.scope,
      };
    });
  },
});
