import { getOwn } from "../../get-own";
import { Decimal } from "../../terraform/value";
import type { Adopted, Body } from "../inventory/adopted";
import { call, type Code, list, string, word } from "./layout/code";
import type { Module } from "./layout/module";
import type { Props } from "./props";
import { mapCode } from "./values";

/** What follows the construct of each resource: where it is imported from, and what the construct cannot say. */
export function finish(
  module: Module,
  variable: string,
  { importId, exists, body, notes }: Adopted,
  { beyond }: Pick<Props, "beyond">,
  indent: string,
): void {
  for (const [attribute, why] of beyond) {
    module.comment(`No construct can say this: ${why}. It is written as the attribute of the resource.`, indent);
    module.statement(indent, "", call(`${variable}.addOverride`, string(attribute), attributeCode(getOwn(body, attribute))));
  }
  if (exists) module.statement(indent, "", call(`${variable}.importFrom`, string(importId)));
  for (const note of notes) module.comment(note, indent);
}

/** As it stands in the synthesized file, where every text is a template. */
function attributeCode(value: unknown): Code {
  if (typeof value === "string") return string(escaped(value));
  if (value instanceof Decimal) return string(value.text);
  if (Array.isArray(value)) return list(value.map(attributeCode));
  if (typeof value !== "object" || value === null) return word(String(value));
  const entries = Object.entries(value as Body).map(([name, each]) => [escaped(name), each] as const);
  return mapCode(Object.fromEntries(entries), attributeCode);
}

function escaped(text: string): string {
  return text.replace(/([$%])\{/g, "$1$1{");
}
