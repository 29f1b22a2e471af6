import type { FlagValue } from "../../model/flag-value";
import type { AudienceChange, Edit } from "../../port/edit";
import type { Definition } from "../../port/definition";
import type { FlagAnswer, VariantAnswer } from "../api/answers";
import { asStored, fromWire } from "../api/values";
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

/** What a batch of edits comes to. */
export interface Wanted {
  readonly default: WantedState | undefined;
  readonly puts: ReadonlyMap<string, WantedOverride>;
  readonly removals: ReadonlySet<string>;
  /** The exact set of overrides, if one was stated. */
  readonly only: { readonly segments: ReadonlySet<string>; readonly refuse: boolean } | undefined;
}

export interface WantedState {
  readonly enabled?: boolean;
  readonly value?: FlagValue;
  /** The shares of all the flag's variants. */
  readonly variants?: readonly VariantAnswer[];
}

export interface WantedOverride extends WantedState {
  readonly priority?: number;
  /** Of an override that was there when it was last seen: all that it is to have where it is not any more. */
  readonly whole?: WantedState & { readonly priority?: number };
  /** Only a look tells whether it is there. */
  readonly again?: true;
}

export function wantedOf({ enabled, serve }: AudienceChange, options: readonly Option[], attempted: string): WantedState {
  return { ...(enabled === undefined ? {} : { enabled }), ...(serve && wantedServe(serve, options, attempted)) };
}

/**
 * Folds the edits of several operations. Within an operation the last word counts; between operations a put wins over a
 * remove, whichever came first: a renamed address must not delete a live override. `options`: the flag's variants.
 */
export function fold(
  operations: readonly (readonly Edit[])[],
  options: readonly Option[] = [],
  attempted = "update a flag",
): Wanted {
  let byDefault: WantedState | undefined;
  const puts = new Map<string, WantedOverride>();
  const removals = new Set<string>();
  let only: { segments: Set<string>; refuse: boolean } | undefined;
  for (const edits of operations) {
    const ownRemovals = new Set<string>();
    for (const edit of edits) {
      switch (edit.kind) {
        case "set-default":
          byDefault = { ...byDefault, ...wantedOf(edit, options, attempted) };
          break;
        case "put-segment-override": {
          const { segment, priority, whole, again } = edit;
          const override = {
            ...wantedOf(edit, options, attempted),
            ...(priority === undefined ? {} : { priority }),
            ...(again && { again }),
            ...(whole && {
              whole: {
                ...wantedOf(whole, options, attempted),
                ...(whole.priority === undefined ? {} : { priority: whole.priority }),
              },
            }),
          };
          puts.set(segment.id, { ...puts.get(segment.id), ...override });
          ownRemovals.delete(segment.id);
          break;
        }
        case "remove-segment-override":
          if (!edit.unless?.()) ownRemovals.add(edit.segment.id);
          break;
        case "keep-only-segment-overrides":
          only ??= { segments: new Set(), refuse: false };
          for (const { id } of edit.segments) only.segments.add(id);
          if (edit.unlisted === "refuse") only.refuse = true;
          break;
        default:
          // Refused at plan, by the platform's capabilities.
          throw new Error(`Flagsmith knows no edit "${edit.kind}"`);
      }
    }
    for (const id of ownRemovals) removals.add(id);
  }
  for (const id of puts.keys()) {
    removals.delete(id);
    only?.segments.add(id);
  }
  return { default: byDefault, puts, removals, only };
}

/** With all that is to be of the overrides that were seen once and are not there any more. */
export function inFullWhereGone(state: FlagState, wanted: Wanted): Wanted {
  const puts = [...wanted.puts].map(([id, put]) => {
    return [id, state.overrides.some(({ segmentId }) => segmentId === id) ? put : inFull(put)] as const;
  });
  return { ...wanted, puts: new Map(puts) };
}

/** What an override is to have where it must be made. */
export function inFull({ whole, ...changes }: WantedOverride): WantedOverride {
  return { ...whole, ...changes };
}

/** The overrides that an exact set does not list. */
export function unlisted(state: FlagState, wanted: Wanted): readonly OverrideState[] {
  const { only } = wanted;
  return only ? state.overrides.filter(({ segmentId }) => !only.segments.has(segmentId)) : [];
}

/** The flag as it is to be. `pinned`: priorities that earlier writes of this run asked for, which must not be moved. */
export function applyTo(state: FlagState, wanted: Wanted, pinned: ReadonlyMap<string, number>): FlagState {
  const base = { ...state, ...statedIn(wanted.default) };
  const extra = new Set(unlisted(state, wanted).map(({ segmentId }) => segmentId));
  const kept = state.overrides.filter(({ segmentId }) => !wanted.removals.has(segmentId) && !extra.has(segmentId));
  const changed = kept.map((override) => ({ ...override, ...statedIn(wanted.puts.get(override.segmentId)) }));
  const fresh = [...wanted.puts]
    .filter(([id]) => !kept.some(({ segmentId }) => segmentId === id))
    .map(([segmentId, put]): OverrideState => {
      // What is not stated of a new override is inherited from the default.
      const { enabled, value, variants } = base;
      return { segmentId, priority: Number.MAX_SAFE_INTEGER, enabled, value, variants, ...statedIn(put) };
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

/**
 * Gives every override a priority of its own: stated ones get theirs, those in the way move down as little as they can, and
 * new ones without a statement go last.
 */
function place(
  overrides: readonly OverrideState[],
  wanted: Wanted,
  pinned: ReadonlyMap<string, number>,
): readonly OverrideState[] {
  const stated = new Map<string, number>();
  for (const [id, { priority }] of wanted.puts) if (priority !== undefined) stated.set(id, priority);
  for (const { segmentId, priority } of overrides) {
    // A pin holds only as long as the override stands where it was pinned, and nobody asks for the place now.
    const pin = pinned.get(segmentId);
    if (pin === priority && !wanted.puts.has(segmentId) && ![...stated.values()].includes(pin)) stated.set(segmentId, pin);
  }
  const taken = new Set(stated.values());
  let last = -1;
  const placed = overrides.map((override) => {
    const own = stated.get(override.segmentId);
    if (own !== undefined) return { ...override, priority: own };
    const isNew = override.priority === Number.MAX_SAFE_INTEGER;
    let priority = isNew ? Math.max(last, ...taken) + 1 : Math.max(last + 1, override.priority);
    while (taken.has(priority)) priority++;
    last = priority;
    return { ...override, priority };
  });
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
