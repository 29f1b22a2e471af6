import { findById } from "../../platforms/adapter/lists/names";
import { defineListResource } from "../../terraform/list-resource";
import { reporting } from "../common/platform-diagnostic";
import { segmentOverride } from "../overrides/segment-override";
import type { Client } from "../run/client";
import { foundAt, shownName } from "./found";
import { isLeftOut } from "./left-out";
import { listStates } from "./list-states";
import { sweptDefinition, unitFilters, units } from "./units";

export const segmentOverrideList = defineListResource<typeof unitFilters, Client>({
  type: "flagform_segment_override",
  description: "What segments get instead of the flags' definitions, by environment, key and segment.",
  attributes: unitFilters,

  list(config, context) {
    const { platform } = context.client;
    const found = async function* () {
      for await (const unit of units(config, context)) {
        const definition = isLeftOut(unit) ? unit : await sweptDefinition(unit, context.client);
        if (isLeftOut(definition)) yield definition;
        if (isLeftOut(unit) || isLeftOut(definition) || !definition) continue;
        const segments = await reporting({}, () => platform.segments.list(unit.project));
        for (const { segmentId: id } of definition.segmentOverrides) {
          const segment = findById(segments, id);
          yield foundAt(unit, { ids: { segment_id: id }, name: segment ? shownName(segment, segments) : `id:${id}` });
        }
      }
    };
    return listStates(segmentOverride, found(), context);
  },
});
