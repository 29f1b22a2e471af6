import { defineDataSource } from "../../terraform/resource";
import { computed, optional, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

export const projectDataSourceAttributes = {
  name: optional(t.string, "The project, by name or `id:<id>`. Default: the provider's.", { check: NON_EMPTY }),
  id: computed(t.string, "The platform's id."),
  title: computed(t.string, "The project's name."),
  scope: scopeAttribute,
} as const;

export const projectDataSource = defineDataSource<typeof projectDataSourceAttributes, Client>({
  type: "flagform_project",
  description: "Looks up a project that is managed elsewhere, by name.",
  version: 0,
  attributes: projectDataSourceAttributes,

  read(config, { client: { platform } }) {
    return reporting({ project: ["name"] }, async () => {
      const { id, name, scope } = await platform.project(config.name);
      return { ...config, id, title: name, scope };
    });
  },
});
