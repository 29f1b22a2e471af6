import { boolean, column, nullable, optional, related } from "../../drf/field";
import type { Json } from "../../drf/json";
import { isObject } from "../../drf/json";
import { nested, readBody } from "../../drf/serializer";
import type { Draft, Override } from "../../store/flag";
import { addLink, addState, linksOf, moveLink } from "../../store/flag";
import type { Feature, FeatureState, Link } from "../../store/records";
import type { Store } from "../../store/store";
import type { Request } from "../../wire/request";
import { setWeights } from "./flag-body";
import { priorityField, setTypedValue, typedValue } from "./typed-value";
import type { WeightRow } from "./weight-rows";
import { weightRows, writeWeightRows } from "./weight-rows";

/** A state with its link nested in it, as versions and `create-segment-override` write it. */
export function stateFields(store: Store, project: number) {
  const segment = related((id) => {
    const found = store.tables.segments.get(id);
    return found?.project === project ? found : undefined;
  });
  return {
    enabled: boolean({ required: false }),
    feature_state_value: typedValue,
    feature_segment: optional(nullable(nested({ id: column({ required: false }), segment, priority: priorityField }))),
    multivariate_feature_state_values: weightRows(store),
  };
}

/** Creates an override. If the priority is taken, its holder moves down by one; without a priority it goes last. */
export function createOverride(request: Request, draft: Draft, feature: Feature, body: Json): Override {
  const { store } = request;
  const sent = readBody(body, stateFields(store, feature.project));
  const priority = sent.feature_segment?.priority;
  if (priority !== undefined) freePriority(draft, priority);
  const link = addLink(store, draft, sent.feature_segment?.segment?.id ?? 0, priority);
  const state = addState(store, draft.flag, feature, {
    version: draft.version?.uuid ?? null,
    enabled: sent.enabled ?? false,
    link: link.id,
  });
  setTypedValue(state.value, sent.feature_state_value);
  writeWeightRows(store, state, sent.multivariate_feature_state_values);
  return { state, link };
}

/** Versions in one request find a state's rows by their options; a draft's own endpoint finds them by their ids. */
type RowsBy = "option" | "id";

export function updateState(request: Request, draft: Draft, state: FeatureState, body: Json, rowsBy: RowsBy): void {
  const { store } = request;
  const sent = readBody(body, stateFields(store, store.tables.features.get(state.feature)?.project ?? 0));
  const link = linkOfState(draft, state);
  const priority = sent.feature_segment?.priority;
  if (link && priority !== undefined) {
    freePriority(draft, priority, link);
    link.priority = priority;
  }
  if (sent.enabled !== undefined) state.enabled = sent.enabled;
  setTypedValue(state.value, sent.feature_state_value);
  state.updatedAt = store.now();
  const rows = sent.multivariate_feature_state_values;
  if (rowsBy === "id") writeWeightRows(store, state, rows);
  else setWeights(store, state, (rows ?? []).map(optionAndShare));
}

function optionAndShare(row: WeightRow): { option: number; percentage: number } {
  return { option: row.multivariate_feature_option ?? 0, percentage: row.percentage_allocation ?? 0 };
}

export function linkOfState(draft: Draft, state: FeatureState): Link | undefined {
  return linksOf(draft).find((each) => each.id === state.link);
}

/** The segment named in a body, read before anything is validated. */
export function namedSegment(body: Json): number | undefined {
  const link = isObject(body) ? body.feature_segment : undefined;
  return isObject(link) ? Number(link.segment) : undefined;
}

function freePriority(draft: Draft, priority: number, self?: Link): void {
  const holder = linksOf(draft).find((each) => each !== self && each.priority === priority);
  if (holder) moveLink(draft, holder, priority + 1);
}
