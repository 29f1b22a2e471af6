import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { Edit } from "../../../platforms/port/edit";
import type { HandlerContext, PlanContext } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { whereKnown } from "../../common/known";
import { claimPriorities } from "../../overrides/priorities";
import {
  claim,
  claimEnd,
  claimPlace,
  claimRead,
  claimRemoval,
  inUnit,
  isElsewhere,
  isHeldTwice,
  isOwnedElsewhere,
} from "../../ownership/claim-plan";
import type { Client } from "../../run/client";
import { definitionAt, overrideAt, type Thing } from "../../run/thing";
import type { DefinitionState, environmentDefinitionAttributes } from "../environment-definition-attributes";
import { type IdentityChanges, writeIdentities } from "../sets/identity-set";
import { isExact, isListed, leaving, ownedOf, SETS } from "../sets/listed-overrides";

/** What a definition owns: itself and each override that it sets; and if the set is exact, the whole of it. */

export function claimDefinition(
  planned: Planned<typeof environmentDefinitionAttributes>,
  context: PlanContext<Client>,
): void {
  const unit = inUnit(planned);
  const isWhole = isExact(planned);
  claim({ kind: "definition", ...unit }, context);
  const segments = whereKnown(planned.segment_overrides) ?? null;
  if (isWhole && segments !== null) claim({ kind: "segment overrides", ...unit }, context);
  for (const each of segmentItems(segments)) {
    claim({ kind: "segment override", ...unit, ...each }, context, `segment_overrides["${each.item}"]`);
  }
  const identities = whereKnown(planned.identity_overrides) ?? null;
  if (isWhole && identities !== null) claim({ kind: "identity overrides", ...unit }, context);
  for (const item of Object.keys(identities ?? {})) {
    claim({ kind: "identity override", ...unit, item }, context, `identity_overrides["${item}"]`);
  }
  claimPriorities(prioritiesIn(planned), context);
}

/** The priorities of its segment overrides. */
function prioritiesIn(planned: Planned<typeof environmentDefinitionAttributes>) {
  const unit = inUnit(planned);
  return Object.entries(whereKnown(planned.segment_overrides) ?? {}).flatMap(([item, override]) => {
    if (isUnknown(override)) return [];
    const thing = { kind: "segment override" as const, ...unit, item, item_id: idIn(override) };
    return [{ ...thing, priority: override.priority, path: ["segment_overrides", item, "priority"] }];
  });
}

/** What it leaves behind: everything if it moves, otherwise the overrides that leave its list. */
export function claimDefinitionRemoval(
  prior: DefinitionState,
  planned: Planned<typeof environmentDefinitionAttributes>,
  context: PlanContext<Client>,
): void {
  const owned = ownedOf(prior, context.private);
  const unit = inUnit(prior);
  if (isElsewhere(unit, inUnit(planned))) return claimRemoval(thingsIn(owned), context);
  if (!isListed(prior) || !isListed(planned)) return;
  const [segments, identities] = SETS.map((set) => leaving<unknown>(owned[set], whereKnown(planned[set]) ?? null));
  claimRemoval(overridesOf(unit, segments ?? null, identities ?? null), context);
}

/** What is removed with it. */
export function claimDefinitionEnd(prior: DefinitionState, context: PlanContext<Client>): void {
  claimEnd(thingsIn(ownedOf(prior, context.private)), context);
}

/** Claims what a read found. */
export function claimDefinitionRead(state: DefinitionState, context: HandlerContext<Client>): void {
  claimRead(thingsIn(state), context);
}

/** Whether another resource's state also contains some of it, so that it must be put again. */
export function isDefinitionHeldTwice(
  planned: Planned<typeof environmentDefinitionAttributes>,
  context: PlanContext<Client>,
): boolean {
  const sets = [whereKnown(planned.segment_overrides) ?? null, whereKnown(planned.identity_overrides) ?? null] as const;
  return isHeldTwice(thingsOf(inUnit(planned), ...sets), context);
}

/** The prior state without what must be put again: what it lacks is written completely. */
export function dropForcedPuts(prior: DefinitionState, context: HandlerContext<Client>): DefinitionState {
  const unit = inUnit(prior);
  const without = <T>(set: Readonly<Record<string, T>> | null, kind: "segment override" | "identity override") => {
    const isHeld = (item: string, override: T) => isHeldTwice([{ kind, ...unit, item, item_id: idIn(override) }], context);
    return set && Object.fromEntries(Object.entries(set).filter(([item, override]) => !isHeld(item, override)));
  };
  return {
    ...prior,
    ...(isHeldTwice([{ kind: "definition", ...unit }], context) && { enabled: null, serve: null }),
    segment_overrides: without(prior.segment_overrides, "segment override"),
    identity_overrides: without(prior.identity_overrides, "identity override"),
  };
}

function thingsIn(state: DefinitionState): Thing[] {
  return thingsOf(inUnit(state), state.segment_overrides, state.identity_overrides);
}

function thingsOf<U extends object>(unit: U, segments: object | null, identities: object | null) {
  return [{ kind: "definition" as const, ...unit }, ...overridesOf(unit, segments, identities)];
}

function overridesOf<U extends object>(unit: U, segments: object | null, identities: object | null) {
  return [
    ...segmentItems(segments).map((each) => ({ kind: "segment override" as const, ...unit, ...each })),
    ...Object.keys(identities ?? {}).map((item) => ({ kind: "identity override" as const, ...unit, item })),
  ];
}

function segmentItems(set: object | null): { readonly item: string; readonly item_id: string | null }[] {
  return Object.entries(set ?? {}).map(([item, override]) => ({ item, item_id: idIn(override) }));
}

function idIn(override: unknown): string | null {
  const id = override !== null && typeof override === "object" && "segment_id" in override ? override.segment_id : null;
  return typeof id === "string" ? id : null;
}

/** The same, once the ids for the names are known. */
export function claimPlaces(edits: readonly Edit[], unit: DefinitionUnit, context: HandlerContext<Client>): void {
  claimPlace(definitionAt(unit), context);
  for (const edit of edits) {
    const segments = edit.kind === "keep-only-segment-overrides" ? edit.segments : [];
    for (const segment of segments) claimPlace(overrideAt("segment", unit, segment.id), context);
    if (edit.kind === "put-segment-override") claimPlace(overrideAt("segment", unit, edit.segment.id), context);
    if (edit.kind === "put-identity-override") claimPlace(overrideAt("identity", unit, edit.identifier), context);
  }
}

/** The overrides that are removed with a definition, except those that another resource puts. */
export function dropOwnedElsewhere(
  edits: readonly Edit[],
  prior: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Edit[] {
  return edits.flatMap((edit): Edit[] => {
    if (edit.kind === "remove-identity-override") {
      const unless = (): boolean => isIdentityOwnedElsewhere(edit.identifier, prior, unit, context);
      return unless() ? [] : [{ ...edit, unless }];
    }
    if (edit.kind !== "remove-segment-override") return [edit];
    const { id, name } = edit.segment;
    const thing: Thing = { kind: "segment override", ...inUnit(prior), item: name, item_id: id };
    const unless = (): boolean => isOwnedElsewhere(thing, overrideAt("segment", unit, edit.segment.id), context);
    return unless() ? [] : [{ ...edit, unless }];
  });
}

/** Writes identity overrides except those that another resource puts, and claims what it puts. */
export function writeOwnIdentities(
  { puts, removals }: IdentityChanges,
  state: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Promise<readonly string[]> {
  for (const { identifier } of puts) claimPlace(overrideAt("identity", unit, identifier), context);
  const isOthers = (item: string): boolean => isIdentityOwnedElsewhere(item, state, unit, context);
  const own = { puts, removals: removals.filter((item) => !isOthers(item)) };
  return writeIdentities(own, unit, context.client.platform.identityOverrides, isOthers);
}

function isIdentityOwnedElsewhere(
  item: string,
  state: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): boolean {
  return isOwnedElsewhere(
    { kind: "identity override", ...inUnit(state), item },
    overrideAt("identity", unit, item),
    context,
  );
}
