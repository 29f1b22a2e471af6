import type { HandlerContext } from "../../terraform/resource";
import { audienceChange } from "../audience/audience-change";
import { mustRemoveOld, sameUnit, storedIds, storeIds, tolerateArchived, unitOfState, unitToWrite } from "../audience/unit";
import { announced } from "../audience/unit-plan";
import { settled } from "../common/known";
import { revisionOfState } from "../common/revision";
import { formatImportId } from "../import/import-id";
import { claimPlace, forgetRemovals, isHeldTwice, isOwnedElsewhere, skipIfOwnedElsewhere } from "../ownership/claim-plan";
import { noteWarning } from "../ownership/named-thing";
import { filledIn } from "../parents/planned-parent";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import { describeOverride, managedOf, type OverrideKind, type PlacedOverride, placeOf, thingOf } from "./override";
import { type OverrideAttributes, type OverrideState, type PlannedOverride } from "./override-attributes";

/**
 * Writes what the plan changes. A changed key is an in-place move: the new override is put before the old one is removed, or
 * together with it. A replaced parent is another object with the same name: everything is written again.
 */
export async function writeOverride<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  planned: PlannedOverride<A>,
  prior: OverrideState<A> | null,
  context: HandlerContext<Client>,
): Promise<OverrideState<A>> {
  const { platform } = context.client;
  if (prior) await scopedProject(prior, context.client);
  const wanted: OverrideState<A> = settled<A>(planned);
  const attempted = `override ${describeOverride(kind, wanted)}`;
  const { unit, names } = await unitToWrite(wanted, context, attempted);
  const { target, name, names: own } = await kind.targetToWrite(planned, wanted, unit.project, attempted, context);
  const parents = filledIn(planned, names);
  const state = { ...wanted, ...parents, ...own };
  const old = prior && (await overrideOfState(kind, prior, context));
  const isSame = old !== null && old !== undefined && sameUnit(old.unit, unit) && old.target.id === target.id;
  const base = isSame && !isHeldTwice([thingOf(kind, state)], context) ? prior : null;
  const changes = { ...kind.changes?.(base, state), ...audienceChange(base, state, platform.capabilities) };
  const removed = prior && kind.afterRemoval?.(prior, context);
  claimPlace(placeOf(kind, { unit, target }), context);
  const stays = (): boolean => !prior || !old || isOwnedElsewhere(thingOf(kind, prior), placeOf(kind, old), context);
  if (!base || Object.keys(changes).length > 0) {
    const movesNow = kind.movesAtOnce && old && sameUnit(old.unit, unit) && !isSame && !stays();
    const moved = movesNow ? old.target : undefined;
    const announcedAs = announced(state.project, context.private);
    const { warnings } = await kind.put({ unit, target, state, changes, isNew: base === null, moved, announcedAs }, context);
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  // Checked again: another resource may have put it meanwhile.
  if (prior && old && leavesOld(kind, old, { unit, target }, context) && !stays()) {
    await remove(kind, old, prior, context);
    await removed?.(old.unit);
  }
  storeIds(context.private, unit, kind.noun === "segment" ? target : undefined);
  forgetRemovals(context);
  const revision = state.revision ?? revisionOfState(managedOf(kind, state));
  const id = formatImportId(parents.environment, parents.flag, name);
  return { ...state, revision, id, scope: unit.project.scope };
}

/** Whether the old override still exists after the new one is put, and must be removed. */
function leavesOld<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  old: PlacedOverride,
  now: PlacedOverride,
  { client }: HandlerContext<Client>,
): boolean {
  if (sameUnit(old.unit, now.unit)) return !kind.movesAtOnce && old.target.id !== now.target.id;
  return mustRemoveOld(old.unit, now.unit, client.platform);
}

export async function deleteOverride<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  prior: OverrideState<A>,
  context: HandlerContext<Client>,
): Promise<void> {
  await scopedProject(prior, context.client);
  const place = await overrideOfState(kind, prior, context);
  if (!place) return;
  const what = removedOverride(kind, prior);
  const skips = (): boolean => skipIfOwnedElsewhere(thingOf(kind, prior), placeOf(kind, place), what, context);
  const removed = kind.afterRemoval?.(prior, context);
  if (skips()) return;
  await remove(kind, place, prior, context);
  if (!skips()) await removed?.(place.unit);
}

/** Where a state's override is now; undefined if a parent was deleted, and the override with it. */
async function overrideOfState<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  state: OverrideState<A>,
  context: HandlerContext<Client>,
): Promise<PlacedOverride | undefined> {
  const stored = storedIds(context.private);
  const unit = await unitOfState(state, context);
  const target = unit && (await kind.targetOfState(state, unit.project, stored, context));
  return target && { unit, target };
}

function remove<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  place: PlacedOverride,
  state: OverrideState<A>,
  context: HandlerContext<Client>,
): Promise<void> {
  const unless = (): boolean => isOwnedElsewhere(thingOf(kind, state), placeOf(kind, place), context);
  const { platform } = context.client;
  return tolerateArchived(removedOverride(kind, state), context, () => kind.remove(place, unless, platform));
}

function removedOverride<A extends OverrideAttributes>(kind: OverrideKind<A>, state: OverrideState<A>): string {
  return `The override of ${describeOverride(kind, state)}`;
}
