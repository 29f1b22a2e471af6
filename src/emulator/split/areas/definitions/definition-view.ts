import type { Options } from "../../options";
import type { Definition, Treatment } from "../../store/records";
import type { Store } from "../../store/store";
import type { JsonObject } from "../../wire/json";
import { trafficTypeOf } from "../workspaces/traffic-types";

type Shown = Pick<Options, "rulesWhenNone" | "baselineWhenNone">;

/** A definition as responses show it and patches see it: empty parts are omitted (split.md 2.5.1). */
export function showDefinition(store: Store, options: Shown, definition: Definition): JsonObject {
  const { content } = definition;
  const flag = store.tables.flags.get(definition.flag);
  const environment = store.tables.environments.get(definition.environment);
  const hasRules = content.rules.length > 0 || options.rulesWhenNone === "empty";
  const shown = {
    id: definition.id,
    name: flag?.name,
    environment: { id: definition.environment, name: environment?.name },
    trafficType: trafficTypeOf(store, flag?.trafficType ?? ""),
    killed: content.killed,
    treatments: content.treatments.map(showTreatment),
    defaultTreatment: content.defaultTreatment,
    baselineTreatment:
      content.baselineTreatment ?? (options.baselineWhenNone === "default" ? content.defaultTreatment : undefined),
    trafficAllocation: content.trafficAllocation,
    rules: hasRules ? content.rules : undefined,
    defaultRule: content.defaultRule,
    impressionsDisabled: content.impressionsDisabled,
    flagSets: filled(content.flagSets),
    creationTime: definition.creationTime,
    lastUpdateTime: definition.lastUpdateTime,
    lastTrafficReceivedAt: 0,
  };
  return JSON.parse(JSON.stringify(shown)) as JsonObject;
}

function showTreatment(treatment: Treatment): object {
  return {
    name: treatment.name,
    description: treatment.description,
    configurations: treatment.configurations,
    keys: filled(treatment.keys),
    segments: filled(treatment.segments),
    largeSegments: filled(treatment.largeSegments),
    ruleBasedSegments: filled(treatment.ruleBasedSegments),
  };
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
