import { defineListResource } from "../../terraform/list-resource";
import type { Client } from "../run/client";
import { segment } from "../segment/segment";
import { named, namedFilters } from "./filters";
import { foundIn } from "./found";
import { isLeftOut, orDenied } from "./left-out";
import { listStates } from "./list-states";

export const segmentList = defineListResource<typeof namedFilters, Client>({
  type: "flagform_segment",
  description: "The segments of a project, by name.",
  attributes: namedFilters,

  list(config, context) {
    const found = async function* () {
      // A credential may see flags and no segments.
      const segments = await orDenied("all segments", () => named(config, context, context.client.platform.segments));
      if (isLeftOut(segments)) yield segments;
      else for (const each of segments.things) yield foundIn(segments.project, each, segments.all);
    };
    return listStates(segment, found(), context);
  },
});
