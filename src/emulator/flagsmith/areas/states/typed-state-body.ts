import { boolean, FieldError, nullable, related, text } from "../../drf/field";
import type { Json } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import type { FeatureState } from "../../store/records";
import type { Store } from "../../store/store";
import { linkById } from "./state-lookup";
import { typedValue } from "./typed-value";
import { checkWeightTotal, weightRows } from "./weight-rows";

function fields(store: Store) {
  return {
    feature: related((id) => store.tables.features.get(id)),
    environment: related((id) => store.tables.environments.get(id)),
    feature_segment: nullable(related((id) => linkById(store, id), { required: false })),
    identity: nullable(related((id) => store.tables.identities.get(id), { required: false })),
    identifier: text({ required: false }),
    enabled: boolean({ required: false }),
    feature_state_value: typedValue,
    multivariate_feature_state_values: weightRows(store),
  };
}

export function readNewState(store: Store, body: Json) {
  return readBody(body, fields(store), {
    validate: ({ feature, environment, feature_segment: link, identity, identifier, ...more }) => {
      if (!environment || feature?.project !== environment.project) {
        throw new FieldError({ feature: ["Feature does not exist in project"] });
      }
      if (identifier !== undefined && !store.identityNamed(environment, identifier))
        throw new FieldError("Invalid identifier");
      if (identity && identity.environment !== environment.id) {
        throw new FieldError("Identity does not exist in environment.");
      }
      if (link && link.flag.environment !== environment.id) {
        throw new FieldError("Feature Segment does not belong to environment.");
      }
      checkWeightTotal(more.multivariate_feature_state_values);
    },
  });
}

export function readChangedState(store: Store, state: FeatureState, body: Json, partial: boolean) {
  return readBody(body, fields(store), {
    partial,
    validate: ({ feature, environment, ...more }) => {
      if (feature && feature.id !== state.feature) {
        throw new FieldError({ feature: ["Cannot change the feature of a feature state"] });
      }
      if (environment && environment.id !== state.environment) {
        throw new FieldError({ environment: ["Cannot change the environment of a feature state"] });
      }
      checkWeightTotal(more.multivariate_feature_state_values);
    },
  });
}
