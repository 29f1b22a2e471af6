import { trimEnd, trimStart } from "../../../trim";
import { type FlagValue, textOf } from "../../model/flag-value";
import type { RawValue, TypedValue, WireValue } from "./answers";

/** Converts typed values to and from Flagsmith's three formats. Decimal numbers and JSON are strings in it. */

export function toWire(value: FlagValue): WireValue {
  if (value.kind === "boolean") return { type: "boolean", value: String(value.value) };
  if (value.kind === "integer") return { type: "integer", value: String(value.value) };
  return { type: "string", value: textFor(value) };
}

export function fromWire(value: WireValue | null): FlagValue | null {
  if (value === null) return null;
  if (value.type === "boolean") return { kind: "boolean", value: value.value === "true" };
  if (value.type === "integer") return { kind: "integer", value: Number(value.value) };
  return { kind: "string", value: value.value };
}

export function toRaw(value: FlagValue | null): RawValue {
  if (value === null) return null;
  return value.kind === "boolean" || value.kind === "integer" ? value.value : textFor(value);
}

export function fromRaw(value: RawValue): FlagValue | null {
  if (value === null) return null;
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (typeof value === "number") return { kind: "integer", value };
  return { kind: "string", value };
}

/** A typed state keeps old values of other types: the type decides which value counts. */
export function fromTyped(value: TypedValue | null): FlagValue | null {
  if (value === null) return null;
  if (value.type === "bool") return fromRaw(value.boolean_value);
  return fromRaw(value.type === "int" ? value.integer_value : value.string_value);
}

/** Only the column of its type: the others keep their values. */
export function toTyped(value: FlagValue | null): object {
  if (value === null) return { type: "unicode", string_value: null };
  if (value.kind === "boolean") return { type: "bool", boolean_value: value.value };
  if (value.kind === "integer") return { type: "int", integer_value: value.value };
  return { type: "unicode", string_value: textFor(value) };
}

/** The value as it is read back: decimal numbers and JSON become strings. */
export function asStored(value: FlagValue): FlagValue {
  return value.kind === "number" || value.kind === "json" ? { kind: "string", value: textFor(value) } : value;
}

/** The value that the server infers from a flag's initial text: 32-bit integers and four spellings of booleans get a type. */
export function inferInitial(text: string | null): FlagValue | null {
  if (text === null) return null;
  if (/^[Tt]rue$/.test(text)) return { kind: "boolean", value: true };
  if (/^[Ff]alse$/.test(text)) return { kind: "boolean", value: false };
  const digits = strip(text);
  if (/^[+-]?\d+(_\d+)*$/.test(digits)) {
    const value: FlagValue = { kind: "integer", value: Number(digits.replace(/_/g, "")) + 0 };
    if (refuseValue(value) === undefined) return value;
  }
  return { kind: "string", value: text };
}

/** What the server's `str.strip()` removes: not the same characters as JavaScript's `trim()`. */
const STRIPPED =
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

export function strip(text: string): string {
  return trimStart(trimEnd(text, STRIPPED), STRIPPED);
}

/** Space around JSON or a number has no meaning, so it is removed. */
function textFor(value: FlagValue): string {
  return value.kind === "string" ? value.value : strip(textOf(value));
}

const LONGEST_TEXT = 20_000;
const LARGEST = 2_147_483_647;

/** Why the server would refuse or change the value. */
export function refuseValue(value: FlagValue): string | undefined {
  if (value.kind === "boolean") return undefined;
  if (value.kind === "integer") {
    if (Number.isInteger(value.value) && Math.abs(value.value) <= LARGEST) return undefined;
    if (value.value === -LARGEST - 1) return undefined;
    return `Flagsmith stores 32-bit integers (from -2147483648 to 2147483647), and ${value.value} is not one. Use a string.`;
  }
  const text = textFor(value);
  const length = [...text].length;
  if (length > LONGEST_TEXT) {
    return `Flagsmith keeps values of up to 20,000 characters, and this one has ${length.toLocaleString("en-US")}. Shorten it, or serve a reference to it.`;
  }
  if (text.includes("\0")) return "Flagsmith refuses values with a NUL character. Encode it (base64, JSON).";
  if (/\p{Surrogate}/u.test(text)) return "The value has half a character (a lone surrogate), which Flagsmith cannot store.";
  if (strip(text) !== text) {
    return "The value has white space at its start or end; the server trims it, and applications would get another value. Remove it, or quote it (as JSON).";
  }
  return undefined;
}
