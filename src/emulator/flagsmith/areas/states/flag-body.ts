import { boolean, checked, choice, FieldError, float, integer, text } from "../../drf/field";
import { nested } from "../../drf/serializer";
import { newWeight } from "../../store/flag";
import type { Feature, FeatureState } from "../../store/records";
import type { Store } from "../../store/store";
import { checkApiValue } from "../../store/stored-value";
import { invalid } from "../../wire/api-error";

/** The parts that the bodies of the flag endpoints share. */
const VALUE_TYPES = ["integer", "string", "boolean"] as const;

/** A typed value of the experiments endpoints: errors are reported on the object, not on one of its fields. */
export const experimentValue = nested(
  { type: choice(VALUE_TYPES), value: text({ blank: true }) },
  { validate: ({ type, value }) => checkApiValue(type ?? "string", value ?? "") },
);

/** A typed value of the whole-flag endpoint: errors are reported on the field that holds it. */
export const wholeFlagValue = checked(
  nested({ type: choice(VALUE_TYPES), value: text({ blank: true }) }, { required: false }),
  ({ type, value }) => checkApiValue(type ?? "string", value ?? ""),
);

export const featureIdentifier = nested(
  { name: text({ required: false }), id: integer({ required: false }) },
  {
    validate: ({ name, id }) => {
      if (name === undefined && id === undefined) {
        throw new FieldError("Either 'name' or 'id' is required for feature identification");
      }
      if (name !== undefined && id !== undefined) throw new FieldError("Provide either 'name' or 'id', not both");
    },
  },
);

export const shares = nested({ multivariate_feature_option: integer(), percentage_allocation: float({ min: 0, max: 100 }) });

export const enabled = boolean();

/** Names are case-sensitive here. The message shows the dictionary that was sent, as Python prints it. */
export function findFeature(store: Store, project: number, sent: { name?: string; id?: number }): Feature {
  const feature = sent.id !== undefined ? store.tables.features.get(sent.id) : store.featureNamed(project, sent.name ?? "");
  if (feature?.project === project) return feature;
  const shown = sent.id !== undefined ? `{'id': ${sent.id}}` : `{'name': '${sent.name ?? ""}'}`;
  throw invalid([`Feature '${shown}' not found in project`]);
}

export function checkSegment(store: Store, project: number, id: number): void {
  if (store.tables.segments.get(id)?.project !== project) throw new FieldError(`Segment with id ${id} not found in project`);
}

export function setWeights(
  store: Store,
  state: FeatureState,
  sent: readonly { readonly option: number; readonly percentage: number }[],
): void {
  for (const { option, percentage } of sent) {
    const existing = state.weights.find((each) => each.option === option);
    if (existing) existing.percentage = percentage;
    else state.weights.push(newWeight(store, option, percentage));
  }
}
