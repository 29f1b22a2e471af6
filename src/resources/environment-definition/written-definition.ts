import type { Config } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { namesOnly } from "../import/written-config";
import { type environmentDefinitionAttributes, PARENTS } from "./environment-definition-attributes";

type Written = Config<typeof environmentDefinitionAttributes>;

/** As people write it: by names, of the segments too. */
export function writtenDefinition(config: Written): Written {
  return { ...namesOnly(config, PARENTS), segment_overrides: bySegmentName(config.segment_overrides) };
}

function bySegmentName(overrides: Written["segment_overrides"]): Written["segment_overrides"] {
  if (overrides === null || isUnknown(overrides)) return overrides;
  return Object.fromEntries(
    Object.entries(overrides).map(([name, each]) => [name, isUnknown(each) ? each : { ...each, segment_id: null }]),
  );
}
