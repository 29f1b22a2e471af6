import { isVersioned } from "../../store/flag";
import type { FeatureState, Link, StoredValue } from "../../store/records";
import type { Store } from "../../store/store";
import { rawValue } from "../../store/stored-value";
import { time } from "../common";

/** How lists and bodies of the legacy endpoints show an identity: lists name it, single states only number it. */
type IdentityView = "number" | "named";

/** The value as raw JSON: what the endpoints below an environment or an identity show. */
export function showRawState(store: Store, state: FeatureState, identity: IdentityView = "number"): object {
  const named = state.identity === null ? undefined : store.tables.identities.get(state.identity);
  return {
    ...showState(state),
    feature_state_value: rawValue(state.value),
    identity: identity === "named" && named ? { id: named.id, identifier: named.identifier } : state.identity,
    feature_segment: state.link,
    version: state.versionNumber,
    environment_feature_version: state.version,
  };
}

/** The value with its type and all its columns: what `/features/featurestates/` shows. */
export function showTypedState(state: FeatureState): object {
  return {
    ...showState(state),
    feature_state_value: showColumns(state.value),
    identity: state.identity,
    feature_segment: state.link,
    version: state.versionNumber,
    environment_feature_version: state.version,
  };
}

/** With the link nested in it: what versions and `create-segment-override` show. */
export function showStateWithLink(state: FeatureState, link: Link | undefined): object {
  return {
    ...showState(state),
    feature_state_value: showColumns(state.value),
    identity: state.identity,
    feature_segment: link ? { id: link.id, segment: link.segment, priority: link.priority, uuid: link.uuid } : null,
  };
}

/** Identity overrides and states without versioning may be written directly, others only in a version. */
export function isDirectlyWritable(store: Store, state: FeatureState): boolean {
  if (state.identity !== null) return true;
  const environment = store.tables.environments.get(state.environment);
  const feature = store.tables.features.get(state.feature);
  if (!environment || !feature) return false;
  const flag = store.flag(environment, feature);
  const version = flag.versions.find((each) => each.uuid === state.version);
  return version?.publishedAt === null || !isVersioned(store, flag);
}

function showState(state: FeatureState): object {
  return {
    id: state.id,
    multivariate_feature_state_values: state.weights.map((each) => ({
      id: each.id,
      multivariate_feature_option: each.option,
      percentage_allocation: each.percentage,
    })),
    deleted_at: null,
    uuid: state.uuid,
    enabled: state.enabled,
    created_at: time(state.createdAt),
    updated_at: time(state.updatedAt),
    live_from: time(state.liveFrom),
    feature: state.feature,
    environment: state.environment,
    change_request: null,
  };
}

function showColumns(value: StoredValue): object {
  return {
    type: value.type,
    string_value: value.string_value,
    integer_value: value.integer_value,
    boolean_value: value.boolean_value,
  };
}
