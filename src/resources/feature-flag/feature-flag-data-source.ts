import { resolveName } from "../../platforms/adapter/lists/names";
import { defineDataSource } from "../../terraform/resource";
import { computed, required, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

export const featureFlagDataSourceAttributes = {
  key: required(t.string, "The flag, by key or `id:<id>`.", { check: NON_EMPTY }),
  project: projectAttribute,
  id: computed(t.string, "The platform's id."),
  description: computed(t.string, "What the flag is for."),
  tags: computed(t.set(t.string), "Its labels."),
  archived: computed(
    t.bool,
    "Whether the flag is archived. On Flagsmith, an archived flag is hidden but still served. On Vercel and Mixpanel, it is no longer served, and cannot be changed.",
  ),
  flagsmith: computed(
    t.object({
      server_key_only: computed(t.bool, "Whether the flag is hidden from client-side SDKs."),
      owners: computed(t.set(t.string), "The flag's owners, by e-mail address."),
      group_owners: computed(t.set(t.string), "Groups that own the flag, by name."),
      metadata: computed(t.map(t.string), "Values of custom fields, by the field's name."),
    }),
    "Data that only exists on Flagsmith.",
  ),
  scope: scopeAttribute,
} as const;

export const featureFlagDataSource = defineDataSource<typeof featureFlagDataSourceAttributes, Client>({
  type: "flagform_feature_flag",
  description: "Looks up a flag that is managed elsewhere, by key.",
  version: 0,
  attributes: featureFlagDataSourceAttributes,

  read(config, { client: { platform } }) {
    return reporting({ flag: ["key"], project: ["project"] }, async () => {
      const project = await platform.project(config.project);
      const found = resolveName(await platform.flags.list(project), config.key, "flag", `look up flag ${config.key}`);
      const { id, description, tags, archived, flagsmith } = found;
      return {
        ...config,
        id,
        description,
        tags,
        archived,
        flagsmith: flagsmith
          ? {
              server_key_only: flagsmith.serverKeyOnly,
              owners: flagsmith.owners,
              group_owners: flagsmith.groupOwners,
              metadata: flagsmith.metadata,
            }
          : null,
        scope: project.scope,
      };
    });
  },
});
