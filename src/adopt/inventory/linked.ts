import { setOwn } from "../../get-own";
import { isMembership } from "../../platforms/model/segment-rule";
import { formatListedId } from "../../resources/environment-definition/sets/listed-import";
import { Decimal } from "../../terraform/value";
import {
  type Adopted,
  allOf,
  type Body,
  bodyAt,
  DEFINITION,
  FLAG,
  IDENTITY_OVERRIDE,
  type Inventory,
  keyOf,
  SEGMENT,
  SEGMENT_OVERRIDE,
} from "./adopted";
import { resourceNames } from "./resource-names";

/** An attribute of another resource of the configuration. */
export class Reference {
  constructor(
    readonly address: string,
    readonly attribute: "id" | "key" | "name",
  ) {}
}

/** A resource with its address, which refers to others by their addresses. */
export interface Linked {
  readonly adopted: Adopted;
  readonly name: string;
  readonly body: Body;
}

/** A definition that lists its overrides is imported with these alone. */
export function importIdFor({ adopted: { type, importId, body } }: Linked): string {
  if (type !== DEFINITION || body["overrides"] !== "listed") return importId;
  const keys = (set: string): readonly string[] => Object.keys(bodyAt(body, set) ?? {});
  return formatListedId(importId, {
    segment_overrides: keys("segment_overrides"),
    identity_overrides: keys("identity_overrides"),
  });
}

export function addressOf({ adopted: { type }, name }: Linked): string {
  return `${type}.${name}`;
}

/** For Terraform's own languages: one by one, for the bodies of all are as much as the inventory itself. */
export function linker(inventory: Inventory): (adopted: Adopted) => Linked {
  const names = resourceNames(allOf(inventory));
  const parents = [...inventory.flags, ...inventory.segments];
  const byKey = new Map(parents.map((each) => [keyOf(each), each]));
  const find = (type: typeof FLAG | typeof SEGMENT, ids: Adopted["ids"]): string | undefined => {
    const found = byKey.get(keyOf({ type, ids }));
    return found && `${type}.${names.get(found) ?? ""}`;
  };
  const ofSegments = new Map(inventory.segments.map((each) => [each.displayName, find(SEGMENT, each.ids)]));
  return (adopted) => {
    const body = linkedBody(adopted, find);
    return { adopted, name: names.get(adopted) ?? "", body: adopted.exists ? body : linkedRules(body, ofSegments) };
  };
}

/** What does not exist yet is made after the segments that its conditions name. */
function linkedRules(body: Body, segments: ReadonlyMap<string, string | undefined>): Body {
  const linkedIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(linkedIn);
    if (typeof value !== "object" || value === null) return value;
    const { operator, values, ...rest } = value as Body;
    if (!isMembership(operator) || !Array.isArray(values)) return mapped(value as Body, linkedIn);
    const references = (values as readonly unknown[]).map((each) => {
      const address = typeof each === "string" ? segments.get(each) : undefined;
      return address === undefined ? each : new Reference(address, "name");
    });
    return { operator, ...rest, values: references };
  };
  return "rules" in body ? { ...body, rules: linkedIn(body["rules"]) } : body;
}

function mapped(body: Body, change: (value: unknown) => unknown): Body {
  if (body instanceof Reference || body instanceof Decimal) return body;
  return Object.fromEntries(Object.entries(body).map(([name, each]) => [name, change(each)]));
}

type Find = (type: typeof FLAG | typeof SEGMENT, ids: Adopted["ids"]) => string | undefined;

function linkedBody({ type, body, ids }: Adopted, find: Find): Body {
  const flag = ids["flag_id"] === undefined ? undefined : find(FLAG, { flag_id: ids["flag_id"] });
  switch (type) {
    case FLAG:
      return body;
    case SEGMENT:
      return flag === undefined
        ? body
        : { ...body, flagsmith: { ...bodyAt(body, "flagsmith"), ...byParent(flag, "flag", "key") } };
    case DEFINITION:
      return { ...unit(body, flag), ...linkedOverrides(body, find) };
    case SEGMENT_OVERRIDE: {
      const segment = find(SEGMENT, { segment_id: ids["segment_id"] ?? "" });
      return { ...unit(body, flag), ...(segment !== undefined && byParent(segment, "segment", "name")) };
    }
    case IDENTITY_OVERRIDE:
      return unit(body, flag);
  }
}

function unit(body: Body, flag: string | undefined): Body {
  return flag === undefined ? body : inserted(body, "flag", byParent(flag, "flag", "key"));
}

function byParent(address: string, noun: string, attribute: "key" | "name"): Body {
  return { [noun]: new Reference(address, attribute), [`${noun}_id`]: new Reference(address, "id") };
}

/** In the place of one attribute. */
function inserted(body: Body, name: string, others: Body): Body {
  return Object.fromEntries(
    Object.entries(body).flatMap(([own, value]) => (own === name ? Object.entries(others) : [[own, value]])),
  );
}

function linkedOverrides(body: Body, find: Find): Body {
  const overrides = bodyAt(body, "segment_overrides");
  if (!overrides) return {};
  const linkedOnes: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(overrides)) {
    const { segment_id: id, ...rest } = each as Body;
    const segment = typeof id === "string" ? find(SEGMENT, { segment_id: id }) : undefined;
    setOwn(linkedOnes, name, { ...(segment !== undefined && { segment_id: new Reference(segment, "id") }), ...rest });
  }
  return { segment_overrides: linkedOnes };
}
