import { getOwn } from "../../../get-own";

/** JsonLogic operators that the Python SDK's library does not have. */
const UNKNOWN: ReadonlySet<string> = new Set(["all", "none", "some", "filter", "map", "reduce", "substr"]);

/**
 * Whether the Python SDK fails on a rule and serves the fallback: on a missing property without a default, or on an
 * unknown operator. It evaluates every argument, so a rule also fails on parts that Node would never reach. (Version
 * 5.4.1 was seen to go on with a missing property where there are others.)
 */
export function isPythonError(rule: unknown, properties: unknown): boolean {
  if (Array.isArray(rule)) return rule.some((each) => isPythonError(each, properties));
  if (typeof rule !== "object" || rule === null) return false;
  const [entry, ...others] = Object.entries(rule) as [string, unknown][];
  if (entry === undefined || others.length > 0) return false;
  const [operator, given] = entry;
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (UNKNOWN.has(operator)) return true;
  const [path] = values;
  const isMissing = operator === "var" && values.length === 1 && typeof path === "string" && isAbsent(path, properties);
  return isMissing || values.some((each) => isPythonError(each, properties));
}

function isAbsent(path: string, properties: unknown): boolean {
  let value = properties;
  for (const part of path === "" ? [] : path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return true;
    value = getOwn(value as Readonly<Record<string, unknown>>, part);
  }
  return value === undefined;
}
