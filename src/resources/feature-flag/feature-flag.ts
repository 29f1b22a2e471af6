import { defineResource } from "../../terraform/resource";
import { fromFlagsmithFeature } from "../common/flagsmith/flagsmith-states";
import { identityBy } from "../import/identity";
import { importNamed } from "../import/import-named";
import type { Client } from "../run/client";
import { featureFlagAttributes } from "./feature-flag-attributes";
import { flagEnd } from "./feature-flag-end";
import { flagLook } from "./feature-flag-look";
import { flagPlan } from "./feature-flag-plan";
import { flagRead } from "./feature-flag-read";
import { flagReplacement } from "./feature-flag-replacement";
import { flagWrite } from "./feature-flag-write";

export const featureFlag = defineResource<typeof featureFlagAttributes, Client>({
  type: "flagform_feature_flag",
  description:
    "A feature flag: its key, type, description and tags. `flagform_environment_definition` sets what it serves in each environment.",
  version: 0,
  attributes: featureFlagAttributes,
  identity: identityBy({ flag_id: "id" }),

  ...flagPlan,
  ...flagLook,
  ...flagReplacement,
  ...flagRead,
  ...flagWrite,
  ...flagEnd,

  moveState: fromFlagsmithFeature,
  async importState(importId, { client }) {
    const { name: key, ...found } = await importNamed(importId, client, ({ flags }) => flags);
    return { key, ...found };
  },
});
