import { isJsonStructure, sameJsonText } from "./json-text";
import { sameNumber } from "./number-text";

/** What a flag serves, typed. Never stringified: `true` and `"true"` are different values. */
export type FlagValue =
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number }
  /** Decimal text, so that no digit is lost. */
  | { readonly kind: "number"; readonly value: string }
  /** JSON text, compared by meaning. */
  | { readonly kind: "json"; readonly value: string };

export type FlagValueKind = FlagValue["kind"];

/** Whether two values are the same to an application, however they are written (JSON by meaning, numbers by size). */
export function sameValue(one: FlagValue | null, other: FlagValue | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.kind === other.kind && one.value === other.value) return true;
  if (one.kind === "json" || other.kind === "json") return sameJsonText(textOf(one), textOf(other));
  if (one.kind === "number" || other.kind === "number")
    return isNumeric(one) && isNumeric(other) && sameNumber(textOf(one), textOf(other));
  return false;
}

/** JSON objects and lists that a platform without the type stores as text. */
export function jsonWhereText(value: FlagValue): FlagValue {
  return value.kind === "string" && isJsonStructure(value.value) ? { kind: "json", value: value.value } : value;
}

/** The same value for a platform without its type. */
export function asText(value: FlagValue): FlagValue {
  return { kind: "string", value: textOf(value) };
}

/** The value as text, as a platform without the type stores it. */
export function textOf(value: FlagValue): string {
  return String(value.value);
}

function isNumeric(value: FlagValue): boolean {
  return value.kind === "number" || value.kind === "integer" || value.kind === "string";
}
