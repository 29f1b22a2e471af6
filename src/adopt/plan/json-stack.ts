import { setOwn } from "../../get-own";
import { Decimal } from "../../terraform/value";
import type { Adopted, Body, Inventory } from "../inventory/adopted";
import { flagGroups, isOfFlag } from "../inventory/flag-groups";
import { addressOf, importIdFor, type Linked, Reference } from "../inventory/linked";
import type { ProviderBlock } from "../session";
import { type Part, SEGMENTS_PER_PART } from "./parts";

/** The stack that Terraform would make of everything, in parts. */
export function* jsonParts(
  inventory: Inventory,
  link: (adopted: Adopted) => Linked,
  provider: ProviderBlock,
): Generator<Part> {
  const shared = inventory.segments.filter((each) => !isOfFlag(each));
  for (let at = 0; at < Math.max(shared.length, 1); at += SEGMENTS_PER_PART)
    yield jsonPart(shared.slice(at, at + SEGMENTS_PER_PART).map(link), provider);
  for (const { flags } of flagGroups(inventory)) {
    const own = flags.flatMap(({ flag, segments, definitions, overrides }) => [
      ...segments,
      flag,
      ...definitions,
      ...overrides,
    ]);
    yield jsonPart(own.map(link), provider);
  }
}

function jsonPart(resources: readonly Linked[], provider: ProviderBlock): Part {
  const byType: Record<string, Record<string, Body>> = {};
  for (const { adopted, name, body } of resources) setOwn((byType[adopted.type] ??= {}), name, jsonOf(body) as Body);
  return {
    provider: { flagform: [provider] },
    resource: byType,
    import: resources
      .filter(({ adopted }) => adopted.exists)
      .map((each) => ({ to: addressOf(each), id: escaped(importIdFor(each)) })),
  };
}

function jsonOf(value: unknown): unknown {
  if (typeof value === "string") return escaped(value);
  if (value instanceof Reference) return `\${${value.address}.${value.attribute}}`;
  if (value instanceof Decimal) return numberOf(value);
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value as Body).map(([name, each]) => [escaped(name), jsonOf(each)]));
}

/** A number that JavaScript has not exactly is written as text, which Terraform converts. */
function numberOf({ text }: Decimal): number | string {
  return new Decimal(String(Number(text))).equals(new Decimal(text)) ? Number(text) : text;
}

/** Nothing that people wrote is a template. */
export function escaped(text: string): string {
  return text.replace(/([$%])\{/g, "$1$1{");
}
