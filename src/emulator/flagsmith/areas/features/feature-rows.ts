import { randomUUID } from "node:crypto";
import type { Feature, Project } from "../../store/records";
import type { Store } from "../../store/store";

/** A new feature has a state in every environment of its project at once. */
export function addFeature(
  store: Store,
  project: Project,
  given: { readonly name: string; readonly default_enabled: boolean; readonly initial_value: string | null },
): Feature {
  const feature: Feature = {
    id: store.nextId(),
    uuid: randomUUID(),
    project: project.id,
    ...given,
    createdAt: store.now(),
    type: "STANDARD",
    description: null,
    tags: [],
    is_archived: false,
    is_server_key_only: false,
    owners: [],
    group_owners: [],
    metadata: [],
  };
  store.tables.features.set(feature.id, feature);
  for (const environment of store.environmentsOf(project.id)) {
    store.addStates(environment, feature);
    store.touch(environment);
  }
  return feature;
}

export function removeFeature(store: Store, feature: Feature): void {
  for (const flag of store.tables.flags.where("feature", feature.id)) store.removeFlag(flag);
  for (const option of store.optionsOf(feature.id)) store.tables.options.delete(option.id);
  for (const identity of store.tables.edgeIdentities.values()) {
    identity.overrides = identity.overrides.filter((each) => each.feature !== feature.id);
  }
  for (const segment of store.segmentsOf(feature.project))
    if (segment.feature === feature.id) store.tables.segments.delete(segment.id);
  for (const environment of store.environmentsOf(feature.project)) store.touch(environment);
  store.tables.features.delete(feature.id);
}
