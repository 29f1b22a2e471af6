import { Token, Tokenization } from "cdktf";
import { escapeTemplate } from "./escape-template";

/** What a construct says of itself, by attribute name. Undefined is left out; nothing is ever written as null. */
export interface Attributes {
  readonly [name: string]: unknown;
}

/** For `cdk.tf.json`: literals escaped, tokens as they are. */
export function jsonAttributes(attributes: Attributes): { [name: string]: unknown } {
  return mapTree(attributes, escapeTemplate);
}

/** For HCL: as cdktf's renderer takes it, which escapes nothing and guesses types by what a string begins with. */
export function hclAttributes(attributes: Attributes): { [name: string]: unknown } {
  const escaped = mapTree(attributes, (text) => hclText(escapeTemplate(text)));
  return Object.fromEntries(
    Object.entries(escaped).map(([name, value]) => {
      const simple = typeof value === "string";
      return [name, { value, isBlock: false, type: simple ? "simple" : "any", storageClassType: simple ? "string" : "any" }];
    }),
  );
}

/** The inside of a quoted HCL string. A leading bracket is spelled out, or the renderer takes the text for an expression. */
function hclText(text: string): string {
  const quoted = JSON.stringify(text).slice(1, -1).replaceAll("\\b", "\\u0008").replaceAll("\\f", "\\u000c");
  return /^[[{]/.test(quoted) ? `\\u00${quoted.charCodeAt(0).toString(16)}${quoted.slice(1)}` : quoted;
}

function mapTree(attributes: Attributes, text: (literal: string) => string): { [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [text(name), mapValue(value, text)]),
  );
}

function mapValue(value: unknown, text: (literal: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (Tokenization.isResolvable(value) || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => mapValue(each, text));
  if (typeof value === "object" && value !== null) return mapTree({ ...value }, text);
  return value;
}
