import type { Attribute, Attributes, Type } from "../schema";
import { Decimal, isUnknown } from "../value";
import type { Values } from "../values/decode";
import { member, sameValue } from "../values/equality";

/**
 * Values that an import found and the configuration does not set.
 *
 * The read after an import has no configuration, so it fills in everything: `-generate-config-out` uses the result. If the
 * configuration sets less, the rest is not managed, and the first plan must show no change for it. Core lets a plan keep a
 * value for a null in the configuration only if the attribute is computed as well as optional; for all others null must be
 * planned, which users see as a removal. So Terraform sees each optional attribute of a resource as computed
 * (`wire-schema.ts`), and a plan keeps the value of exactly those attributes that the import filled in; their names are
 * stored in private data. An attribute that a configuration has set once is planned as null when it is left out, and handed
 * over with a warning.
 *
 * Outside of reads, handlers never see these values: in plans, updates and deletes they are null, which means "not managed".
 * If there is no configuration, as in a destroy, a value that was filled in and never written since counts as not managed.
 */

/** Names joined by dots, `*` for each element of a collection: `flagsmith.owners`, `variants.*.description`. */
export type KeptPaths = ReadonlySet<string>;

/**
 * Whether an import may fill in the attribute next to what is configured: at the top of a resource, and in objects of
 * settings.
 */
export function isKeepable(attribute: Attribute, isIndependent: boolean): boolean {
  return attribute.presence === "optional" && isIndependent;
}

/** All paths that an import filled in. */
export function filledPaths(attributes: Attributes, values: Values): KeptPaths {
  const paths = new Set<string>();
  visit(attributes, values, undefined, "", true, (path) => paths.add(path));
  return paths;
}

/** The paths that still have a value and that the configuration leaves out. */
export function stillKept(attributes: Attributes, values: Values, config: Values, kept: KeptPaths): KeptPaths {
  const paths = new Set<string>();
  visit(attributes, values, config, "", true, (path) => {
    if (kept.has(path)) paths.add(path);
  });
  return paths;
}

/**
 * Calls back for each attribute that has a value and none in the configuration; without a configuration, for each that has a
 * value.
 */
function visit(
  attributes: Attributes,
  values: unknown,
  config: unknown,
  at: string,
  isIndependent: boolean,
  found: (path: string) => void,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const [value, configured] = [member(values, name) ?? null, config === undefined ? undefined : member(config, name)];
    if (value === null || isUnknown(value)) continue;
    const path = `${at}${name}`;
    if (isKeepable(attribute, isIndependent) && (configured ?? null) === null) found(path);
    const inner = objectWithin(attribute.type);
    if (!inner) continue;
    const within = (object: unknown, own: unknown, step: string) => {
      visit(inner.attributes, object, own, `${path}.${step}`, inner.independent === true, found);
    };
    if (attribute.type.kind === "object") within(value, configured, "");
    else for (const [key, element] of Object.entries(value)) within(element, elementOf(configured, key), "*.");
  }
}

/** The values as the handlers see them: without the kept ones. */
export function withoutKept(attributes: Attributes, values: Values, config: Values | undefined, kept: KeptPaths): Values {
  if (kept.size === 0) return values;
  return merge(attributes, values, config, kept, "", true, () => null);
}

/** The handlers' answer with the kept values, from a state or plan that has them. */
export function withKept(attributes: Attributes, values: Values, from: Values, config: Values, kept: KeptPaths): Values {
  if (kept.size === 0) return values;
  return restore(attributes, values, from, config, kept, "", true);
}

function merge(
  attributes: Attributes,
  values: Values,
  config: unknown,
  kept: KeptPaths,
  at: string,
  isIndependent: boolean,
  replacement: () => unknown,
): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const attribute = member(attributes, name) as Attribute | undefined;
      if (!attribute || value === null || isUnknown(value)) return [name, value];
      const configured = config === undefined ? undefined : member(config, name);
      const path = `${at}${name}`;
      if (isKeepable(attribute, isIndependent) && kept.has(path) && (configured ?? null) === null)
        return [name, replacement()];
      const inner = objectWithin(attribute.type);
      if (!inner || !mentions(kept, `${path}.`)) return [name, value];
      const within = (object: unknown, own: unknown, step: string): unknown =>
        isRecord(object)
          ? merge(inner.attributes, object, own, kept, `${path}.${step}`, inner.independent === true, replacement)
          : object;
      return [
        name,
        mapElements(attribute.type, value, (element, key) => {
          const isOne = key === undefined;
          return within(element, isOne ? configured : elementOf(configured, key), isOne ? "" : "*.");
        }),
      ];
    }),
  );
}

function restore(
  attributes: Attributes,
  values: Values,
  from: unknown,
  config: unknown,
  kept: KeptPaths,
  at: string,
  isIndependent: boolean,
): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const attribute = member(attributes, name) as Attribute | undefined;
      if (!attribute || isUnknown(value)) return [name, value];
      const [before, configured] = [member(from, name) ?? null, member(config, name) ?? null];
      const path = `${at}${name}`;
      if (isKeepable(attribute, isIndependent) && kept.has(path) && configured === null) return [name, value ?? before];
      const inner = objectWithin(attribute.type);
      if (!inner || value === null || !mentions(kept, `${path}.`)) return [name, value];
      const within = (object: unknown, own: unknown, stated: unknown, step: string): unknown =>
        isRecord(object) && isSameElement(inner.attributes, stated, own)
          ? restore(inner.attributes, object, own, stated, kept, `${path}.${step}`, inner.independent === true)
          : object;
      return [
        name,
        mapElements(attribute.type, value, (element, key) =>
          key === undefined
            ? within(element, before, configured, "")
            : within(element, elementOf(before, key), elementOf(configured, key), "*."),
        ),
      ];
    }),
  );
}

/** An element of a list only has its position: its identity follows from the attributes that must be set in it. */
function isSameElement(attributes: Attributes, config: unknown, before: unknown): boolean {
  if (before === null || before === undefined) return false;
  return Object.entries(attributes).every(
    ([name, { presence, type }]) =>
      presence !== "required" || type.kind !== "string" || sameValue(type, member(config, name), member(before, name)),
  );
}

function objectWithin(type: Type): Extract<Type, { kind: "object" }> | undefined {
  if (type.kind === "object") return type;
  // Elements of sets have no address.
  return (type.kind === "list" || type.kind === "map") && type.element.kind === "object" ? type.element : undefined;
}

function mapElements(type: Type, value: unknown, change: (element: unknown, key?: string) => unknown): unknown {
  if (type.kind === "object") return change(value);
  if (Array.isArray(value)) return value.map((element, index) => change(element, String(index)));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, change(element, key)]));
}

function elementOf(collection: unknown, key: string): unknown {
  return collection === undefined ? undefined : member(collection, key);
}

function mentions(kept: KeptPaths, prefix: string): boolean {
  return [...kept].some((path) => path.startsWith(prefix));
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}
