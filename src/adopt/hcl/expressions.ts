import { Decimal } from "../../terraform/value";
import type { Body } from "../inventory/adopted";
import { Reference } from "../inventory/linked";

/** Values in Terraform's language, laid out as `terraform fmt` does. Nothing that people wrote is a template. */

/** The lines of an attribute: `name = value`. Attributes of one line that follow each other are aligned. */
export function attributeLines(body: Body, indent: string): readonly string[] {
  const written = Object.entries(body).map(([name, value]) => ({ name: nameOf(name), lines: valueLines(value, indent) }));
  const lines: string[] = [];
  for (let at = 0; at < written.length;) {
    const end = endOfRun(written, at);
    const run = written.slice(at, end);
    const widest = Math.max(...run.map(({ name }) => columns(name)));
    for (const {
      name,
      lines: [first = "", ...rest],
    } of run) {
      const gap = run.length > 1 ? " ".repeat(widest - columns(name)) : "";
      lines.push(`${indent}${name}${gap} = ${first}`, ...rest);
    }
    at = end;
  }
  return lines;
}

/** Up to the next attribute of several lines, which stands alone. */
function endOfRun(written: readonly { readonly lines: readonly string[] }[], from: number): number {
  const isLong = (at: number): boolean => (written[at]?.lines.length ?? 0) > 1;
  if (isLong(from)) return from + 1;
  let end = from + 1;
  while (end < written.length && !isLong(end)) end++;
  return end;
}

function valueLines(value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value)) return listLines(value, indent);
  const isObject =
    typeof value === "object" && value !== null && !(value instanceof Reference) && !(value instanceof Decimal);
  if (!isObject) return [simple(value)];
  if (Object.keys(value).length === 0) return ["{}"];
  return ["{", ...attributeLines(value as Body, `${indent}  `), `${indent}}`];
}

function listLines(values: readonly unknown[], indent: string): readonly string[] {
  if (values.every((each) => typeof each !== "object" || each === null)) {
    const line = `[${values.map(simple).join(", ")}]`;
    if (indent.length + line.length <= WIDTH) return [line];
  }
  const inner = `${indent}  `;
  const lines = values.flatMap((each) => {
    const own = valueLines(each, inner);
    return own.map((line, index) => `${index === 0 ? inner : ""}${line}${index === own.length - 1 ? "," : ""}`);
  });
  return ["[", ...lines, `${indent}]`];
}

const WIDTH = 120;

function simple(value: unknown): string {
  if (typeof value === "string") return quotedHcl(value);
  if (value instanceof Reference) return `${value.address}.${value.attribute}`;
  if (value instanceof Decimal) return value.text;
  return String(value);
}

function nameOf(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : quotedHcl(name);
}

/** A quoted string. What cannot be seen, or turns the direction of what follows, is spelled out. */
export function quotedHcl(text: string): string {
  const inner = text
    .replace(/([$%])\{/g, "$1$1{")
    .replace(/["\\]|[\u0000-\u001f\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}|\p{Co}|\ufeff/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      const hex = code.toString(16);
      const spelled = code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
      return SHORT.get(character) ?? spelled;
    });
  return `"${inner}"`;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** As Terraform counts them: what is read as one character is one. */
function columns(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  return [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].length;
}
