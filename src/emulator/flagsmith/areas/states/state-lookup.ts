import { statesOf } from "../../store/environment-copy";
import { identityStates, live } from "../../store/flag";
import type { Environment, FeatureState, Flag } from "../../store/records";
import type { Store } from "../../store/store";
import { noMatch } from "../../wire/api-error";

/** Of all features, or of one that is asked for. */
export function liveStates(store: Store, environment: Environment, feature: number | undefined): FeatureState[] {
  const one = feature === undefined ? undefined : store.tables.features.get(feature);
  const flags =
    feature === undefined
      ? store.flagsIn(environment)
      : one?.project === environment.project
        ? [store.flag(environment, one)]
        : [];
  return flags.flatMap((flag) => [...statesOf(live(store, flag)), ...identityStates(flag)]);
}

export function exists(store: Store, flag: Flag, identity: number | null, link: number | null): boolean {
  const rows = identity === null ? statesOf(live(store, flag)) : identityStates(flag);
  return rows.some((each) => each.identity === identity && each.link === link);
}

export function findState(store: Store, matches: (state: FeatureState) => boolean): FeatureState {
  for (const flag of store.tables.flags.values()) {
    const state = flag.states.find(matches);
    if (state) return state;
  }
  throw noMatch("FeatureState");
}

export function linkById(store: Store, id: number): { flag: Flag; link: Flag["links"][number] } | undefined {
  for (const flag of store.tables.flags.values()) {
    const link = flag.links.find((each) => each.id === id);
    if (link) return { flag, link };
  }
  return undefined;
}
