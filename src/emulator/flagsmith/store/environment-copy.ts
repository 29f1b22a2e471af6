import { randomUUID } from "node:crypto";
import type { Draft } from "./flag";
import { addState, addVersion, linksOf, live, newWeight } from "./flag";
import type { Environment, Flag } from "./records";
import type { Store } from "./store";

/** Gives a new environment the settings and live flags of another, with ids of its own. */
export function cloneEnvironment(store: Store, source: Environment, copy: Environment): void {
  const { id: _id, uuid: _uuid, name: _name, api_key: _key, ...settings } = source;
  Object.assign(copy, structuredClone(settings));
  for (const feature of store.featuresOf(source.project)) {
    const from = live(store, store.flag(source, feature));
    const flag = store.flag(copy, feature);
    const to = live(store, flag);
    Object.assign(flag, { states: [], links: [] });
    const links = new Map(
      linksOf(from).map((link) => {
        const twin = { ...link, id: store.nextId(), uuid: randomUUID(), version: to.version?.uuid ?? null };
        flag.links.push(twin);
        return [link.id, twin.id] as const;
      }),
    );
    for (const state of statesOf(from)) {
      const link = state.link === null ? undefined : links.get(state.link);
      addState(store, flag, feature, {
        version: to.version?.uuid ?? null,
        enabled: state.enabled,
        value: structuredClone(state.value),
        weights: state.weights.map((each) => newWeight(store, each.option, each.percentage)),
        ...(link !== undefined && { link }),
      });
    }
  }
}

/** Every flag's rows become its first published version. */
export function enableVersioning(store: Store, environment: Environment): void {
  for (const flag of store.flagsIn(environment)) {
    const rows = { states: statesOf({ flag, version: null }), links: linksOf({ flag, version: null }) };
    const version = addVersion(store, flag, true);
    for (const row of [...rows.states, ...rows.links]) row.version = version.uuid;
  }
  environment.use_v2_feature_versioning = true;
  store.touch(environment);
}

/** Keeps the live version's rows and drops all other versions. */
export function disableVersioning(store: Store, environment: Environment): void {
  for (const flag of store.flagsIn(environment)) {
    const draft = live(store, flag);
    const kept = { states: statesOf(draft), links: linksOf(draft) };
    const identities = flag.states.filter((each) => each.identity !== null);
    for (const row of [...kept.states, ...kept.links]) row.version = null;
    for (const state of kept.states) state.liveFrom = store.now();
    Object.assign(flag, { states: [...kept.states, ...identities], links: kept.links, versions: [] });
  }
  environment.use_v2_feature_versioning = false;
  store.touch(environment);
}

/** The default and the segment overrides, without identity overrides. */
export function statesOf({ flag, version }: Draft): Flag["states"] {
  return flag.states.filter((each) => each.identity === null && each.version === (version?.uuid ?? null));
}
