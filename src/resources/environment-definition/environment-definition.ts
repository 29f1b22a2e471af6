import { defineResource } from "../../terraform/resource";
import { fromFlagsmithDefault } from "../common/flagsmith/flagsmith-states";
import { identityBy } from "../import/identity";
import type { Client } from "../run/client";
import { definitionWrite } from "./create-and-update";
import { definitionRead, OVERRIDES_APART } from "./definition-read";
import { definitionRemoval } from "./definition-removal";
import { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { importDefinition } from "./import-definition";
import { definitionPlan } from "./plan/definition-plan";
import { previewAdoption } from "./sets/adoption-warning";
import { refuseWritten, writtenDefinition } from "./written-definition";

export const environmentDefinition = defineResource<typeof environmentDefinitionAttributes, Client>({
  type: "flagform_environment_definition",
  description: "A flag's definition in one environment: whether it is on, and what it serves there.",
  version: 1,
  attributes: environmentDefinitionAttributes,
  identity: identityBy({ environment_id: "environment_id", flag_id: "flag_id" }),

  ...definitionPlan,
  ...definitionRead,
  ...definitionWrite,
  ...definitionRemoval,

  previewCreate: previewAdoption,
  moveState(source, data) {
    // In the Flagsmith provider, overrides are separate resources.
    data.set(OVERRIDES_APART, true);
    return fromFlagsmithDefault(source);
  },
  importState: importDefinition,
  writeConfig: writtenDefinition,
  refuseConfig: refuseWritten,
});
