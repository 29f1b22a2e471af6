import { column, FieldError, text } from "../drf/field";
import type { Json } from "../drf/json";
import { Float, toText } from "../drf/json";
import { parseInteger } from "../drf/python-text";
import { CrashError } from "../wire/api-error";
import type { StoredValue, ValueType } from "./records";

/** The longest value a flag may have. */
export const VALUE_LIMIT = 20000;

export type ApiValueType = "string" | "integer" | "boolean";

const API_TYPES: Readonly<Record<ValueType, ApiValueType>> = { unicode: "string", int: "integer", bool: "boolean" };

export function emptyValue(): StoredValue {
  return { type: "unicode", string_value: null, integer_value: null, boolean_value: null };
}

/** The value a new state gets: the type is guessed from the text of `initial_value`. */
export function inferValue(initial: string | null): StoredValue {
  const value = emptyValue();
  if (initial === null) return value;
  if (["true", "True", "false", "False"].includes(initial)) {
    return { ...value, type: "bool", boolean_value: initial.toLowerCase() === "true" };
  }
  const parsed = parseInteger(initial);
  if (parsed !== undefined && fits(parsed)) return { ...value, type: "int", integer_value: Number(parsed) };
  return { ...value, string_value: initial };
}

export function rawValue(value: StoredValue): string | number | boolean | null {
  if (value.type === "int") return value.integer_value;
  return value.type === "bool" ? value.boolean_value : value.string_value;
}

/** How the whole-flag endpoint shows values: always text, null for no value. */
export function apiValue(value: StoredValue): { type: ApiValueType; value: string } | null {
  const raw = rawValue(value);
  return raw === null ? null : { type: API_TYPES[value.type], value: String(raw) };
}

/** Returns the error for a value of the experiments and whole-flag endpoints. */
export function checkApiValue(type: ApiValueType, value: string): void {
  if (type === "integer" && parseInteger(value) === undefined) throw new FieldError(`'${value}' is not a valid integer`);
  if (type === "boolean" && !["true", "false"].includes(value.toLowerCase())) {
    throw new FieldError(`'${value}' is not a valid boolean (use 'true' or 'false')`);
  }
}

/** Sets one type and clears the others. These endpoints do not check the size; the database does, with a 500 page. */
export function setApiValue(target: StoredValue, type: ApiValueType, value: string): void {
  const cleared = emptyValue();
  if (type === "string") {
    if (Array.from(value).length > VALUE_LIMIT) throw new CrashError("value too long for type character varying(20000)");
    Object.assign(target, cleared, { string_value: value });
  } else if (type === "integer") {
    const parsed = parseInteger(value) ?? 0n;
    if (!fits(parsed)) throw new CrashError("integer out of range");
    Object.assign(target, cleared, { type: "int", integer_value: Number(parsed) });
  } else {
    Object.assign(target, cleared, { type: "bool", boolean_value: value.toLowerCase() === "true" });
  }
}

/** A raw JSON value as the legacy endpoints take it: the type is JSON's, one column changes, floats become text. */
export function setRawValue(target: StoredValue, raw: Json): void {
  if (typeof raw === "boolean") {
    Object.assign(target, { type: "bool", boolean_value: raw });
    return;
  }
  if (typeof raw === "number" || typeof raw === "bigint") {
    target.integer_value = readColumn("integer_value", () => column().read(raw));
    target.type = "int";
    return;
  }
  const value = raw instanceof Float ? toText(raw) : raw;
  target.string_value = readColumn("string_value", () =>
    value === null ? null : text({ max: VALUE_LIMIT, blank: true }).read(value),
  );
  target.type = "unicode";
}

function readColumn<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (failure) {
    throw failure instanceof FieldError ? new FieldError({ [name]: failure.errors }) : failure;
  }
}

function fits(value: bigint): boolean {
  return value >= -2147483648n && value <= 2147483647n;
}
