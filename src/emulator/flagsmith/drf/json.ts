import { floatText } from "./python-text";

/** A JSON number written with a point or an exponent: Python keeps 2.0 apart from 2, and so do the server's messages. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  toJSON(): number {
    return this.value;
  }
}

export type Json = null | boolean | string | number | bigint | Float | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Float);
}

/** `type(value).__name__`, as error messages name it. */
export function typeName(value: Json): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (value instanceof Float) return "float";
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "string":
      return "str";
    case "object":
      return "dict";
    default:
      return "int";
  }
}

/** `str(value)`. */
export function toText(value: Json): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return value;
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === "object") return toRepr(value);
  return String(value);
}

/** `repr(value)`. */
function toRepr(value: Json): string {
  if (typeof value === "string") {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll("\r", "\\r");
    return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
  }
  if (Array.isArray(value)) return `[${value.map(toRepr).join(", ")}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${toRepr(key)}: ${toRepr(entry)}`)
      .join(", ")}}`;
  }
  return toText(value);
}
