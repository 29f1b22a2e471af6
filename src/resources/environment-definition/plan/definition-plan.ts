import type { ResourceDefinition } from "../../../terraform/resource";
import { UNKNOWN } from "../../../terraform/value";
import { announce, definitionId, warnHandedOver } from "../../audience/unit-plan";
import { same } from "../../common/known";
import { plannedRevision } from "../../common/revision";
import { claimPriorities } from "../../overrides/priorities";
import { inUnit, isElsewhere } from "../../ownership/claim-plan";
import { plannedParents } from "../../parents/planned-parent";
import type { Client } from "../../run/client";
import { type environmentDefinitionAttributes, managedOf, PARENTS } from "../environment-definition-attributes";
import { plannedSegments } from "../sets/override-set";
import { checkPlannedDefinition } from "./check-definition";
import { claimDefinition, claimDefinitionRemoval, isDefinitionHeldTwice, prioritiesIn } from "./definition-claims";
import { lookAtDefinition } from "./definition-look";
import { SETS, validateDefinition } from "./definition-validate";

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
