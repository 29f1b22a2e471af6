import type { Path } from "../diagnostic";
import type { Attribute, Attributes, Type } from "../schema";
import { isUnknown } from "../value";
import type { Values } from "../values/decode";
import { member, sameValue } from "../values/equality";
import { isForProvider } from "./draft";
import type { Fault } from "./fault";
import { fault } from "./fault";

/**
 * Core's rules for a plan, checked before core does: its own message for a violation is only "bug in the provider". A
 * configured value stays as configured or, if the meaning is the same, as it was; an attribute that is left out and not
 * computed is null.
 */
export function planFaults(attributes: Attributes, config: Values, prior: Values | null, planned: Values): Fault[] {
  return objectFaults(attributes, config, prior, planned, []);
}

function objectFaults(attributes: Attributes, config: unknown, prior: unknown, planned: unknown, at: Path): Fault[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const given = (values: unknown) => member(values, name) ?? null;
    return attributeFaults(attribute, given(config), given(prior), given(planned), [...at, name]);
  });
}

function attributeFaults(attribute: Attribute, config: unknown, prior: unknown, planned: unknown, path: Path): Fault[] {
  if (isForProvider(attribute, config) || (attribute.presence === "defaulted" && config === null)) return [];
  if (config === null)
    return planned === null ? [] : [fault("is left out in the configuration, but planned with a value", path)];
  return valueFaults(attribute.type, config, prior, planned, path);
}

function valueFaults(type: Type, config: unknown, prior: unknown, planned: unknown, path: Path): Fault[] {
  if (sameValue(type, planned, config) || (prior !== null && sameValue(type, planned, prior))) return [];
  if (!nests(type) || config === null || isUnknown(config)) {
    return [fault("is planned as something other than what is configured or was there before", path)];
  }
  if (planned === null || isUnknown(planned)) return [fault("is configured, but planned as null or unknown", path)];
  if (type.kind === "object") return objectFaults(type.attributes, config, prior, planned, path);
  if (type.kind === "set") return setFaults(type.element, config, prior, planned, path);
  if (type.kind !== "list" && type.kind !== "map") return [];
  if (keysOf(config) !== keysOf(planned)) return [fault("is planned with other elements than are configured", path)];
  return Object.entries(planned as Values).flatMap(([key, value]) =>
    valueFaults(type.element, member(config, key), member(prior, key) ?? null, value, [
      ...path,
      type.kind === "list" ? Number(key) : key,
    ]),
  );
}

/** Each planned element must match a configured one, and the other way round. */
function setFaults(element: Type, config: unknown, prior: unknown, planned: unknown, path: Path): Fault[] {
  const priors: unknown[] = [null, ...listOf(prior)];
  const fits = (one: unknown, wanted: unknown) =>
    priors.some((before) => valueFaults(element, wanted, before, one, path).length === 0);
  const covered =
    listOf(planned).every((one) => listOf(config).some((wanted) => fits(one, wanted))) &&
    listOf(config).every((wanted) => listOf(planned).some((one) => fits(one, wanted)));
  return covered ? [] : [fault("is planned with other elements than are configured", path)];
}

/**
 * Whether it contains objects with attributes of their own: only there may a planned value differ from the configured one.
 */
function nests(type: Type): boolean {
  return type.kind === "object" || ("element" in type && nests(type.element));
}

function keysOf(value: unknown): string {
  return JSON.stringify(typeof value === "object" && value !== null ? Object.keys(value).sort() : null);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
