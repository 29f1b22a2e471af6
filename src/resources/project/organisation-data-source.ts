import { defineDataSource } from "../../terraform/resource";
import { computed, optional, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";
import { storeOf } from "./project-settings";

export const organisationDataSourceAttributes = {
  name: optional(
    t.string,
    "The organisation, by name or id. Default: the provider's, or the only one that the credential can access.",
    { check: NON_EMPTY },
  ),
  id: computed(t.string, "The platform's id."),
  title: computed(t.string, "The organisation's name."),
  uuid: computed(t.string, "The platform's UUID."),
  projects: computed(t.list(t.string), "The names of its projects, sorted."),
} as const;

export const organisationDataSource = defineDataSource<typeof organisationDataSourceAttributes, Client>({
  type: "flagform_organisation",
  description: "Reads an organisation (Flagsmith) and its projects.",
  version: 0,
  attributes: organisationDataSourceAttributes,

  read(config, { client: { platform } }) {
    return reporting({ organisation: ["name"] }, async () => {
      const store = storeOf(platform);
      const organisation = await store.organisation(config.name);
      const projects = (await store.list(organisation)).map(({ name }) => name).sort();
      return { ...config, id: organisation.id, title: organisation.name, uuid: organisation.uuid, projects };
    });
  },
});
