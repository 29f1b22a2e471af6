import { live, overrides } from "../../store/flag";
import type { Environment } from "../../store/records";
import type { Store } from "../../store/store";

export function countOverrides(store: Store, environment: Environment): number {
  return store.flagsIn(environment).reduce((sum, flag) => sum + overrides(live(store, flag)).length, 0);
}

export function showWithMetadata(environment: Environment): object {
  return { ...showEnvironment(environment), metadata: environment.metadata };
}

export function showEnvironment(environment: Environment): object {
  return {
    id: environment.id,
    uuid: environment.uuid,
    name: environment.name,
    api_key: environment.api_key,
    description: environment.description,
    project: environment.project,
    minimum_change_request_approvals: environment.minimum_change_request_approvals,
    allow_client_traits: environment.allow_client_traits,
    banner_text: environment.banner_text,
    banner_colour: environment.banner_colour,
    hide_disabled_flags: environment.hide_disabled_flags,
    use_mv_v2_evaluation: environment.use_identity_composite_key_for_hashing,
    use_identity_composite_key_for_hashing: environment.use_identity_composite_key_for_hashing,
    hide_sensitive_data: environment.hide_sensitive_data,
    use_v2_feature_versioning: environment.use_v2_feature_versioning,
    use_identity_overrides_in_local_eval: environment.use_identity_overrides_in_local_eval,
    is_creating: false,
  };
}
