import type { Diagnostic } from "../../terraform/diagnostic";
import type { Config } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { importedFacts } from "../feature-flag/served/imported-facts";
import { namesOnly, refusing } from "../import/written-config";
import type { Client } from "../run/client";
import { type DefinitionState, type environmentDefinitionAttributes, PARENTS } from "./environment-definition-attributes";
import { checkDefinition } from "./plan/check-definition";

type Written = Config<typeof environmentDefinitionAttributes>;

/** As people write it: by names, of the segments too. */
export function writtenDefinition(config: Written): Written {
  return { ...namesOnly(config, PARENTS), segment_overrides: bySegmentName(config.segment_overrides) };
}

/** What a plan would refuse once its flag is imported too. */
export function refuseWritten(config: Written, state: DefinitionState, client: Client): Promise<readonly Diagnostic[]> {
  return refusing(async () => checkDefinition(config, client.platform, await importedFacts(state, client)));
}

function bySegmentName(overrides: Written["segment_overrides"]): Written["segment_overrides"] {
  if (overrides === null || isUnknown(overrides)) return overrides;
  return Object.fromEntries(
    Object.entries(overrides).map(([name, each]) => [name, isUnknown(each) ? each : { ...each, segment_id: null }]),
  );
}
