import type { ResourceDefinition } from "../../../terraform/resource";
import { type environmentDefinitionAttributes, PARENTS, managedOf } from "../environment-definition-attributes";
import { UNKNOWN } from "../../../terraform/value";
import { inUnit, isElsewhere } from "../../ownership/claim-plan";
import type { Client } from "../../run/client";
import { claimDefinition, claimDefinitionRemoval, prioritiesIn, isDefinitionHeldTwice } from "./definition-claims";
import { same } from "../../common/known";
import { plannedSegments } from "../sets/override-set";
import { plannedParents } from "../../parents/planned-parent";
import { announce, definitionId, warnHandedOver } from "../../audience/unit-plan";
import { claimPriorities } from "../../overrides/priorities";
import { plannedRevision } from "../../common/revision";
import { SETS, validateDefinition } from "./definition-validate";
import { checkPlannedDefinition } from "./check-definition";
import { lookAtDefinition } from "./definition-look";

const HANDED_OVER = ["enabled", "serve", "killed", "when_off", "rules", "segment_overrides", "identity_overrides"] as const;

export const definitionPlan = {
  validate: validateDefinition,

  plan({ config, prior, planned: draft, isImported }, context) {
    const { client } = context;
    const parents = plannedParents(PARENTS, config, prior, draft.project, context);
    const overrides = plannedSegments(config.segment_overrides, draft.segment_overrides, draft.project, client);
    const planned = { ...draft, ...parents, segment_overrides: overrides };
    // A value that an import found and nothing changes is not written by this resource, whoever else sets it.
    const isIdle = prior !== null && same(managedOf(prior), managedOf(planned));
    const idle = isIdle ? SETS.filter((name) => isImported(name)) : [];
    claimDefinition({ ...planned, ...Object.fromEntries(idle.map((name) => [name, null])) }, context);
    claimPriorities(idle.includes("segment_overrides") ? [] : prioritiesIn(planned), context);
    if (prior && isElsewhere(inUnit(prior), inUnit(planned))) claimDefinitionRemoval(prior, context);
    const again = prior !== null && isDefinitionHeldTwice(planned, context);
    if (client) {
      checkPlannedDefinition(prior, planned, client, context);
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

  look: lookAtDefinition,
} satisfies Partial<ResourceDefinition<typeof environmentDefinitionAttributes, Client>>;
