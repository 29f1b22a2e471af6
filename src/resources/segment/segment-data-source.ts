import { resolveName } from "../../platforms/adapter/lists/names";
import { defineDataSource } from "../../terraform/resource";
import { computed, required, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

export const segmentDataSourceAttributes = {
  name: required(t.string, "The segment, by name or `id:<id>`.", { check: NON_EMPTY }),
  project: projectAttribute,
  id: computed(t.string, "The platform's id."),
  description: computed(t.string, "Who is in the segment."),
  scope: scopeAttribute,
} as const;

export const segmentDataSource = defineDataSource<typeof segmentDataSourceAttributes, Client>({
  type: "flagform_segment",
  description: "Looks up a segment that is managed elsewhere, by name.",
  version: 0,
  attributes: segmentDataSourceAttributes,

  read(config, { client: { platform } }) {
    return reporting({ segment: ["name"], project: ["project"] }, async () => {
      const project = await platform.project(config.project);
      const found = resolveName(
        await platform.segments.list(project),
        config.name,
        "segment",
        `look up segment ${config.name}`,
      );
      return { ...config, id: found.id, description: found.description, scope: project.scope };
    });
  },
});
