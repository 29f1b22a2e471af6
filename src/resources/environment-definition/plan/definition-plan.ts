import type { ResourceDefinition } from "../../../terraform/resource";
import { UNKNOWN } from "../../../terraform/value";
import { announce, definitionId } from "../../audience/unit-plan";
import { same } from "../../common/known";
import { plannedRevision } from "../../common/revision";
import { plannedParents } from "../../parents/planned-parent";
import type { Client } from "../../run/client";
import { type environmentDefinitionAttributes, managedOf, PARENTS } from "../environment-definition-attributes";
import { isListed, noteListed, SETS } from "../sets/listed-overrides";
import { plannedSets } from "../sets/planned-sets";
import { warnUnmanaged } from "../sets/unmanaged";
import { checkPlannedDefinition } from "./check-definition";
import { claimDefinition, claimDefinitionRemoval, isDefinitionHeldTwice } from "./definition-claims";
import { lookAtDefinition } from "./definition-look";
import { validateDefinition } from "./definition-validate";

export const definitionPlan = {
  validate: validateDefinition,

  plan(input, context) {
    const { config, prior, planned: draft, isImported } = input;
    const { client } = context;
    const parents = plannedParents(PARENTS, config, prior, draft.project, context);
    const { wanted, planned } = plannedSets(input, { ...draft, ...parents }, client);
    // A value that an import found and nothing changes is not written by this resource, whoever else sets it.
    const isIdle = prior !== null && !isListed(wanted) && same(managedOf(prior), managedOf(planned));
    const idle = isIdle ? SETS.filter((name) => isImported(name)) : [];
    claimDefinition({ ...wanted, ...Object.fromEntries(idle.map((name) => [name, null])) }, context);
    if (prior) claimDefinitionRemoval(prior, wanted, context);
    const again = prior !== null && isDefinitionHeldTwice(wanted, context);
    if (client) {
      checkPlannedDefinition(prior, wanted, client, context);
    }
    warnUnmanaged(input, planned, context);
    noteListed(prior, wanted, context.private);
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
