import { getOwn } from "../../get-own";
import { Decimal, isUnknown } from "../../terraform/value";
import type { CtyType } from "./cty-type";
import { isList, isRecord, numberFromText, record, type Value } from "./value";

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const MARK = "\u0000number:";

/** JSON with numbers of any length, which `JSON.parse` would round. */
export function parseJson(text: string): Value {
  const marked = text.replace(TOKENS, (token) =>
    token.startsWith('"') || typeof numberFromText(token) === "number" ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(MARK) ? new Decimal(value.slice(MARK.length)) : value,
  ) as Value;
}

/** The text that {@link parseJson} reads, as a state file holds it. The value must be wholly known. */
export function jsonText(value: Value): string {
  if (isUnknown(value)) throw new TypeError("a state cannot hold an unknown value");
  if (value instanceof Decimal) return value.text;
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isRecord(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${jsonText(getOwn(value, key) ?? null)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/**
 * What core does to a stored object whose version is the schema's: attributes the type no longer has are dropped. (Those it
 * newly has stay absent.)
 */
export function dropForeignAttributes(type: CtyType, stored: Value): Value {
  if ("attributes" in type && isRecord(stored)) {
    const known = Object.entries(stored).filter(([name]) => Object.hasOwn(type.attributes, name));
    return record(
      known.map(([name, each]) => [name, dropForeignAttributes(getOwn(type.attributes, name) ?? type, each)] as const),
    );
  }
  if ("element" in type && isList(stored)) return stored.map((each) => dropForeignAttributes(type.element, each));
  if ("element" in type && isRecord(stored)) {
    return record(Object.entries(stored).map(([key, each]) => [key, dropForeignAttributes(type.element, each)] as const));
  }
  return stored;
}
