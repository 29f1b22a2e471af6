import { defineListResource } from "../../terraform/list-resource";
import { optional, t } from "../../terraform/schema";
import { NON_EMPTY } from "../common/checks";
import { featureFlag } from "../feature-flag/feature-flag";
import type { Client } from "../run/client";
import { named, namedFilters } from "./filters";
import { foundIn } from "./found";
import { listStates } from "./list-states";

const featureFlagListAttributes = {
  ...namedFilters,
  tag: optional(t.string, "Only flags with this tag.", { check: NON_EMPTY }),
  archived: optional(t.bool, "Only archived flags, or only flags that are not archived. Not set: both."),
} as const;

export const featureFlagList = defineListResource<typeof featureFlagListAttributes, Client>({
  type: "flagform_feature_flag",
  description: "The feature flags of a project, by key.",
  attributes: featureFlagListAttributes,

  list(config, context) {
    const { tag, archived } = config;
    const found = async function* () {
      const { project, all, things } = await named(config, context, context.client.platform.flags);
      for (const flag of things) {
        if (tag !== null && !flag.tags.includes(tag)) continue;
        if (archived !== null && (flag.archived === true) !== archived) continue;
        yield foundIn(project, flag, all);
      }
    };
    return listStates(featureFlag, found(), context);
  },
});
