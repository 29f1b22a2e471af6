import { randomUUID } from "node:crypto";
import { allOverrides, live, removeLinks } from "../../store/flag";
import type { FeatureState, Rule, Segment } from "../../store/records";
import type { Store } from "../../store/store";

export function addSegment(store: Store, project: number, name: string, rules: readonly Rule[]): Segment {
  const now = store.now();
  const segment: Segment = {
    id: store.nextId(),
    uuid: randomUUID(),
    project,
    createdAt: now,
    updatedAt: now,
    name,
    description: null,
    feature: null,
    rules,
    metadata: [],
  };
  store.tables.segments.set(segment.id, segment);
  for (const environment of store.environmentsOf(project)) store.touch(environment);
  return segment;
}

/** Removes its overrides too, in every environment and version; the other priorities keep their gaps. */
export function removeSegment(store: Store, segment: Segment): void {
  for (const flag of store.tables.flags.values()) {
    removeLinks(
      flag,
      flag.links.filter((each) => each.segment === segment.id),
    );
  }
  store.tables.segments.delete(segment.id);
  for (const environment of store.environmentsOf(segment.project)) store.touch(environment);
}

/** The states that overrides of the segment hold, in one environment as they are served or in all with all their versions. */
export function statesFor(store: Store, segment: Segment, environment: string | null): FeatureState[] {
  return [...store.tables.flags.values()]
    .filter((flag) => environment === null || String(flag.environment) === environment)
    .flatMap((flag) =>
      environment === null
        ? [null, ...flag.versions].flatMap((version) => allOverrides({ flag, version }))
        : allOverrides(live(store, flag)),
    )
    .filter((each) => each.link.segment === segment.id)
    .map((each) => each.state);
}
