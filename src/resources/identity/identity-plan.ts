import type { IdentityStore } from "../../platforms/port/identity/identity-store";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown, isWhollyKnown } from "../../terraform/value";
import { definitionId, warnHandedOver } from "../audience/unit-plan";
import { same, whereKnown } from "../common/known";
import { checkTexts } from "../common/plan-checks";
import { claim } from "../ownership/claim-plan";
import { plannedParents, validateParents } from "../parents/planned-parent";
import type { Client } from "../run/client";
import type { identityAttributes } from "./identity-attributes";
import { type IdentityState, PARENTS } from "./identity-attributes";
import { placeKey, storeOf } from "./identity-place";
import { traitOf, validateAbsent, validateTraits } from "./trait-attributes";

export const identityPlan = {
  validate(config) {
    return [
      ...validateParents(config, PARENTS),
      ...validateTraits(config.traits, ["traits"]),
      ...validateAbsent(config.traits, config.absent_traits, ["absent_traits"]),
    ];
  },

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, ...plannedParents(PARENTS, config, prior, draft.project, context) };
    if (client) {
      checkTexts(planned, prior, { identity: "identity", "traits.#": "trait" }, client.platform);
      checkTraits(planned, storeOf(client.platform));
    }
    const { project, environment, environment_id, identity: item } = planned;
    claim({ kind: "identity", project, environment, environment_id, item }, context);
    if (prior) warnHandedOver(prior, config, ["traits", "absent_traits"], context);
    const plan = { ...planned, id: definitionId(planned.environment, planned.identity) };
    if (client && changesTraits(prior, plan)) storeOf(client.platform).announce(placeKey(planned, client));
    return plan;
  },
} satisfies Partial<ResourceDefinition<typeof identityAttributes, Client>>;

function checkTraits(planned: Planned<typeof identityAttributes>, store: IdentityStore): void {
  for (const [key, trait] of Object.entries(whereKnown(planned.traits) ?? {})) {
    if (isUnknown(trait) || !isWhollyKnown(trait)) continue;
    const refusal = store.refuseTrait(key, traitOf(trait as Parameters<typeof traitOf>[0]));
    if (refusal !== undefined)
      throw new DiagnosticError(error("The trait would not be stored unchanged", refusal, ["traits", key]));
  }
}

function changesTraits(prior: IdentityState | null, planned: Planned<typeof identityAttributes>): boolean {
  const comparable = ({ environment, identity: name, traits, absent_traits }: Planned<typeof identityAttributes>) => {
    return [environment, name, traits, absent_traits];
  };
  return prior === null || !same(comparable(prior), comparable(planned));
}
