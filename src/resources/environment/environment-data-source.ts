import { resolveName } from "../../platforms/adapter/lists/names";
import { defineDataSource } from "../../terraform/resource";
import { computed, required, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

export const environmentDataSourceAttributes = {
  name: required(t.string, "The environment, by name or `id:<id>`.", { check: NON_EMPTY }),
  project: projectAttribute,
  id: computed(t.string, "The platform's id."),
  description: computed(t.string, "What the environment is for."),
  client_key: computed(
    t.string,
    "The client-side key that applications connect with (Flagsmith: the environment key). Not a secret.",
  ),
  requires_approval: computed(t.bool, "Whether changes need the platform's own approval (change requests)."),
  scope: scopeAttribute,
} as const;

export const environmentDataSource = defineDataSource<typeof environmentDataSourceAttributes, Client>({
  type: "flagform_environment",
  description: "Looks up an environment that is managed elsewhere, by name.",
  version: 0,
  attributes: environmentDataSourceAttributes,

  read(config, { client: { platform } }) {
    return reporting({ environment: ["name"], project: ["project"] }, async () => {
      const project = await platform.project(config.project);
      const attempted = `look up environment ${config.name}`;
      const found = resolveName(await platform.environments.list(project), config.name, "environment", attempted);
      return {
        ...config,
        id: found.id,
        description: found.description,
        client_key: found.clientKey,
        requires_approval: found.requiresApproval,
        scope: project.scope,
      };
    });
  },
});
