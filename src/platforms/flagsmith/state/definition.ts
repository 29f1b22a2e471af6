import { type Changeset, inFull, type OverrideChanges, unlistedIn } from "../../adapter/edits/changeset";
import type { FlagValue } from "../../model/flag-value";
import type { Definition } from "../../port/definition";
import type { AudienceChange, WholeOverride } from "../../port/edit";
import type { FlagAnswer, VariantAnswer } from "../api/answers";
import { asStored, fromWire } from "../api/values";
import { LAST, type Places, placesOf, settlePriorities } from "./override-places";
import { audienceOf, type Option, sameWeights, wantedServe } from "./variant-weights";

/** A flag in one environment as Flagsmith has it, with what we do not manage but must not lose. */
export interface FlagState {
  readonly enabled: boolean;
  readonly value: FlagValue | null;
  readonly variants: readonly VariantAnswer[];
  /** In order of precedence. */
  readonly overrides: readonly OverrideState[];
}

export interface OverrideState {
  readonly segmentId: string;
  readonly priority: number;
  readonly enabled: boolean;
  readonly value: FlagValue | null;
  readonly variants: readonly VariantAnswer[];
}

/** What a batch of edits comes to, in the API's terms. */
export interface Wanted extends OverrideChanges<WantedOverride> {
  readonly default: WantedState | undefined;
  /** Other overrides that keep their priorities, whoever else has to move. */
  readonly keeping?: Places;
}

export interface WantedState {
  readonly enabled?: boolean;
  readonly value?: FlagValue;
  /** The shares of all the flag's variants. */
  readonly variants?: readonly VariantAnswer[];
}

interface WantedOverride extends WantedState {
  readonly priority?: number;
  /** Of an override that was there when it was last seen: all of it, in case it no longer exists. */
  readonly whole?: WantedState & { readonly priority?: number };
  /** Only a read shows whether it exists. */
  readonly again?: true;
}

export function wantedOf({ enabled, serve }: AudienceChange, options: readonly Option[], attempted: string): WantedState {
  return { ...(enabled === undefined ? {} : { enabled }), ...(serve && wantedServe(serve, options, attempted)) };
}

/** `options`: the flag's variants. */
export function wantedFrom(
  { default: byDefault, segments, identities, settings, ...rest }: Changeset,
  options: readonly Option[],
  attempted: string,
): Wanted {
  const others = { ...rest, ...settings, ...(identities.puts.size + identities.removals.size > 0 && { identities }) };
  // Refused at plan, by the platform's capabilities.
  if (Object.keys(others).length > 0) throw new Error(`Flagsmith's definitions have no ${Object.keys(others).join(", ")}`);
  const puts = [...segments.puts].map(([id, put]): [string, WantedOverride] => {
    const { whole, again } = put;
    return [id, { ...placed(put), ...(again && { again }), ...(whole && { whole: placed(whole) }) }];
  });
  function placed({ priority, ...change }: WholeOverride): WantedState & { readonly priority?: number } {
    return { ...wantedOf(change, options, attempted), ...(priority === undefined ? {} : { priority }) };
  }
  // Those of one definition have one map.
  const kept = new Set([...segments.puts.values()].flatMap((put) => put.keeping ?? []));
  const keeping = new Map([...kept].flatMap((each) => [...each]));
  return {
    ...segments,
    ...(keeping.size > 0 && { keeping }),
    default: byDefault && wantedOf(byDefault, options, attempted),
    puts: new Map(puts),
  };
}

/** With the complete form of overrides that were seen once and no longer exist. */
export function inFullWhereGone(state: FlagState, wanted: Wanted): Wanted {
  const puts = [...wanted.puts].map(([id, put]) => {
    return [id, state.overrides.some(({ segmentId }) => segmentId === id) ? put : inFull(put)] as const;
  });
  return { ...wanted, puts: new Map(puts) };
}

/** The overrides that an exact set does not list. */
export function unlisted({ overrides }: FlagState, { only }: Wanted): readonly string[] {
  return unlistedIn(
    only,
    overrides.map(({ segmentId }) => segmentId),
  );
}

/** The flag with the edits applied. `pinned`: priorities that earlier writes of this run set, which must not be moved. */
export function applyTo(state: FlagState, wanted: Wanted, pinned: ReadonlyMap<string, number>): FlagState {
  const base = { ...state, ...statedIn(wanted.default) };
  const extra = new Set(unlisted(state, wanted));
  const kept = state.overrides.filter(({ segmentId }) => !wanted.removals.has(segmentId) && !extra.has(segmentId));
  const changed = kept.map((override) => ({ ...override, ...statedIn(wanted.puts.get(override.segmentId)) }));
  const fresh = [...wanted.puts]
    .filter(([id]) => !kept.some(({ segmentId }) => segmentId === id))
    .map(([segmentId, put]): OverrideState => {
      // What is not stated of a new override is inherited from the default.
      const { enabled, value, variants } = base;
      return { segmentId, priority: LAST, enabled, value, variants, ...statedIn(put) };
    });
  if (wanted.puts.size === 0) return { ...base, overrides: changed };
  return { ...base, overrides: place([...changed, ...fresh], wanted, pinned) };
}

/** What is stated, as it will be stored. */
export function statedIn({ enabled, value, variants }: WantedState = {}): WantedState {
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(value === undefined ? {} : { value: asStored(value) }),
    ...(variants && { variants }),
  };
}

/** What of a state differs. No value is nothing that could be written. */
export function differenceOf(from: StoredState, to: StoredState): WantedState {
  return {
    ...(from.enabled === to.enabled ? {} : { enabled: to.enabled }),
    ...(to.value === null || sameState({ value: from.value }, { value: to.value }) ? {} : { value: to.value }),
    ...(sameWeights(from.variants, to.variants) ? {} : { variants: to.variants }),
  };
}

export type StoredState = Pick<OverrideState, "enabled" | "value" | "variants">;

/** Gives every override a priority of its own. */
function place(
  overrides: readonly OverrideState[],
  wanted: Wanted,
  pinned: ReadonlyMap<string, number>,
): readonly OverrideState[] {
  const stated = new Map<string, number>();
  for (const [id, { priority }] of wanted.puts) if (priority !== undefined) stated.set(id, priority);
  for (const { segmentId, priority } of overrides) {
    // A pin holds only as long as the override stands where it was pinned, and nobody asks for the place now.
    const pin = pinned.get(segmentId) ?? wanted.keeping?.get(segmentId);
    if (pin === priority && !wanted.puts.has(segmentId) && ![...stated.values()].includes(pin)) stated.set(segmentId, pin);
  }
  const places = settlePriorities(placesOf(overrides), stated);
  const placed = overrides.map((each) => ({ ...each, priority: places.get(each.segmentId) ?? each.priority }));
  return placed.sort((one, other) => one.priority - other.priority);
}

interface ComparedState {
  readonly enabled?: boolean;
  readonly value: FlagValue | null;
  readonly variants?: readonly VariantAnswer[];
}

export function sameState(one: ComparedState, other: ComparedState): boolean {
  return one.enabled === other.enabled && sameExactly(one.value, other.value) && sameWeights(one.variants, other.variants);
}

/** Compares what is stored: JSON of another spelling is another text to the server, and worth a write. */
function sameExactly(one: FlagValue | null, other: FlagValue | null): boolean {
  return one?.kind === other?.kind && one?.value === other?.value;
}

export function toDefinition(state: FlagState, options: readonly Option[]): Definition {
  return {
    ...audienceOf(state, options),
    segmentOverrides: state.overrides.map(({ segmentId, priority, ...override }) => ({
      segmentId,
      priority,
      ...audienceOf(override, options),
    })),
  };
}

export function fromAnswer(answer: FlagAnswer): FlagState {
  const { enabled, value, variants } = answer.environment_default;
  return {
    enabled,
    value: fromWire(value),
    variants,
    overrides: answer.segment_overrides.map((override) => ({
      segmentId: String(override.segment.id),
      priority: override.priority,
      enabled: override.enabled,
      value: fromWire(override.value),
      variants: override.variants,
    })),
  };
}
