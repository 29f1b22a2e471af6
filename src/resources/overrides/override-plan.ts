import type { Diagnostic } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import { UNKNOWN } from "../../terraform/value";
import { checkOverrideServe } from "../audience/check-serve";
import { announce, definitionId } from "../audience/unit-plan";
import { validateServe } from "../audience/validate-serve";
import { plannedRevision } from "../common/revision";
import { importedFacts } from "../feature-flag/served/imported-facts";
import { refusing } from "../import/written-config";
import { claim, claimRemoval, isElsewhere, isHeldTwice } from "../ownership/claim-plan";
import { plannedParents, validateParents } from "../parents/planned-parent";
import type { Client } from "../run/client";
import { claimedAs, managedOf, type OverrideKind, type OverridePlanInput, thingOf } from "./override";
import { type OverrideAttributes, type OverrideState, type PlannedOverride } from "./override-attributes";

/** The plan of an override: it sends nothing. */

const UNIT = ["environment", "flag"] as const;

export function validateOverride<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  config: PlannedOverride<A>,
): Diagnostic[] {
  return [...validateParents(config, UNIT), ...(kind.validate?.(config) ?? []), ...validateServe(config.serve, ["serve"])];
}

/** What a plan would refuse once its flag is imported too. */
export function refuseOverride<A extends OverrideAttributes>(
  config: PlannedOverride<A>,
  state: OverrideState<A>,
  client: Client,
): Promise<readonly Diagnostic[]> {
  return refusing(async () => checkOverrideServe(config, client.platform, await importedFacts(state, client)));
}

export function planOverride<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  input: OverridePlanInput<A>,
  context: PlanContext<Client>,
): PlannedOverride<A> {
  const { config, prior, planned: draft } = input;
  const { client } = context;
  const named = { ...draft, ...plannedParents(UNIT, config, prior, draft.project, context) };
  const planned = kind.plan?.({ ...input, planned: named }, context) ?? named;
  const thing = claimedAs(kind, planned);
  claim(thing, context);
  kind.check({ ...input, planned }, context);
  if (prior && isElsewhere(claimedAs(kind, prior), thing)) claimRemoval([thingOf(kind, prior)], context);
  const again = prior !== null && isHeldTwice([thing], context);
  if (client) {
    const facts = client.flags.of(planned.project, planned.flag, planned.flag_id);
    checkOverrideServe(planned, client.platform, facts);
  }
  const plan = {
    ...planned,
    id: definitionId(planned.environment, planned.flag, kind.item(planned).item),
    revision: again ? UNKNOWN : plannedRevision(prior, prior && managedOf(kind, prior), managedOf(kind, planned)),
  };
  if (client) announce(prior, plan, context, kind.announcesTo(client.platform));
  return plan;
}
