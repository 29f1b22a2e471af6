import { randomBytes, randomUUID } from "node:crypto";
import type { Environment } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid } from "../../wire/api-error";

/** A new environment has a state for each feature of its project at once. */
export function addEnvironment(store: Store, project: number, name: string, versioning: boolean, key?: string): Environment {
  const environment: Environment = {
    id: store.nextId(),
    uuid: randomUUID(),
    project,
    name,
    api_key: key ?? randomBytes(16).toString("base64url"),
    description: null,
    minimum_change_request_approvals: null,
    allow_client_traits: true,
    banner_text: null,
    banner_colour: null,
    hide_disabled_flags: null,
    use_identity_composite_key_for_hashing: true,
    hide_sensitive_data: false,
    use_v2_feature_versioning: versioning,
    use_identity_overrides_in_local_eval: true,
    metadata: [],
    updatedAt: store.now(),
  };
  store.tables.environments.set(environment.id, environment);
  for (const feature of store.featuresOf(project)) store.addStates(environment, feature);
  return environment;
}

export function removeEnvironment(store: Store, environment: Environment): void {
  const { flags, identities, edgeIdentities } = store.tables;
  for (const flag of flags.where("environment", environment.id)) store.removeFlag(flag);
  for (const { id } of identities.where("environment", environment.id)) identities.delete(id);
  for (const { uuid } of edgeIdentities.where("environment", environment.id)) edgeIdentities.delete(uuid);
  for (const row of store.tables.serverKeys.values())
    if (row.environment === environment.id) store.tables.serverKeys.delete(row.id);
  store.tables.retiredKeys.add(environment.api_key);
  store.tables.environments.delete(environment.id);
}

/** The key is unique everywhere, the name within its project. */
export function refuseTaken(
  store: Store,
  project: number,
  sent: { name?: string; api_key?: string },
  self?: Environment,
): void {
  if ([...store.tables.environments.values()].some((each) => each !== self && each.api_key === sent.api_key)) {
    throw invalid({ api_key: ["environment with this api key already exists."] });
  }
  if (store.environmentsOf(project).some((each) => each !== self && each.name === sent.name)) {
    throw invalid({ non_field_errors: ["An environment with this name already exists."] });
  }
}
