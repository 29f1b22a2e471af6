import { requireServed } from "./require-served";
import { warnOfAbsentTraitsInRules } from "../audience/absent-traits";
import type { ResourceDefinition } from "../../terraform/resource";
import { isUnknown, UNKNOWN } from "../../terraform/value";
import { checkTexts } from "../common/check-texts";
import { inUnit, isElsewhere } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { claimDefinition, claimDefinitionRemoval, prioritiesIn, isDefinitionHeldTwice } from "./definition-claims";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { PARENTS, PATHS, managedOf } from "./environment-definition-attributes";
import { same } from "../common/known";
import { plannedSegments } from "./override-set";
import { warnOfOwnUsedVariants } from "../feature-flag/dropped-variants";
import { lookAtUnit } from "../parents/unit-look";
import { plannedParents, validateParents } from "../parents/planned-parent";
import { announce, definitionId, warnHandedOver } from "../audience/unit-plan";
import { checkDefinition } from "../audience/plan-checks";
import { reporting } from "../common/platform-diagnostic";
import { claimPriorities, validatePriorities } from "../overrides/priorities";
import { plannedRevision } from "../common/revision";
import { validateServe } from "../audience/validate-serve";

const HANDED_OVER = ["enabled", "serve", "killed", "when_off", "rules", "segment_overrides", "identity_overrides"] as const;

const SETS = ["segment_overrides", "identity_overrides"] as const;

export const definitionPlan = {
  validate(config) {
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
  },

  plan({ config, prior, planned: draft, isImported }, context) {
    const { client } = context;
    const parents = plannedParents(PARENTS, config, prior, draft.project, context);
    const overrides = plannedSegments(config.segment_overrides, draft.segment_overrides, draft.project, client);
    const planned = { ...draft, ...parents, segment_overrides: overrides };
    // What an import found and nothing changes is not written by this resource, whoever else states it.
    const isIdle = prior !== null && same(managedOf(prior), managedOf(planned));
    const idle = isIdle ? SETS.filter((name) => isImported(name)) : [];
    claimDefinition({ ...planned, ...Object.fromEntries(idle.map((name) => [name, null])) }, context);
    claimPriorities(idle.includes("segment_overrides") ? [] : prioritiesIn(planned), context);
    if (prior && isElsewhere(inUnit(prior), inUnit(planned))) claimDefinitionRemoval(prior, context);
    const again = prior !== null && isDefinitionHeldTwice(planned, context);
    if (client) {
      checkTexts(planned, prior, { "identity_overrides.#": "identity" }, client.platform);
      checkDefinition(planned, client);
      warnOfAbsentTraitsInRules(prior?.rules ?? [], planned.rules, client.platform, context);
    }
    if (prior) warnHandedOver(prior, config, HANDED_OVER, context);
    const plan = {
      ...planned,
      id: definitionId(planned.environment, planned.flag),
      revision: again ? UNKNOWN : plannedRevision(prior, prior && managedOf(prior), managedOf(planned)),
    };
    announce(prior, plan, context);
    return plan;
  },

  async look(input, context) {
    await lookAtUnit(input, PARENTS, PATHS, context);
    await requireServed(input.prior, input.planned, PATHS, context);
    await reporting(PATHS, () => warnOfOwnUsedVariants(input.prior, input.planned, context));
  },
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;
