import { defineListResource } from "../../terraform/list-resource";
import type { Client } from "../run/client";
import { segment } from "../segment/segment";
import { named, namedFilters } from "./filters";
import { foundIn } from "./found";
import { listStates } from "./list-states";

export const segmentList = defineListResource<typeof namedFilters, Client>({
  type: "flagform_segment",
  description: "The segments of a project, by name.",
  attributes: namedFilters,

  list(config, context) {
    const found = async function* () {
      const { project, all, things } = await named(config, context, context.client.platform.segments);
      for (const each of things) yield foundIn(project, each, all);
    };
    return listStates(segment, found(), context);
  },
});
