import type { Path } from "../diagnostic";
import type { Attribute, Attributes, Type } from "../schema";
import { isUnknown } from "../value";
import { declared } from "../values/declared";
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
  const faults: Fault[] = [];
  for (const { name, attribute } of declared(attributes)) {
    const [configured, before] = [member(config, name) ?? null, member(prior, name) ?? null];
    const value = member(planned, name) ?? null;
    // Almost all are, and need no path.
    if (isAllowed(attribute, configured, before, value)) continue;
    faults.push(...attributeFaults(attribute, configured, before, value, [...at, name]));
  }
  return faults;
}

function isAllowed(attribute: Attribute, config: unknown, prior: unknown, planned: unknown): boolean {
  if (isForProvider(attribute, config)) return true;
  return config === null
    ? attribute.presence === "defaulted" || planned === null
    : staysAsStated(attribute.type, config, prior, planned);
}

function staysAsStated(type: Type, config: unknown, prior: unknown, planned: unknown): boolean {
  return sameValue(type, planned, config) || (prior !== null && sameValue(type, planned, prior));
}

function attributeFaults({ type }: Attribute, config: unknown, prior: unknown, planned: unknown, path: Path): Fault[] {
  if (config === null) return [fault("is left out in the configuration, but planned with a value", path)];
  return valueFaults(type, config, prior, planned, path);
}

function valueFaults(type: Type, config: unknown, prior: unknown, planned: unknown, path: Path): Fault[] {
  if (staysAsStated(type, config, prior, planned)) return [];
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
