import type { Served } from "../../evaluation/serve";
import type { Environment, Feature, FeatureState } from "../../store/records";
import { rawValue } from "../../store/stored-value";
import { time } from "../common";

export function showServed(environment: Environment, served: Served): object {
  return { ...showFlag(environment, served.feature, served.state, served.value), variant: served.variant };
}

export function showFlag(
  environment: Environment,
  feature: Feature,
  state: FeatureState,
  value = rawValue(state.value),
): object {
  const hidden = environment.hide_sensitive_data;
  return {
    id: hidden ? null : state.id,
    feature: {
      id: feature.id,
      name: feature.name,
      created_date: hidden ? null : time(feature.createdAt),
      description: hidden ? null : feature.description,
      initial_value: hidden ? null : feature.initial_value,
      default_enabled: hidden ? null : feature.default_enabled,
      type: feature.type,
    },
    feature_state_value: value,
    environment: hidden ? null : state.environment,
    identity: hidden ? null : state.identity,
    feature_segment: hidden ? null : state.link,
    enabled: state.enabled,
  };
}

export function updatedHeader(environment: Environment): Record<string, string> {
  return { "x-flagsmith-document-updated-at": (environment.updatedAt.getTime() / 1000).toFixed(6) };
}
