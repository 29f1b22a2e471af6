import { randomUUID } from "node:crypto";
import { CrashError } from "../wire/api-error";
import type {
  Environment,
  Feature,
  FeatureState,
  FeatureVersion,
  Flag,
  Link,
  Project,
  StoredValue,
  VariantOption,
  Weight,
} from "./records";
import { emptyValue, inferValue } from "./stored-value";

/** What flags need of the database. */
interface Database {
  readonly tables: {
    readonly projects: ReadonlyMap<number, Project>;
    readonly environments: ReadonlyMap<number, Environment>;
  };
  nextId(): number;
  now(): Date;
  optionsOf(feature: number): VariantOption[];
}

/** The states and links that count now, or those of a version being written. */
export interface Draft {
  readonly flag: Flag;
  /** Null in an environment without feature versioning: the rows themselves are written. */
  readonly version: FeatureVersion | null;
}

export interface Override {
  readonly state: FeatureState;
  readonly link: Link;
}

/** What a new flag holds in an environment: its default, and with versioning a first published version. */
export function createFlag(store: Database, environment: Environment, feature: Feature): Flag {
  const flag: Flag = { environment: environment.id, feature: feature.id, states: [], links: [], versions: [] };
  const version = environment.use_v2_feature_versioning ? addVersion(store, flag, true) : null;
  const plain = store.tables.projects.get(environment.project)?.prevent_flag_defaults === true;
  addState(store, flag, feature, {
    version: version?.uuid ?? null,
    enabled: plain ? false : feature.default_enabled,
    weights: store.optionsOf(feature.id).map((each) => newWeight(store, each.id, each.default_percentage_allocation)),
  });
  return flag;
}

interface NewState {
  readonly version: string | null;
  readonly enabled: boolean;
  readonly identity?: number;
  readonly link?: number;
  readonly weights?: Weight[];
  readonly value?: StoredValue;
}

export function addState(store: Database, flag: Flag, feature: Feature, given: NewState): FeatureState {
  const id = store.nextId();
  const now = store.now();
  const plain = store.tables.projects.get(feature.project)?.prevent_flag_defaults === true;
  const state: FeatureState = {
    id,
    uuid: randomUUID(),
    environment: flag.environment,
    feature: flag.feature,
    identity: given.identity ?? null,
    link: given.link ?? null,
    createdAt: now,
    updatedAt: now,
    seed: id,
    versionNumber: 1,
    version: given.version,
    enabled: given.enabled,
    value: given.value ?? (plain ? emptyValue() : inferValue(feature.initial_value)),
    weights: given.weights ?? [],
    liveFrom: isVersioned(store, flag) ? null : now,
  };
  flag.states.push(state);
  return state;
}

export function newWeight(store: Database, option: number, percentage: number): Weight {
  return { id: store.nextId(), uuid: randomUUID(), option, percentage };
}

export function isVersioned(store: Database, flag: Flag): boolean {
  return store.tables.environments.get(flag.environment)?.use_v2_feature_versioning === true;
}

export function addVersion(
  store: Database,
  flag: Flag,
  published: boolean,
  description: string | null = null,
): FeatureVersion {
  const now = store.now();
  const version: FeatureVersion = {
    uuid: randomUUID(),
    createdAt: now,
    updatedAt: now,
    description,
    sequence: store.nextId(),
    publishedAt: null,
    liveFrom: null,
    published: null,
  };
  flag.versions.push(version);
  if (published) publish(store, version, now);
  return version;
}

export function publish(store: Database, version: FeatureVersion, liveFrom: Date): void {
  version.publishedAt = store.now();
  version.updatedAt = version.publishedAt;
  version.liveFrom = liveFrom;
  version.published = store.nextId();
}

export function isLive(store: Database, version: FeatureVersion): boolean {
  return version.publishedAt !== null && version.liveFrom !== null && version.liveFrom <= store.now();
}

/** Several versions can call themselves live: the newest counts. */
function liveVersion(store: Database, flag: Flag): FeatureVersion | undefined {
  return flag.versions
    .filter((each) => isLive(store, each))
    .reduce<FeatureVersion | undefined>((best, each) => (best && isNewer(best, each) ? best : each), undefined);
}

/** A draft that starts as a copy of what is live: every state and link gets a new id. */
export function startDraft(store: Database, flag: Flag, description: string | null = null): Draft {
  if (!isVersioned(store, flag)) return { flag, version: null };
  const live = liveVersion(store, flag);
  const version = addVersion(store, flag, false, description);
  const links = new Map<number, number>();
  for (const link of flag.links.filter((each) => each.version === live?.uuid)) {
    const copy = { ...link, id: store.nextId(), uuid: randomUUID(), version: version.uuid };
    links.set(link.id, copy.id);
    flag.links.push(copy);
  }
  for (const state of flag.states.filter((each) => each.version !== null && each.version === live?.uuid)) {
    const now = store.now();
    flag.states.push({
      ...structuredClone(state),
      id: store.nextId(),
      uuid: randomUUID(),
      link: state.link === null ? null : (links.get(state.link) ?? null),
      createdAt: now,
      updatedAt: now,
      versionNumber: null,
      version: version.uuid,
      liveFrom: null,
      weights: state.weights.map((each) => newWeight(store, each.option, each.percentage)),
    });
  }
  return { flag, version };
}

export function publishDraft(store: Database, draft: Draft): void {
  if (draft.version) publish(store, draft.version, store.now());
}

/** What is served now, without a draft. */
export function live(store: Database, flag: Flag): Draft {
  return { flag, version: isVersioned(store, flag) ? (liveVersion(store, flag) ?? null) : null };
}

/** For views that assume it exists: they crash where the flag was left without one (see `Store.addStates`). */
export function defaultState(draft: Draft): FeatureState {
  const found = knownDefaultState(draft);
  if (!found) throw new CrashError("FeatureState.DoesNotExist");
  return found;
}

export function knownDefaultState(draft: Draft): FeatureState | undefined {
  return draft.flag.states.find(
    (each) => each.link === null && each.identity === null && each.version === (draft.version?.uuid ?? null),
  );
}

/** One per segment, in order of id: of two links to one segment (possible without versioning) the smaller number counts. */
export function overrides(draft: Draft): Override[] {
  const bySegment = new Map<number, Override>();
  for (const override of allOverrides(draft)) {
    const other = bySegment.get(override.link.segment);
    if (!other || override.link.priority <= other.link.priority) bySegment.set(override.link.segment, override);
  }
  return [...bySegment.values()];
}

export function allOverrides(draft: Draft): Override[] {
  return linksOf(draft).flatMap((link) => {
    const state = draft.flag.states.find((each) => each.link === link.id);
    return state ? [{ state, link }] : [];
  });
}

export function linksOf(draft: Draft): Link[] {
  return draft.flag.links.filter((each) => each.version === (draft.version?.uuid ?? null));
}

export function identityStates(flag: Flag): FeatureState[] {
  return flag.states.filter((each) => each.identity !== null);
}

/** A link at the end of the order, or at the given number as it is. */
export function addLink(store: Database, draft: Draft, segment: number, priority?: number): Link {
  const last = Math.max(-1, ...linksOf(draft).map((each) => each.priority));
  const link = {
    id: store.nextId(),
    uuid: randomUUID(),
    segment,
    version: draft.version?.uuid ?? null,
    priority: priority ?? last + 1,
  };
  draft.flag.links.push(link);
  return link;
}

/** A 32-bit column that takes nothing below 0: a value that no field has checked crashes here. */
export function checkPriority(priority: number): void {
  if (priority < 0 || priority > 2147483647) throw new CrashError("priority out of range");
}

/** `OrderedModel.to()`: shifts the neighbours between the old place and the new, and neither clamps nor compacts. */
export function moveLink(draft: Draft, link: Link, priority: number): void {
  checkPriority(priority);
  const from = link.priority;
  for (const other of linksOf(draft)) {
    if (other === link) continue;
    if (from > priority && other.priority >= priority && other.priority < from) other.priority += 1;
    else if (from < priority && other.priority > from && other.priority <= priority) other.priority -= 1;
  }
  link.priority = priority;
}

/** Removes links with their states; the others keep their numbers (a query's `delete()` does not reorder). */
export function removeLinks(flag: Flag, links: readonly Link[]): void {
  const ids = new Set(links.map((each) => each.id));
  flag.links = flag.links.filter((each) => !ids.has(each.id));
  flag.states = flag.states.filter((each) => each.link === null || !ids.has(each.link));
}

/** Removes one link as the model's own `delete()` does: those behind it move up. */
export function removeLinkAndCloseGap(draft: Draft, link: Link): void {
  removeLinks(draft.flag, [link]);
  for (const other of linksOf(draft)) if (other.priority > link.priority) other.priority -= 1;
}

function isNewer(one: FeatureVersion, other: FeatureVersion): boolean {
  const difference = (one.liveFrom?.getTime() ?? 0) - (other.liveFrom?.getTime() ?? 0);
  return difference === 0 ? (one.published ?? 0) > (other.published ?? 0) : difference > 0;
}
