import type { Attribute, Attributes, Type } from "../schema";
import type { Values } from "../values/decode";
import { member, sameValue } from "../values/equality";

/**
 * The configuration for a state, which plans no change: what only the provider sets, and what equals its default, is left
 * out.
 */
export function generatedConfig(attributes: Attributes, state: Values): Values {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, generated(attribute, member(state, name) ?? null)]),
  );
}

function generated(attribute: Attribute, value: unknown): unknown {
  if (value === null || attribute.presence === "computed") return null;
  if (attribute.presence === "defaulted" && sameValue(attribute.type, value, attribute.default)) return null;
  return generatedValue(attribute.type, value);
}

function generatedValue(type: Type, value: unknown): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case "object": {
      const config = generatedConfig(type.attributes, value as Values);
      return Object.values(config).every((each) => each === null) ? null : config;
    }
    case "list":
    case "set":
      return (value as readonly unknown[]).map((each) => element(type.element, each));
    case "map":
      return Object.fromEntries(Object.entries(value as Values).map(([key, each]) => [key, element(type.element, each)]));
    default:
      return value;
  }
}

/** An element stays even if nothing inside it differs from its defaults. */
function element(type: Type, value: unknown): unknown {
  return type.kind === "object" ? generatedConfig(type.attributes, value as Values) : generatedValue(type, value);
}
