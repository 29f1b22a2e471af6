import { serveType, valueType } from "../../src/resources/audience/serve-attribute";
import { traitType } from "../../src/resources/identity/trait-attributes";
import type { Attribute, Attributes, Type } from "../../src/terraform/schema";
import type { Step } from "./base";

/** One thing of a resource that can be set: an attribute, an element, or the key of a map's entry. */
export interface Place {
  readonly path: readonly Step[];
  /** The path without what is the base's own: `rules[].conditions[].trait`, `variants{}.value.json`, `variants{key}`. */
  readonly pattern: string;
  readonly type: Type;
  readonly attribute?: Attribute;
  /** The key of a map's entry, which is what changes here. */
  readonly key?: string;
}

/** Objects of which one attribute is set: setting another takes its place. */
const UNIONS: readonly Type[] = [serveType, valueType, traitType];

export function isUnion(type: Type | undefined): boolean {
  return type !== undefined && UNIONS.includes(type);
}

/** Every place that the schema has in a body. What the body leaves out counts too, where it can be set by itself. */
export function placesIn(attributes: Attributes, body: unknown): Place[] {
  return inAttributes(attributes, body, [], "");
}

/** Every pattern that the schema has. */
export function patternsOf(attributes: Attributes): string[] {
  return [...new Set(inAttributes(attributes, undefined, [], "", true).map(({ pattern }) => pattern))];
}

function inAttributes(
  attributes: Attributes,
  body: unknown,
  path: readonly Step[],
  pattern: string,
  everything = false,
): Place[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    if (attribute.presence === "computed") return [];
    const place = {
      path: [...path, name],
      pattern: pattern === "" ? name : `${pattern}.${name}`,
      type: attribute.type,
      attribute,
    };
    return [place, ...within(place, memberOf(body, name), everything)];
  });
}

function within(place: Place, value: unknown, everything: boolean): Place[] {
  const { path, pattern, type } = place;
  switch (type.kind) {
    case "object": {
      // Where one must be set beside another, only a base can say what it should be.
      const isOpen = value !== undefined || Object.values(type.attributes).every(({ presence }) => presence !== "required");
      return everything || isOpen ? inAttributes(type.attributes, value, path, pattern, everything) : [];
    }
    case "list":
    case "set": {
      const [element] = Array.isArray(value) ? (value as unknown[]) : [];
      if (element === undefined && !everything) return [];
      const inner: Place = { path: [...path, 0], pattern: `${pattern}[]`, type: type.element };
      return [inner, ...within(inner, element, everything)];
    }
    case "map": {
      const [key] = Object.keys(value ?? {});
      if (key === undefined && !everything) return [];
      const inner: Place = { path: [...path, key ?? ""], pattern: `${pattern}{}`, type: type.element };
      const itsKey: Place = { path, pattern: `${pattern}{key}`, type: { kind: "string" }, key: key ?? "" };
      return [itsKey, inner, ...within(inner, memberOf(value, key ?? ""), everything)];
    }
    default:
      return [];
  }
}

export function memberOf(value: unknown, step: Step): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<Step, unknown>>)[step];
}
