import { defineResource } from "../../terraform/resource";
import { fromFlagsmithSegment } from "../common/flagsmith/flagsmith-states";
import { identityBy } from "../import/identity";
import { importNamed } from "../import/import-named";
import type { Client } from "../run/client";
import { withItsFlagOnce } from "./flagsmith-segment";
import { segmentAttributes } from "./segment-attributes";
import { segmentEnd } from "./segment-end";
import { segmentPlan } from "./segment-plan";
import { segmentRead } from "./segment-read";
import { segmentWrite } from "./segment-write";

export const segment = defineResource<typeof segmentAttributes, Client>({
  type: "flagform_segment",
  description: "A named audience. For one that is managed elsewhere, use the data source of the same name.",
  version: 1,
  attributes: segmentAttributes,
  identity: identityBy({ segment_id: "id" }),

  ...segmentPlan,
  ...segmentRead,
  ...segmentWrite,
  ...segmentEnd,

  moveState: fromFlagsmithSegment,
  importState(importId, { client }) {
    return importNamed(importId, client, ({ segments }) => segments);
  },
  writeConfig: (config) => ({ ...config, flagsmith: withItsFlagOnce(config.flagsmith) }),
});
