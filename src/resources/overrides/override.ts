import type { Audience } from "../../platforms/model/audience";
import type { AnnouncedUnit, DefinitionUnit, WriteResult } from "../../platforms/port/definition";
import type { WholeOverride } from "../../platforms/port/edit";
import type { Named, Project } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import type { Diagnostic } from "../../terraform/diagnostic";
import type { HandlerContext, PlanContext, ReadContext } from "../../terraform/resource";
import type { Unknown } from "../../terraform/value";
import { type StoredIds } from "../audience/unit";
import { describeUnit } from "../run/unit-names";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { inUnit } from "../ownership/claim-plan";
import type { Place, Thing } from "../run/claims";
import type { Client } from "../run/client";
import type { OverrideAttributes, OverrideState, PlannedOverride } from "./override-attributes";

/** Whom an override is for, as the platform knows it: a segment, or an identity by its identifier. */
export interface Target {
  readonly target: Named;
  /** What it is called: as it is spelled where that still fits. */
  readonly name: string;
  /** The state's attributes that say so. */
  readonly names: object;
}

type Given = string | Unknown | null;

/** What the platform serves whom it is for; a priority only where its kind has one. */
export type FoundOverride = Audience & { readonly priority?: number };

/** An override where it stands. */
export interface PlacedOverride {
  readonly unit: DefinitionUnit;
  readonly target: Named;
}

export interface OverridePut<A extends OverrideAttributes> extends PlacedOverride {
  readonly state: OverrideState<A>;
  /** Exactly what differs; where the override is new, everything that is stated. */
  readonly changes: WholeOverride;
  readonly isNew: boolean;
  /** Whom the override was for in this unit until now, where that is somebody else. Only where `movesAtOnce`. */
  readonly moved: Named | undefined;
  readonly announcedAs: AnnouncedUnit | undefined;
}

export interface OverridePlanInput<A extends OverrideAttributes> {
  readonly config: PlannedOverride<A>;
  readonly prior: OverrideState<A> | null;
  readonly planned: PlannedOverride<A>;
}

/** What sets the overrides of one kind of audience apart. */
export interface OverrideKind<A extends OverrideAttributes> {
  readonly noun: "segment" | "identity";
  readonly parents: readonly ("environment" | "flag" | "segment")[];
  readonly paths: SubjectPaths;
  /** Whether a put removes, in the same write, the override of the unit that it takes the place of. */
  readonly movesAtOnce: boolean;
  /** The attributes that its revision is made of, beside those that all overrides have. */
  readonly managed: readonly (keyof A & string)[];

  /** Whom it is for, as claims say it. */
  item(planned: PlannedOverride<A>): { readonly item: Given; readonly item_id?: Given };
  validate?(config: PlannedOverride<A>): Diagnostic[];
  /** What a plan fills in beside the names of its flag and environment. */
  plan?(input: OverridePlanInput<A>, context: PlanContext<Client>): PlannedOverride<A>;
  /** What a plan refuses or warns of beside what all overrides do. */
  check(input: OverridePlanInput<A>, context: PlanContext<Client>): void;
  /** Where edits of its kind are announced. */
  announcesTo(platform: Platform): { announce?(unit: AnnouncedUnit): void };

  /** Whom a state is for, wherever it stands now. Undefined: gone. */
  targetToRead(
    state: OverrideState<A>,
    project: Project,
    stored: StoredIds,
    context: ReadContext<Client>,
  ): Promise<Target | undefined>;
  /** Whom a plan is for: an error where it is not there. */
  targetToWrite(
    planned: PlannedOverride<A>,
    state: OverrideState<A>,
    project: Project,
    attempted: string,
    context: HandlerContext<Client>,
  ): Promise<Target>;
  /** Whom a state was written for. */
  targetOfState(
    state: OverrideState<A>,
    project: Project,
    stored: StoredIds,
    context: HandlerContext<Client>,
  ): Promise<Named | undefined>;

  /** From the run's sweep, which may only confirm; and exactly. */
  sweep(place: PlacedOverride, platform: Platform): Promise<FoundOverride | undefined>;
  read(place: PlacedOverride, platform: Platform): Promise<FoundOverride | undefined>;
  /** What a state says beside whom it is for and what they get. */
  readOwn?(state: OverrideState<A>, found: FoundOverride, context: ReadContext<Client>): object;
  /** What differs beside `enabled` and `serve`. */
  changes?(base: OverrideState<A> | null, state: OverrideState<A>): WholeOverride;
  put(put: OverridePut<A>, context: HandlerContext<Client>): Promise<WriteResult>;
  remove(place: PlacedOverride, unless: () => boolean, platform: Platform): Promise<unknown>;
  /** Asked before anything is written: what is to be done once the override of the state is removed. */
  afterRemoval?(prior: OverrideState<A>, context: HandlerContext<Client>): (unit: DefinitionUnit) => Promise<void>;
}

/** What an override is to the claims of a run. */
export function thingOf<A extends OverrideAttributes>(kind: OverrideKind<A>, state: OverrideState<A>): Thing {
  return { kind: `${kind.noun} override`, ...inUnit(state), ...kind.item(state) } as Thing;
}

export function placeOf<A extends OverrideAttributes>({ noun }: OverrideKind<A>, { unit, target }: PlacedOverride): Place {
  return [`${noun} override`, unit.environment.id, unit.flag.id, target.id];
}

/** For messages: "flag checkout in environment Production for segment beta". */
export function describeOverride<A extends OverrideAttributes>(kind: OverrideKind<A>, state: OverrideState<A>): string {
  const { item, item_id: id } = kind.item(state);
  const name = typeof item === "string" ? item : `id:${typeof id === "string" ? id : ""}`;
  return `${describeUnit(state)} for ${kind.noun} ${name}`;
}

/** What the revision is made of. */
export function managedOf<A extends OverrideAttributes>(
  kind: OverrideKind<A>,
  planned: PlannedOverride<A>,
): Readonly<Record<string, unknown>> {
  const { environment, flag, enabled, serve } = planned;
  return { environment, flag, enabled, serve, ...Object.fromEntries(kind.managed.map((name) => [name, planned[name]])) };
}
