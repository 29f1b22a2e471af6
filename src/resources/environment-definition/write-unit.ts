import type { HandlerContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { sameUnit, storeIds, unitOfState, unitToWrite } from "../audience/unit";
import { settled } from "../common/known";
import { revisionOfState } from "../common/revision";
import { formatImportId } from "../import/import-id";
import { forgetRemovals } from "../ownership/claim-plan";
import { filledIn } from "../parents/planned-parent";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import { type DefinitionState, type environmentDefinitionAttributes, managedOf } from "./environment-definition-attributes";
import { leaveUnit } from "./override-removals";
import { dropForcedPuts } from "./plan/definition-claims";
import { sendBatch } from "./send-batch";
import { keepListed } from "./sets/listed-overrides";

/**
 * Writes what the plan changes against the prior state. If the unit itself is another one (a changed key, a replaced
 * parent), everything owned is written there.
 */
export async function writeUnit(
  planned: Planned<typeof environmentDefinitionAttributes>,
  prior: DefinitionState | null,
  context: HandlerContext<Client>,
): Promise<DefinitionState> {
  const { defaults } = context.client;
  const wanted = settled(planned);
  const { unit, names } = await unitToWrite(wanted, context, `define ${describeUnit(wanted)}`);
  const parents = filledIn(planned, names);
  const state = { ...wanted, ...parents };
  const old = prior ? await unitOfState(prior, context) : undefined;
  const base = prior && old && sameUnit(old, unit) ? dropForcedPuts(prior, context) : null;
  const adopts = state.adopt_existing ?? defaults.adoptExisting;
  const segmentOverrides = await sendBatch({ base, state, planned, unit, adopts }, context);
  if (prior && old) await leaveUnit(prior, old, unit, context);
  forgetRemovals(context);
  keepListed(state, context.private);
  storeIds(context.private, unit);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  const id = formatImportId(parents.environment, parents.flag);
  return { ...state, segment_overrides: segmentOverrides, revision, id, scope: unit.project.scope };
}
