import type { Audience } from "../../platforms/model/audience";
import type { AnnouncedUnit, DefinitionUnit, WriteResult } from "../../platforms/port/definition";
import type { WholeOverride } from "../../platforms/port/edit";
import type { Named, Project } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import type { Diagnostic } from "../../terraform/diagnostic";
import type { HandlerContext, PlanContext, ReadContext } from "../../terraform/resource";
import { type StoredIds } from "../audience/unit";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { inUnit } from "../ownership/claim-plan";
import type { Given } from "../parents/known-parents";
import type { Client } from "../run/client";
import { overrideAt, type Place, type Thing } from "../run/thing";
import { describeUnit } from "../run/unit-names";
import type { OverrideAttributes, OverrideState, PlannedOverride } from "./override-attributes";

/** The audience of an override, as the platform identifies it: a segment, or an identity by its identifier. */
interface Target {
  readonly target: Named;
  /** Its name: as the state spells it if that still matches. */
  readonly name: string;
  /** The state's attributes for it. */
  readonly names: object;
}

/** What the platform serves to the audience; a priority only if its kind has one. */
export type FoundOverride = Audience & { readonly priority?: number };

/** An override and its unit. */
export interface PlacedOverride {
  readonly unit: DefinitionUnit;
  readonly target: Named;
}

interface OverridePut<A extends OverrideAttributes> extends PlacedOverride {
  readonly state: OverrideState<A>;
  /** Exactly what differs; for a new override, everything that is set. */
  readonly changes: WholeOverride;
  readonly isNew: boolean;
  /** The previous audience of the override in this unit, if it was another one. Only with `movesAtOnce`. */
  readonly moved: Named | undefined;
  readonly announcedAs: AnnouncedUnit | undefined;
}

export interface OverridePlanInput<A extends OverrideAttributes> {
  readonly config: PlannedOverride<A>;
  readonly prior: OverrideState<A> | null;
  readonly planned: PlannedOverride<A>;
}

/** The differences between the kinds of overrides. */
export interface OverrideKind<A extends OverrideAttributes> {
  readonly noun: "segment" | "identity";
  readonly parents: readonly ("environment" | "flag" | "segment")[];
  readonly paths: SubjectPaths;
  /** Whether a put also removes, in the same write, the override that it replaces in the unit. */
  readonly movesAtOnce: boolean;
  /** The attributes in its revision, in addition to those of all overrides. */
  readonly managed: readonly (keyof A & string)[];

  /** Its audience as claims identify it. */
  item(planned: PlannedOverride<A>): { readonly item: Given; readonly item_id?: Given };
  validate?(config: PlannedOverride<A>): Diagnostic[];
  /** What a plan fills in, in addition to the names of its flag and environment. */
  plan?(input: OverridePlanInput<A>, context: PlanContext<Client>): PlannedOverride<A>;
  /** What a plan refuses or warns about, in addition to the checks of all overrides. */
  check(input: OverridePlanInput<A>, context: PlanContext<Client>): void;
  /** What a plan warns about, in addition, from what is on the platform. */
  look?(input: OverridePlanInput<A>, context: PlanContext<Client>): Promise<void>;
  /** Where edits of its kind are announced. */
  announcesTo(platform: Platform): { announce?(unit: AnnouncedUnit): void };

  /** The audience of a state, wherever it is now. Undefined: deleted. */
  targetToRead(
    state: OverrideState<A>,
    project: Project,
    stored: StoredIds,
    context: ReadContext<Client>,
  ): Promise<Target | undefined>;
  /** The audience of a plan: an error if it does not exist. */
  targetToWrite(
    planned: PlannedOverride<A>,
    state: OverrideState<A>,
    project: Project,
    attempted: string,
    context: HandlerContext<Client>,
  ): Promise<Target>;
  /** The audience that a state was written for. */
  targetOfState(
    state: OverrideState<A>,
    project: Project,
    stored: StoredIds,
    context: HandlerContext<Client>,
  ): Promise<Named | undefined>;

  /** From the run's sweep, which may only confirm; and exactly. */
  sweep(place: PlacedOverride, platform: Platform): Promise<FoundOverride | undefined>;
  read(place: PlacedOverride, platform: Platform): Promise<FoundOverride | undefined>;
  /** A state's attributes in addition to the audience and what it gets. */
  readOwn?(state: OverrideState<A>, found: FoundOverride, context: ReadContext<Client>): object;
  /** The differences in addition to `enabled` and `serve`. */
  changes?(base: OverrideState<A> | null, state: OverrideState<A>): WholeOverride;
  put(put: OverridePut<A>, context: HandlerContext<Client>): Promise<WriteResult>;
  remove(place: PlacedOverride, unless: () => boolean, platform: Platform): Promise<unknown>;
  /** Called before anything is written: returns what to do after the state's override is removed. */
  afterRemoval?(prior: OverrideState<A>, context: HandlerContext<Client>): (unit: DefinitionUnit) => Promise<void>;
}

/** The identity of an override in a run's claims, as far as a plan knows it. */
export function claimedAs<A extends OverrideAttributes>(kind: OverrideKind<A>, planned: PlannedOverride<A>) {
  return { kind: `${kind.noun} override` as const, ...inUnit(planned), ...kind.item(planned) };
}

/** The same from a state, where all of it is known. */
export function thingOf<A extends OverrideAttributes>(kind: OverrideKind<A>, state: OverrideState<A>): Thing {
  return claimedAs(kind, state) as Thing;
}

export function placeOf<A extends OverrideAttributes>({ noun }: OverrideKind<A>, { unit, target }: PlacedOverride): Place {
  return overrideAt(noun, unit, target.id);
}

/** For messages: "flag checkout in environment Production for segment beta". */
export function describeOverride<A extends OverrideAttributes>(kind: OverrideKind<A>, state: OverrideState<A>): string {
  const { item, item_id: id } = kind.item(state);
  const name = typeof item === "string" ? item : `id:${typeof id === "string" ? id : ""}`;
  return `${describeUnit(state)} for ${kind.noun} ${name}`;
}

/** The attributes that the revision is computed from. */
export function managedOf<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  planned: PlannedOverride<A>,
): Readonly<Record<string, unknown>> {
  const { environment, flag, enabled, serve } = planned;
  return { environment, flag, enabled, serve, ...Object.fromEntries(kind.managed.map((name) => [name, planned[name]])) };
}
