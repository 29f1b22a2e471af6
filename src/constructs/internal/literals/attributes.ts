import { Token, Tokenization } from "cdktf";
import { escapeTemplate } from "./escape-template";
import { mapKey } from "./map-keys";

/** What a construct says of itself, by attribute name. Undefined is left out; nothing is ever written as null. */
export interface Attributes {
  readonly [name: string]: unknown;
}

/** For `cdk.tf.json`: literals escaped, tokens as they are. */
export function jsonAttributes(attributes: Attributes): { [name: string]: unknown } {
  return mapTree(attributes, escapeTemplate, mapKey);
}

/** For HCL: as cdktf's renderer takes it, which escapes nothing and guesses types by what a string begins with. */
export function hclAttributes(attributes: Attributes): { [name: string]: unknown } {
  const escaped = mapTree(
    attributes,
    (text) => hclText(escapeTemplate(text)),
    (name) => (name === "__proto__" ? mapKey(name) : hclText(mapKey(name))),
  );
  return Object.fromEntries(
    Object.entries(escaped).map(([name, value]) => {
      const simple = typeof value === "string";
      return [name, { value, isBlock: false, type: simple ? "simple" : "any", storageClassType: simple ? "string" : "any" }];
    }),
  );
}

/** Whether something in it is only known to Terraform. */
export function hasToken(value: unknown): boolean {
  if (Tokenization.isResolvable(value) || Token.isUnresolved(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, each]) => Token.isUnresolved(key) || hasToken(each));
}

/** The inside of a quoted HCL string. A leading bracket is spelled out, or the renderer takes the text for an expression. */
function hclText(text: string): string {
  const quoted = JSON.stringify(text).slice(1, -1).replaceAll("\\b", "\\u0008").replaceAll("\\f", "\\u000c");
  return /^[[{]/.test(quoted) ? `\\u00${quoted.charCodeAt(0).toString(16)}${quoted.slice(1)}` : quoted;
}

type Spelling = (literal: string) => string;

function mapTree(attributes: Attributes, text: Spelling, key: Spelling): { [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [key(name), mapValue(value, text, key)]),
  );
}

function mapValue(value: unknown, text: Spelling, key: Spelling): unknown {
  if (typeof value === "string") return text(value);
  if (Tokenization.isResolvable(value) || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => mapValue(each, text, key));
  if (typeof value === "object" && value !== null) return mapTree({ ...value }, text, key);
  return value;
}
