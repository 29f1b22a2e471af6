import { randomUUID } from "node:crypto";
import { groupBy } from "../../../group-by";
import { time } from "../areas/common";
import { allOverrides, identityStates, knownDefaultState, live } from "../store/flag";
import type { Condition, EdgeOverride, Environment, Feature, FeatureState, Link, Rule } from "../store/records";
import type { Store } from "../store/store";
import { rawValue } from "../store/stored-value";

/**
 * The environment document: everything an SDK needs to evaluate by itself, and a whole refresh in one request. Overrides of
 * identities at the edge are in the one that the edge serves.
 */
export function showDocument(store: Store, environment: Environment, kept?: "as on the edge"): object {
  const project = store.tables.projects.get(environment.project);
  const features = store.featuresOf(environment.project);
  return {
    id: environment.id,
    api_key: environment.api_key,
    project: {
      id: environment.project,
      name: project?.name,
      organisation: {
        id: store.organisation.id,
        name: store.organisation.name,
        feature_analytics: false,
        stop_serving_flags: false,
        persist_trait_data: true,
      },
      hide_disabled_flags: project?.hide_disabled_flags,
      segments: showSegments(store, environment, features),
      enable_realtime_updates: project?.enable_realtime_updates,
      server_key_only_feature_ids: features.filter((each) => each.is_server_key_only).map((each) => each.id),
    },
    feature_states: features.flatMap((each) => {
      const state = knownDefaultState(live(store, store.flag(environment, each)));
      return state ? [showState(store, each, state, null)] : [];
    }),
    identity_overrides: environment.use_identity_overrides_in_local_eval
      ? [...showIdentities(store, environment, features), ...(kept ? showEdgeIdentities(store, environment, features) : [])]
      : [],
    name: environment.name,
    allow_client_traits: environment.allow_client_traits,
    updated_at: time(environment.updatedAt),
    hide_sensitive_data: environment.hide_sensitive_data,
    hide_disabled_flags: environment.hide_disabled_flags,
    use_identity_composite_key_for_hashing: environment.use_identity_composite_key_for_hashing,
    use_identity_overrides_in_local_eval: environment.use_identity_overrides_in_local_eval,
  };
}

/** A feature-specific segment is omitted where that feature does not use it. */
function showSegments(store: Store, environment: Environment, features: readonly Feature[]): object[] {
  const overrides = groupBy(
    features.flatMap((feature) =>
      allOverrides(live(store, store.flag(environment, feature))).map((each) => ({ feature, ...each })),
    ),
    ({ link }) => link.segment,
  );
  return store.segmentsOf(environment.project).flatMap((segment) => {
    const own = overrides.get(segment.id) ?? [];
    if (segment.feature !== null && own.length === 0) return [];
    const states = own.map(({ feature, state, link }) => showState(store, feature, state, link));
    return [{ id: segment.id, name: segment.name, rules: segment.rules.map(showRule), feature_states: states }];
  });
}

function showRule(rule: Rule): object {
  return { type: rule.type, rules: rule.rules.map(showRule), conditions: rule.conditions.map(showCondition) };
}

function showCondition(condition: Condition): object {
  return { operator: condition.operator, value: condition.value, property_: condition.property };
}

function showState(store: Store, feature: Feature, state: FeatureState, link: Link | null): object {
  return {
    feature: { id: feature.id, name: feature.name, type: feature.type },
    enabled: state.enabled,
    // The seed, not the id: identities keep their variants when a version copies the state.
    django_id: state.seed,
    feature_segment: link && { priority: link.priority },
    featurestate_uuid: state.uuid,
    feature_state_value: rawValue(state.value),
    multivariate_feature_state_values: state.weights.map((each) => {
      const option = store.tables.options.get(each.option);
      return {
        id: each.id,
        mv_fs_value_uuid: each.uuid,
        percentage_allocation: each.percentage,
        multivariate_feature_option: { id: each.option, value: option ? rawValue(option) : null, key: option?.key ?? null },
      };
    }),
  };
}

function showIdentities(store: Store, environment: Environment, features: readonly Feature[]): object[] {
  const states = groupBy(
    features.flatMap((feature) => identityStates(store.flag(environment, feature)).map((state) => ({ feature, state }))),
    ({ state }) => state.identity,
  );
  return store.tables.identities.where("environment", environment.id).flatMap((identity) => {
    const own = states.get(identity.id) ?? [];
    if (own.length === 0) return [];
    return [
      {
        identifier: identity.identifier,
        environment_api_key: environment.api_key,
        identity_features: own.map(({ feature, state }) => showState(store, feature, state, null)),
        identity_traits: [],
        // Generated for each response: identities in the database have none.
        identity_uuid: randomUUID(),
        django_id: identity.id,
        composite_key: `${environment.api_key}_${identity.identifier}`,
        created_date: time(identity.createdAt),
        dashboard_alias: null,
      },
    ];
  });
}

function showEdgeIdentities(store: Store, environment: Environment, features: readonly Feature[]): object[] {
  const known = new Map(features.map((each) => [each.id, each]));
  return store.tables.edgeIdentities
    .where("environment", environment.id)
    .filter((each) => each.overrides.length > 0)
    .map((identity) => ({
      identifier: identity.identifier,
      environment_api_key: environment.api_key,
      identity_features: identity.overrides.flatMap((override) => {
        const feature = known.get(override.feature);
        return feature ? [showEdgeOverride(store, feature, override)] : [];
      }),
      identity_traits: [],
      identity_uuid: identity.uuid,
      django_id: null,
      composite_key: `${environment.api_key}_${identity.identifier}`,
      created_date: time(environment.updatedAt),
      dashboard_alias: identity.dashboardAlias,
    }));
}

function showEdgeOverride(store: Store, feature: Feature, override: EdgeOverride): object {
  return {
    feature: { id: feature.id, name: feature.name, type: feature.type },
    enabled: override.enabled,
    django_id: null,
    feature_segment: null,
    featurestate_uuid: override.uuid,
    feature_state_value: override.value,
    multivariate_feature_state_values: override.weights.map((each) => {
      const option = store.tables.options.get(each.option);
      return {
        id: null,
        mv_fs_value_uuid: each.uuid,
        percentage_allocation: each.percentage,
        multivariate_feature_option: { id: each.option, value: option ? rawValue(option) : null, key: option?.key ?? null },
      };
    }),
  };
}
