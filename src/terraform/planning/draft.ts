import { getOwn, setOwn } from "../../get-own";
import type { Attribute, Attributes, Type } from "../schema";
import { Decimal, isUnknown, UNKNOWN } from "../value";
import { declared } from "../values/declared";
import type { Values } from "../values/decode";
import { member, sameValue } from "../values/equality";

/**
 * The plan that follows from the configuration alone: defaults for what is left out; computed attributes as before or, in a
 * new object, unknown. Core's own proposal (`proposed_new_state`) is the same except for new nested objects, where it cannot
 * distinguish "new" from "was null".
 */
export function draftPlan(attributes: Attributes, config: Values, prior: Values | null): Values {
  const draft: Record<string, unknown> = {};
  for (const { name, attribute } of declared(attributes)) {
    const before = prior === null ? UNKNOWN : (member(prior, name) ?? null);
    setOwn(draft, name, draftAttribute(attribute, getOwn(config, name) ?? null, before));
  }
  return draft;
}

/** A known configuration with its defaults; computed attributes are still null. For data sources and the provider itself. */
export function resolvedConfig(attributes: Attributes, config: Values): Values {
  const draft = draftPlan(attributes, config, {});
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, nullForUnknown(value)]));
}

function nullForUnknown(value: unknown): unknown {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(nullForUnknown);
  if (typeof value !== "object" || value === null || value instanceof Decimal) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nullForUnknown(inner)]));
}

/** The value of a `defaulted` attribute if the configuration leaves it out. */
function defaultOf(attribute: Attribute): unknown {
  const value = attribute.default ?? null;
  return attribute.type.kind === "number" && typeof value === "number" ? new Decimal(String(value)) : value;
}

/** `prior` is unknown if the object around the attribute is new. */
function draftAttribute(attribute: Attribute, config: unknown, prior: unknown): unknown {
  if (attribute.presence === "computed") return prior;
  if (attribute.presence === "defaulted" && config === null) return defaultOf(attribute);
  // Core treats a prior value as a configured one.
  if (typeof config === "string" && typeof prior === "string" && attribute.same?.(config, prior) === true) return prior;
  if (attribute.presence === "filled" && config === null) return prior;
  return draftValue(attribute.type, config, isUnknown(prior) ? null : prior);
}

function draftValue(type: Type, config: unknown, prior: unknown): unknown {
  if (config === null || isUnknown(config)) return config;
  switch (type.kind) {
    case "object":
      return draftPlan(type.attributes, asValues(config), prior === null ? null : asValues(prior));
    case "list":
      return asArray(config).map((element, index) => draftValue(type.element, element, asArray(prior)[index] ?? null));
    case "map":
      return Object.fromEntries(
        Object.entries(asValues(config)).map(([key, element]) => [
          key,
          draftValue(type.element, element, member(prior, key) ?? null),
        ]),
      );
    case "set":
      return draftSet(type.element, asArray(config), asArray(prior));
    default:
      return config;
  }
}

/** Elements of a set have no address: the prior element is the one with the same configured parts, and each is used once. */
function draftSet(element: Type, config: readonly unknown[], prior: readonly unknown[]): unknown[] {
  const left = [...prior];
  return config.map((each) => {
    const index = left.findIndex((candidate) => sameConfigured(element, each, candidate));
    const [match] = index < 0 ? [] : left.splice(index, 1);
    return draftValue(element, each, match ?? null);
  });
}

function sameConfigured(type: Type, config: unknown, prior: unknown): boolean {
  if (type.kind !== "object" || config === null || isUnknown(config) || prior === null)
    return sameValue(type, config, prior);
  return declared(type.attributes).every(({ name, attribute }) => {
    if (isForProvider(attribute, member(config, name) ?? null)) return true;
    const configured = draftAttribute(attribute, member(config, name) ?? null, null);
    return sameValue(attribute.type, configured, member(prior, name));
  });
}

/** Computed attributes that the provider fills in later; they may have any value. */
export function isForProvider({ presence }: Attribute, config: unknown): boolean {
  return presence === "computed" || (presence === "filled" && config === null);
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asValues(value: unknown): Values {
  return value as Values;
}
