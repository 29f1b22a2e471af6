import { getOwn } from "../../get-own";
import { isUnknown, isWhollyKnown, UNKNOWN } from "../../terraform/value";
import { jsonText, parseJson } from "../values/json";
import {
  asSet,
  equals,
  isList,
  isNumber,
  isRecord,
  numberFromText,
  record,
  type Value,
  type ValueRecord,
} from "../values/value";
import { EvaluationError } from "./evaluation-error";

type Implementation = (...args: readonly Value[]) => Value;

/** The functions of Terraform's that synthesized stacks use most; an unknown argument makes the result unknown. */
const FUNCTIONS: { readonly [name: string]: Implementation } = {
  jsonencode: (value = null) => goJson(value),
  jsondecode: (value = null) => parseJson(text(value)),
  tostring: (value = null) => (value === null ? null : text(value)),
  tonumber: (value = null) => (value === null ? null : isNumber(value) ? value : numberFromText(text(value))),
  tobool: (value = null) => (value === null ? null : text(value) === "true"),
  tolist: (value = null) => list(value),
  toset: (value = null) => asSet(list(value)),
  tomap: (value = null) => object(value),
  length: (value = null) =>
    isRecord(value) ? Object.keys(value).length : isList(value) ? value.length : [...text(value)].length,
  lower: (value = null) => text(value).toLowerCase(),
  upper: (value = null) => text(value).toUpperCase(),
  trimspace: (value = null) => text(value).trim(),
  join: (separator = null, ...lists) => lists.flatMap(list).map(text).join(text(separator)),
  split: (separator = null, value = null) => text(value).split(text(separator)),
  replace: (value = null, search = null, replacement = null) => text(value).split(text(search)).join(text(replacement)),
  concat: (...lists) => lists.flatMap(list),
  merge: (...objects) => record(objects.flatMap((each) => (each === null ? [] : Object.entries(object(each))))),
  keys: (value = null) => Object.keys(object(value)).sort(),
  values: (value = null) =>
    Object.entries(object(value))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, each]) => each),
  lookup: (from = null, key = null, fallback = null) => getOwn(object(from), text(key)) ?? fallback,
  contains: (from = null, value = null) => list(from).some((each) => equals(each, value)),
  element: (from = null, index = null) => list(from)[Number(text(index)) % list(from).length] ?? null,
  coalesce: (...values) => values.find((each) => each !== null && each !== "") ?? null,
  sensitive: (value = null) => value,
  nonsensitive: (value = null) => value,
};

export function callFunction(name: string, args: readonly Value[]): Value {
  const implementation = getOwn(FUNCTIONS, name);
  if (!implementation) throw new EvaluationError(`the function ${name}() is not supported by the in-process driver`);
  const passes = ["sensitive", "nonsensitive", "merge", "concat", "values", "keys", "tolist", "tomap"].includes(name);
  if (passes ? args.some(isUnknown) : !args.every(isWhollyKnown)) return UNKNOWN;
  return implementation(...args);
}

/** As Go writes JSON: keys sorted, and HTML characters escaped. */
function goJson(value: Value): string {
  const escaped: { readonly [char: string]: string } = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return jsonText(sorted(value)).replace(/[<>&]/g, (char) => getOwn(escaped, char) ?? char);
}

function sorted(value: Value): Value {
  if (isList(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return record(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)] as const),
  );
}

function text(value: Value): string {
  if (typeof value === "string") return value;
  if (isNumber(value) || typeof value === "boolean") return String(value);
  throw new EvaluationError("a string is required as the function's argument");
}

function list(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError("a list is required as the function's argument");
}

function object(value: Value): ValueRecord {
  if (isRecord(value)) return value;
  throw new EvaluationError("an object is required as the function's argument");
}
