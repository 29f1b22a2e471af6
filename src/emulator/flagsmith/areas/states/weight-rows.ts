import type { Field } from "../../drf/field";
import { column, FieldError, float, optional, related } from "../../drf/field";
import { many, nested } from "../../drf/serializer";
import { newWeight } from "../../store/flag";
import type { FeatureState, Weight } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid } from "../../wire/api-error";

/** A row of weights as the legacy endpoints take it; without an id it is new. */
export interface WeightRow {
  readonly id?: number;
  readonly multivariate_feature_option?: number;
  readonly percentage_allocation?: number;
}

const EXISTS = "Multivariate feature state value with this Feature state and Multivariate feature option already exists.";

export function weightRows(store: Store): Field<WeightRow[]> {
  return optional(
    many(
      nested({
        id: column({ required: false }),
        multivariate_feature_option: related((id) => store.tables.options.get(id)?.id),
        percentage_allocation: float({ min: 0, max: 100 }),
      }),
    ),
  );
}

/** Checked by the single-state endpoints before they store anything; versions do not check it. */
export function checkWeightTotal(rows: readonly WeightRow[] | undefined): void {
  const total = (rows ?? []).reduce((sum, each) => sum + (each.percentage_allocation ?? 0), 0);
  if (total > 100) throw new FieldError("Multivariate percentage values exceed 100%.");
}

/**
 * Writes the rows one after another, without a transaction: a row that the unique index refuses is a 400, and whatever was
 * stored before it stays. At the end, rows of the state that are not in the list are deleted.
 */
export function writeWeightRows(store: Store, state: FeatureState, rows: readonly WeightRow[] | undefined): void {
  if (!rows) return;
  const kept = new Set(rows.map((row) => writeRow(store, state, row).id));
  state.weights = state.weights.filter((each) => kept.has(each.id));
}

function writeRow(store: Store, state: FeatureState, sent: WeightRow): Weight {
  const { id, multivariate_feature_option: option = 0, percentage_allocation: percentage = 0 } = sent;
  const owner = id === undefined ? undefined : ownerOf(store, state, id);
  const row = owner?.weights.find((each) => each.id === id);
  // The model's error is converted to text.
  if (state.weights.some((each) => each !== row && each.option === option)) throw invalid([`{'__all__': ['${EXISTS}']}`]);
  if (!row || !owner) {
    const added = newWeight(store, option, percentage);
    state.weights.push(added);
    return added;
  }
  Object.assign(row, { option, percentage });
  // Rows are looked up by their id alone: one of another state moves here.
  if (owner !== state) {
    owner.weights = owner.weights.filter((each) => each !== row);
    state.weights.push(row);
  }
  return row;
}

/** Nearly always the state that is written. */
function ownerOf(store: Store, written: FeatureState, row: number): FeatureState | undefined {
  const owns = ({ weights }: FeatureState): boolean => weights.some(({ id }) => id === row);
  if (owns(written)) return written;
  for (const flag of store.tables.flags.values()) {
    const state = flag.states.find(owns);
    if (state) return state;
  }
  return undefined;
}
