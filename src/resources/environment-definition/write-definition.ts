import type { HandlerContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { sameUnit, storeIds, unitOfState, unitToWrite } from "../audience/unit";
import { announced } from "../audience/unit-plan";
import { formatImportId } from "../common/import-id";
import { settled } from "../common/known";
import { revisionOfState } from "../common/revision";
import { forcePuts, forgetRemovals } from "../ownership/claim-plan";
import { noteWarning } from "../ownership/named-thing";
import { filledIn } from "../parents/planned-parent";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import { batchOf } from "./definition-batch";
import { type DefinitionState, type environmentDefinitionAttributes, managedOf } from "./environment-definition-attributes";
import { claimPlaces, dropForcedPuts, writeOwnIdentities } from "./plan/definition-claims";

/**
 * Writes what the plan changes against the prior state. If the unit itself is another one (a changed key, a replaced
 * parent), everything owned is written there.
 */
export async function write(
  planned: Planned<typeof environmentDefinitionAttributes>,
  prior: DefinitionState | null,
  context: HandlerContext<Client>,
): Promise<DefinitionState> {
  const { platform, defaults } = context.client;
  const wanted = settled(planned);
  const { unit, names } = await unitToWrite(wanted, context, `define ${describeUnit(wanted)}`);
  const parents = filledIn(planned, names);
  const state = { ...wanted, ...parents };
  const old = prior ? await unitOfState(prior, context) : undefined;
  const base = prior && old && sameUnit(old, unit) ? dropForcedPuts(prior, context) : null;
  const adopts = state.adopt_existing ?? defaults.adoptExisting;
  const { edits, identities, segmentOverrides } = await batchOf(base, state, planned, unit, adopts, context);
  claimPlaces(edits, unit, context);
  if (edits.length > 0) {
    const { warnings } = await platform.definitions.write(
      unit,
      forcePuts(edits, context),
      announced(state.project, context.private),
    );
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  for (const each of await writeOwnIdentities(identities, state, unit, context)) {
    noteWarning(describeUnit(state), each, context);
  }
  forgetRemovals(context);
  storeIds(context.private, unit);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  const id = formatImportId(parents.environment, parents.flag);
  return { ...state, segment_overrides: segmentOverrides, revision, id, scope: unit.project.scope };
}
