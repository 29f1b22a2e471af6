import { statesOf } from "../../store/environment-copy";
import { identityStates, live } from "../../store/flag";
import type { Environment, FeatureState, Flag } from "../../store/records";
import type { Store } from "../../store/store";
import { noMatch } from "../../wire/api-error";

export function liveStates(store: Store, environment: Environment): FeatureState[] {
  return store.flagsIn(environment).flatMap((flag) => [...statesOf(live(store, flag)), ...identityStates(flag)]);
}

export function exists(store: Store, flag: Flag, identity: number | null, link: number | null): boolean {
  const rows = identity === null ? statesOf(live(store, flag)) : identityStates(flag);
  return rows.some((each) => each.identity === identity && each.link === link);
}

export function findState(store: Store, matches: (state: FeatureState) => boolean): FeatureState {
  const state = [...store.tables.flags.values()].flatMap((flag) => flag.states).find(matches);
  if (!state) throw noMatch("FeatureState");
  return state;
}

export function linkById(store: Store, id: number): { flag: Flag; link: Flag["links"][number] } | undefined {
  for (const flag of store.tables.flags.values()) {
    const link = flag.links.find((each) => each.id === id);
    if (link) return { flag, link };
  }
  return undefined;
}
