import { trimEnd, trimStart } from "../../trim";
import { WireError } from "../protocol/wire";
import { Decimal } from "../value";
import { readJson } from "./json-reader";
import type { Raw } from "./raw";

/**
 * A JSON object or list as Terraform's `jsonencode` spells it: the order of its keys, its numbers, and no white space. Undefined for
 * any other text, and for JSON that Terraform cannot repeat: a key twice in one object, half a character, a very long number.
 */
export function jsonEncoded(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value = readJson(Buffer.from(text));
    const keys = { count: 0 };
    const encoded = encode(value, keys);
    return keys.count === keysIn(text) ? encoded : undefined;
  } catch (failure) {
    if (failure instanceof WireError || failure instanceof Unrepeatable) return undefined;
    throw failure;
  }
}

class Unrepeatable extends Error {}

function encode(value: Raw, keys: { count: number }): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return encodeText(value);
  if (typeof value === "number") return plainNumber(String(value));
  if (value instanceof Decimal) return plainNumber(value.text);
  if (Array.isArray(value)) return `[${value.map((each) => encode(each as Raw, keys)).join(",")}]`;
  const members = Object.entries(value).map(([key, each]) => [encodeText(key), encode(each as Raw, keys), key] as const);
  keys.count += members.length;
  const inOrder = members.sort(([, , one], [, , other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return `{${inOrder.map(([key, each]) => `${key}:${each}`).join(",")}}`;
}

/** As Go encodes text, with what HTML would execute escaped; Terraform normalizes each text. */
function encodeText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Unrepeatable();
  return JSON.stringify(text.normalize("NFC")).replace(
    /[<>&\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Beyond these, Terraform's own numbers lose digits. */
const MOST_DIGITS = 100;

/** Without an exponent. */
function plainNumber(text: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const point = whole.length + Number(power);
  const digits = whole + fraction;
  if (Math.abs(point) > MOST_DIGITS || digits.length > MOST_DIGITS) throw new Unrepeatable();
  const padded = point > 0 ? digits.padEnd(point, "0") : "0".repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const integer = trimStart(padded.slice(0, at), "0");
  const rest = trimEnd(padded.slice(at), "0");
  const number = `${integer === "" ? "0" : integer}${rest === "" ? "" : `.${rest}`}`;
  return number === "0" ? number : sign + number;
}

const KEY = /"[^"\\]*(?:\\.[^"\\]*)*"(?=\s*(:?))/g;

function keysIn(text: string): number {
  return [...text.matchAll(KEY)].filter(([, colon]) => colon === ":").length;
}
