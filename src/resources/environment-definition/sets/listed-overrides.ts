import { getOwn } from "../../../get-own";
import type { PrivateData } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { whereKnown } from "../../common/known";
import type { DefinitionState, environmentDefinitionAttributes } from "../environment-definition-attributes";

/**
 * A definition with `overrides = "listed"` manages only the overrides that it lists. Private data keeps the keys that an apply of this
 * resource had in its configuration: only those are removed when they leave the list. Whatever an import or a change of the mode
 * brought into the state is released.
 */

export const SETS = ["segment_overrides", "identity_overrides"] as const;

export type OverrideKeys = { readonly [K in (typeof SETS)[number]]: readonly string[] };

type WithMode = Pick<Planned<typeof environmentDefinitionAttributes>, "overrides">;

/** Undefined: only known at apply. */
function modeOf({ overrides }: WithMode): "exact" | "listed" | undefined {
  if (isUnknown(overrides)) return undefined;
  return overrides === "listed" ? "listed" : "exact";
}

export function isListed(definition: WithMode): boolean {
  return modeOf(definition) === "listed";
}

export function isExact(definition: WithMode): boolean {
  return modeOf(definition) === "exact";
}

/** Which of the sets compare with all that the platform has, because nothing of them was exact before. */
export function becomesExact(prior: DefinitionState | null, planned: WithMode): boolean {
  return prior !== null && isListed(prior) && isExact(planned);
}

type WithSets = Pick<Planned<typeof environmentDefinitionAttributes>, (typeof SETS)[number]>;

/** The keys of a configuration, as far as they are known. */
export function keysOf(definition: WithSets): OverrideKeys {
  const of = (name: (typeof SETS)[number]): readonly string[] => Object.keys(whereKnown(definition[name]) ?? {});
  return { segment_overrides: of("segment_overrides"), identity_overrides: of("identity_overrides") };
}

const LISTED = "listed";

/** In a plan: from here on, also if its apply fails half-way, these keys were in the configuration. */
export function noteListed(prior: DefinitionState | null, planned: WithMode & WithSets, data: PrivateData): void {
  if (!isListed(planned)) return;
  const now = keysOf(planned);
  const before = prior && isListed(prior) ? (appliedKeys(data) ?? NO_KEYS) : NO_KEYS;
  const applied = (name: (typeof SETS)[number]): readonly string[] => [...new Set([...before[name], ...now[name]])];
  data.set(LISTED, {
    applied: { segment_overrides: applied("segment_overrides"), identity_overrides: applied("identity_overrides") },
    planned: now,
  });
}

/** In an import: the overrides that its id names are this definition's, as those of resources that are imported. */
export function noteImported(keys: OverrideKeys, data: PrivateData): void {
  data.set(LISTED, { applied: keys });
}

/** After a write: what left the list is removed. */
export function keepListed(state: DefinitionState, data: PrivateData): void {
  if (isListed(state)) data.set(LISTED, { applied: readKeys(stored(data)["planned"]) ?? keysOf(state) });
  else if (data.get(LISTED) !== undefined) data.set(LISTED, undefined);
}

/** The keys whose overrides a read looks for; undefined: all that there are. */
export function keysToRead(state: DefinitionState, data: PrivateData): OverrideKeys | undefined {
  return isListed(state) ? (appliedKeys(data) ?? keysOf(state)) : undefined;
}

/** The state with only those overrides that the definition may remove. */
export function ownedOf(state: DefinitionState, data: PrivateData): DefinitionState {
  if (!isListed(state)) return state;
  const keys = appliedKeys(data) ?? NO_KEYS;
  return {
    ...state,
    segment_overrides: only(state.segment_overrides, keys.segment_overrides),
    identity_overrides: only(state.identity_overrides, keys.identity_overrides),
  };
}

/** Those of a set that another one lacks. */
export function leaving<T>(before: Readonly<Record<string, T>> | null, after: object | null): Record<string, T> {
  const staying = new Set(Object.keys(after ?? {}));
  return Object.fromEntries(Object.entries(before ?? {}).filter(([key]) => !staying.has(key)));
}

function only<T>(set: Readonly<Record<string, T>> | null, keys: readonly string[]): Readonly<Record<string, T>> | null {
  const wanted = new Set(keys);
  return set && Object.fromEntries(Object.entries(set).filter(([key]) => wanted.has(key)));
}

const NO_KEYS: OverrideKeys = { segment_overrides: [], identity_overrides: [] };

function appliedKeys(data: PrivateData): OverrideKeys | undefined {
  return readKeys(stored(data)["applied"]);
}

function stored(data: PrivateData): Readonly<Record<string, unknown>> {
  const value = data.get(LISTED);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function readKeys(value: unknown): OverrideKeys | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const of = (name: (typeof SETS)[number]): readonly string[] => {
    const keys = getOwn({ ...value } as Readonly<Record<string, unknown>>, name);
    return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
  };
  return { segment_overrides: of("segment_overrides"), identity_overrides: of("identity_overrides") };
}
