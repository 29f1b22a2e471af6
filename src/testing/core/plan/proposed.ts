import { isUnknown, UNKNOWN } from "../../../terraform/value";
import type { AttributeSchema, AttributeSchemas } from "../../values/schema";
import { asSet, equals, isList, isRecord, member, record, type Value } from "../../values/value";

/** The proposed new state: what the configuration sets, and prior's values for what is computed. On create those are null. */
export function proposedNew(attributes: AttributeSchemas, prior: Value, config: Value): Value {
  if (config === null) return null;
  if (isUnknown(config)) return config;
  return record(
    Object.entries(attributes).map(([name, each]) => [
      name,
      proposedAttribute(each, member(prior, name), member(config, name)),
    ]),
  );
}

/** A data source before it is read: like a proposal whose prior is unknown. */
export function plannedData(attributes: AttributeSchemas, config: Value): Value {
  return proposedNew(attributes, UNKNOWN, config);
}

function proposedAttribute(attribute: AttributeSchema, prior: Value, config: Value): Value {
  if (attribute.computed && config === null) return cameFromConfiguration(attribute, prior) ? config : prior;
  if (!attribute.nested || config === null || isUnknown(config)) return config;
  const { nesting, attributes } = attribute.nested;
  if (nesting === "single") return proposedNew(attributes, prior, config);
  if (nesting === "set") return proposedSet(attributes, prior, config);
  if (isList(config)) {
    return config.map((each, index) =>
      hasElement(prior, index) ? proposedNew(attributes, member(prior, index), each) : each,
    );
  }
  if (!isRecord(config)) return config;
  return record(
    Object.entries(config).map(
      ([key, each]) =>
        [
          key,
          isRecord(prior) && Object.hasOwn(prior, key) ? proposedNew(attributes, member(prior, key), each) : each,
        ] as const,
    ),
  );
}

function hasElement(prior: Value, index: number): boolean {
  return isUnknown(prior) || (isList(prior) && index < prior.length);
}

/** Elements of sets are paired with the prior element they could have been made from. */
function proposedSet(attributes: AttributeSchemas, prior: Value, config: Value): Value {
  if (!isList(config)) return config;
  const unused = isList(prior) ? [...prior] : [];
  return asSet(
    config.map((each) => {
      const match = unused.findIndex((candidate) => couldComeFrom(attributes, candidate, each));
      const [taken = null] = match < 0 ? [] : unused.splice(match, 1);
      return proposedNew(attributes, isUnknown(prior) ? prior : taken, each);
    }),
  );
}

function couldComeFrom(attributes: AttributeSchemas, prior: Value, config: Value): boolean {
  if (!isRecord(prior) || !isRecord(config)) return equals(prior, config);
  return Object.entries(attributes).every(([name, attribute]) => {
    const [before, now] = [member(prior, name), member(config, name)];
    if (equals(before, now)) return true;
    if (attribute.computed && now === null) return true;
    if (!attribute.nested || attribute.nested.nesting === "set") return false;
    const { attributes: inner, nesting } = attribute.nested;
    if (nesting === "single") return couldComeFrom(inner, before, now);
    if (isList(before) && isList(now)) {
      return before.length === now.length && before.every((each, index) => couldComeFrom(inner, each, now[index] ?? null));
    }
    if (!isRecord(before) || !isRecord(now)) return false;
    const keys = Object.keys(before);
    return (
      keys.length === Object.keys(now).length &&
      keys.every((key) => couldComeFrom(inner, member(before, key), member(now, key)))
    );
  });
}

/** An optional and computed object whose prior holds what only a configuration can set was configured before, and is not now. */
function cameFromConfiguration(attribute: AttributeSchema, prior: Value): boolean {
  if (!attribute.optional || !attribute.nested || isUnknown(prior)) return false;
  const { attributes, nesting } = attribute.nested;
  const objects = nesting === "single" ? [prior] : isList(prior) ? prior : isRecord(prior) ? Object.values(prior) : [];
  return objects.some((object) =>
    Object.entries(attributes).some(([name, each]) => {
      const value = member(object, name);
      return value !== null && (!each.computed || cameFromConfiguration(each, value));
    }),
  );
}
