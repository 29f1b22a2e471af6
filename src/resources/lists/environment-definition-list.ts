import { defineListResource } from "../../terraform/list-resource";
import { optional, type State, t } from "../../terraform/schema";
import { environmentDefinition } from "../environment-definition/environment-definition";
import type { DefinitionState } from "../environment-definition/environment-definition-attributes";
import type { Client } from "../run/client";
import { foundAt } from "./found";
import { isLeftOut } from "./left-out";
import { listStates } from "./list-states";
import { sweptDefinition, unitFilters, units } from "./units";

const definitionListAttributes = {
  ...unitFilters,
  changed_only: optional(
    t.bool,
    "Only definitions that differ from the platform's defaults: the flag is on or killed there, or serves a value, or has overrides or rules.",
  ),
} as const;

export const environmentDefinitionList = defineListResource<typeof definitionListAttributes, Client>({
  type: "flagform_environment_definition",
  description: "What the flags of a project serve in each environment, by environment and key.",
  attributes: definitionListAttributes,

  list(config, context) {
    const found = async function* () {
      for await (const unit of units(config, context)) {
        // A platform may keep a definition only where somebody has made one.
        const definition = isLeftOut(unit) ? unit : await sweptDefinition(unit, context.client);
        if (isLeftOut(definition)) yield definition;
        else if (definition && !isLeftOut(unit)) yield foundAt(unit);
      }
    };
    return listStates(environmentDefinition, found(), context, config.changed_only === true ? isChanged : undefined);
  },
});

function isChanged(state: State<(typeof environmentDefinition)["attributes"]>): boolean {
  const { enabled, killed, serve, rules, segment_overrides, identity_overrides } = state as unknown as DefinitionState;
  const sets = [rules, segment_overrides, identity_overrides];
  return enabled === true || killed === true || serve !== null || sets.some((set) => Object.keys(set ?? {}).length > 0);
}
