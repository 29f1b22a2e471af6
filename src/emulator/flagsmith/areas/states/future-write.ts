import type { Draft, Override } from "../../store/flag";
import { addLink, addState, checkPriority, defaultState, linksOf, overrides, removeLinks } from "../../store/flag";
import type { Feature, FeatureState } from "../../store/records";
import type { Store } from "../../store/store";
import type { ApiValueType } from "../../store/stored-value";
import { setApiValue } from "../../store/stored-value";
import { ApiError } from "../../wire/api-error";
import { setWeights } from "./flag-body";

/** The fields sent for a state; omitted ones stay (change) or are reset (replacement). */
export interface DefaultChange {
  readonly enabled?: boolean;
  readonly value?: { readonly type: ApiValueType; readonly value: string };
  readonly variants?: readonly { readonly option: number; readonly percentage: number }[];
}

export interface OverrideChange extends DefaultChange {
  readonly segment: number;
  readonly priority?: number;
}

/** A replacement without `enabled` turns the flag off, without a value clears it. */
export function writeDefault(store: Store, state: FeatureState, sent: DefaultChange, replace: boolean): void {
  if (replace || sent.enabled !== undefined) state.enabled = sent.enabled ?? false;
  if (sent.value) setApiValue(state.value, sent.value.type, sent.value.value);
  else if (replace) Object.assign(state.value, { string_value: null, integer_value: null, boolean_value: null });
  if (sent.variants) setWeights(store, state, sent.variants);
  state.updatedAt = store.now();
}

/**
 * Writes the list in its order. An override being created takes its position as its priority when it names none, on PUT
 * too; an existing one keeps its number. Ties over all overrides of the flag are refused at the end.
 */
export function writeOverrides(
  store: Store,
  draft: Draft,
  feature: Feature,
  sent: readonly OverrideChange[],
  replace: boolean,
): void {
  const existing = overrides(draft);
  if (replace) {
    const named = new Set(sent.map((each) => each.segment));
    removeLinks(
      draft.flag,
      linksOf(draft).filter((each) => !named.has(each.segment)),
    );
  }
  sent.forEach((each, position) => {
    const found = existing.find(({ link }) => link.segment === each.segment);
    const target = found ?? create(store, draft, feature, each.segment, each.priority ?? position);
    write(store, draft, target, each, replace || !found);
  });
  refuseTies(draft);
}

/** A new or replaced override takes omitted fields from the environment's default. */
function write(store: Store, draft: Draft, { state, link }: Override, sent: OverrideChange, inherit: boolean): void {
  const base = defaultState(draft);
  if (sent.priority !== undefined) {
    checkPriority(sent.priority);
    link.priority = sent.priority;
  }
  if (inherit || sent.enabled !== undefined) state.enabled = sent.enabled ?? base.enabled;
  if (sent.value) setApiValue(state.value, sent.value.type, sent.value.value);
  else if (inherit) Object.assign(state.value, structuredClone(base.value));
  const inherited = base.weights.map((each) => ({ option: each.option, percentage: each.percentage }));
  if (sent.variants) setWeights(store, state, sent.variants);
  else if (inherit) setWeights(store, state, inherited);
  state.updatedAt = store.now();
}

function create(store: Store, draft: Draft, feature: Feature, segment: number, priority: number): Override {
  const link = addLink(store, draft, segment, priority);
  const state = addState(store, draft.flag, feature, {
    version: draft.version?.uuid ?? null,
    enabled: false,
    link: link.id,
  });
  return { state, link };
}

function refuseTies(draft: Draft): void {
  const seen = new Set<number>();
  const ties: number[] = [];
  for (const { priority } of linksOf(draft)) {
    if (seen.has(priority)) ties.push(priority);
    seen.add(priority);
  }
  if (ties.length > 0) throw new ApiError(400, { detail: `Duplicate priority: ${Math.min(...ties)}.` });
}
