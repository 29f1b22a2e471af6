import { setOwn } from "../../get-own";
import { Decimal } from "../../terraform/value";
import type { Body } from "../inventory/adopted";
import { addressOf, importIdFor, type Linked, Reference } from "../inventory/linked";
import type { ProviderBlock } from "../session";

/** The stack that Terraform would make of the resources, as JSON. */
export function jsonStack(resources: readonly Linked[], provider: ProviderBlock): object {
  const byType: Record<string, Record<string, unknown>> = {};
  for (const { adopted, name, body } of resources) setOwn((byType[adopted.type] ??= {}), name, jsonOf(body));
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
