import type { Diagnostic } from "../../../terraform/diagnostic";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { validateServe } from "../../audience/validate-serve";
import { validatePriorities } from "../../overrides/priorities";
import { validateParents } from "../../parents/planned-parent";
import { type environmentDefinitionAttributes, PARENTS } from "../environment-definition-attributes";
import { SETS } from "../sets/listed-overrides";

export function validateDefinition(config: Planned<typeof environmentDefinitionAttributes>): Diagnostic[] {
  const diagnostics = [...validateParents(config, PARENTS), ...validateServe(config.serve, ["serve"])];
  for (const set of SETS) {
    const overrides = config[set];
    if (overrides === null || isUnknown(overrides)) continue;
    for (const [name, override] of Object.entries(overrides)) {
      if (!isUnknown(override)) diagnostics.push(...validateServe(override.serve, [set, name, "serve"]));
    }
  }
  if (config.rules !== null && !isUnknown(config.rules)) {
    for (const [index, rule] of config.rules.entries()) {
      if (!isUnknown(rule)) diagnostics.push(...validateServe(rule.serve, ["rules", index, "serve"]));
    }
  }
  if (config.segment_overrides !== null && !isUnknown(config.segment_overrides))
    diagnostics.push(...validatePriorities(config.segment_overrides, ["segment_overrides"]));
  return diagnostics;
}
