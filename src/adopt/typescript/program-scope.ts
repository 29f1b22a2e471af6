import { bodyAt, type Inventory, referenceTo, SEGMENT_OVERRIDE, textAt } from "../inventory/adopted";
import { isOfFlag } from "../inventory/flag-groups";
import { identifiers } from "./layout/identifiers";
import { NO_NAMES, type OwnNames } from "./own-names";

/** The names that the files of a program share. */
export interface ProgramScope {
  /** By what definitions name them by: a name, or `id:<id>`. */
  readonly environments: ReadonlyMap<string, string>;
  /** The properties of `segments`, by what overrides and conditions name them by. */
  readonly segments: ReadonlyMap<string, string>;
  /** The functions of the flags, by the flags' ids. */
  readonly flags: ReadonlyMap<string, string>;
  /** The construct ids of environments: their names, except those that a flag has too, or every JavaScript object. */
  readonly constructIds: ReadonlyMap<string, string>;
  /** Segments that are not adopted, but named. */
  readonly unmanagedSegments: readonly string[];
  readonly ownNames: OwnNames;
}

export function programScope(inventory: Inventory, ownNames = NO_NAMES): ProgramScope {
  const shared = inventory.segments.filter((each) => !isOfFlag(each));
  const own = new Set(inventory.segments.map(referenceTo));
  const unmanagedSegments = [...new Set(namedSegments(inventory))].filter((name) => !own.has(name)).sort();
  const segments = [
    ...shared.map((each) => [referenceTo(each), each.displayName] as const),
    ...unmanagedSegments.map(twice),
  ];
  const flags = inventory.flags.map(({ ids, displayName }) => [ids["flag_id"] ?? "", displayName] as const);
  const keys = new Set(flags.map(([, key]) => key));
  const environments = environmentNames(inventory);
  const isTaken = (name: string): boolean => keys.has(name) || Reflect.has(Object.prototype, name);
  const constructIds = environments.map((name) => [name, isTaken(name) ? `environment ${name}` : name] as const);
  return {
    environments: identifiers(environments.map(twice)),
    segments: identifiers(segments),
    flags: identifiers(flags),
    constructIds: new Map(constructIds),
    unmanagedSegments,
    ownNames,
  };
}

export function environmentNames({ definitions }: Inventory): readonly string[] {
  return [...new Set(definitions.map(({ body }) => textAt(body, "environment") ?? ""))].sort();
}

/** Of overrides and conditions. */
function namedSegments({ segments, definitions, overrides }: Inventory): readonly string[] {
  const inOverrides = definitions.flatMap(({ body }) => Object.keys(bodyAt(body, "segment_overrides") ?? {}));
  const apart = overrides.flatMap(({ type, body }) => (type === SEGMENT_OVERRIDE ? [textAt(body, "segment") ?? ""] : []));
  const inRules = [...segments, ...definitions].flatMap(({ body }) => segmentsInRules(body["rules"]));
  return [...inOverrides, ...apart, ...inRules];
}

/** The segments that conditions name, at any depth. */
export function segmentsInRules(rules: unknown): readonly string[] {
  if (Array.isArray(rules)) return rules.flatMap(segmentsInRules);
  if (typeof rules !== "object" || rules === null) return [];
  const { operator, values, ...inner } = rules as Readonly<Record<string, unknown>>;
  if ((operator === "in_segment" || operator === "not_in_segment") && Array.isArray(values))
    return values.filter((each) => typeof each === "string");
  return Object.values(inner).flatMap(segmentsInRules);
}

function twice(name: string): readonly [string, string] {
  return [name, name];
}
