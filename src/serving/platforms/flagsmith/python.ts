import { findsPattern } from "../../matching/pattern";
import type { Trait } from "./trait";

/** What the server, which is written in Python, makes of texts and numbers. */

const INTEGER = /^[+-]?[0-9]+(?:_[0-9]+)*$/;
const FLOAT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** `int(text)`; undefined where it fails. */
export function integerOf(text: string): number | undefined {
  const plain = text.trim();
  return INTEGER.test(plain) ? Number(plain.replaceAll("_", "")) : undefined;
}

/** `float(text)`; undefined where it fails. */
export function floatOf(text: string): number | undefined {
  const plain = text.trim().replace(/([0-9])_(?=[0-9])/g, "$1");
  return FLOAT.test(plain) ? Number(plain) : undefined;
}

/** `str(value)`. */
export function textOf({ kind, value }: Trait): string {
  if (kind === "boolean") return value ? "True" : "False";
  return kind === "float" && Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `re.match`: at the beginning of the text. An expression that is none matches nothing. */
export function matchesAtStart(expression: string, text: string): boolean {
  const flags = /^\(\?([ims]+)\)/.exec(expression);
  const pattern = expression
    .slice(flags?.[0].length ?? 0)
    .replaceAll("(?P<", "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replaceAll("\\A", "^")
    .replaceAll("\\Z", "$");
  return findsPattern(pattern, text, `y${flags?.[1] ?? ""}`) === true;
}

/** `value % divisor == remainder`, for `divisor|remainder`: the remainder has the divisor's sign. */
export function leavesRemainder(text: string, { kind, value }: Trait): boolean {
  const parts = text.split("|").map(floatOf);
  const [divisor, remainder] = parts;
  if (kind === "text" || parts.length !== 2 || !divisor || remainder === undefined) return false;
  const number = Number(value);
  return number - divisor * Math.floor(number / divisor) === remainder;
}

/** Python orders texts by code points, JavaScript by UTF-16. */
export function orderOfTexts(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
