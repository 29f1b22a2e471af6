import { compareDates, compareVersions } from "./operators";
import { compare, looselyEqual, strictlyEqual, parsedNumber, truthy } from "./loose-values";

/** A rule that is none: an operator that does not exist, for one. */
export class LogicError extends Error {}

type Operator = (values: readonly unknown[], data: unknown) => unknown;
/** Operators that decide themselves what of their arguments is worked out, and over which data. */
type Form = (rules: readonly unknown[], data: unknown) => unknown;

/** Works a JsonLogic rule out over data, as the reference implementation does. */
export function applyLogic(rule: unknown, data: unknown): unknown {
  if (Array.isArray(rule)) return rule.map((each) => applyLogic(each, data));
  if (typeof rule !== "object" || rule === null) return rule;
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0) return rule;
  const [name, given] = entry as [string, unknown];
  const rules: readonly unknown[] = Array.isArray(given) ? given : [given];
  const form = FORMS.get(name);
  if (form) return form(rules, data);
  const operator = OPERATORS.get(name);
  if (!operator) throw new LogicError(`JsonLogic has no operator "${name}"`);
  return operator(
    rules.map((each) => applyLogic(each, data)),
    data,
  );
}

function choose(rules: readonly unknown[], data: unknown): unknown {
  for (let index = 0; index + 1 < rules.length; index += 2) {
    if (truthy(applyLogic(rules[index], data))) return applyLogic(rules[index + 1], data);
  }
  return rules.length % 2 === 1 ? applyLogic(rules[rules.length - 1], data) : null;
}

function firstThat(rules: readonly unknown[], data: unknown, ends: (value: unknown) => boolean): unknown {
  let value: unknown;
  for (const rule of rules) {
    value = applyLogic(rule, data);
    if (ends(value)) return value;
  }
  return value;
}

function listOf(rule: unknown, data: unknown): readonly unknown[] {
  const list = applyLogic(rule, data);
  return Array.isArray(list) ? list : [];
}

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ["if", choose],
  ["?:", choose],
  ["and", (rules, data) => firstThat(rules, data, (value) => !truthy(value))],
  ["or", (rules, data) => firstThat(rules, data, truthy)],
  ["filter", ([list, test], data) => listOf(list, data).filter((each) => truthy(applyLogic(test, each)))],
  ["map", ([list, rule], data) => listOf(list, data).map((each) => applyLogic(rule, each))],
  [
    "reduce",
    ([list, rule, start], data) =>
      listOf(list, data).reduce<unknown>(
        (accumulator, current) => applyLogic(rule, { current, accumulator }),
        start === undefined ? null : applyLogic(start, data),
      ),
  ],
  [
    "all",
    ([list, test], data) => {
      const values = listOf(list, data);
      return values.length > 0 && values.every((each) => truthy(applyLogic(test, each)));
    },
  ],
  ["some", ([list, test], data) => listOf(list, data).some((each) => truthy(applyLogic(test, each)))],
  ["none", ([list, test], data) => !listOf(list, data).some((each) => truthy(applyLogic(test, each)))],
]);

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  [
    "var",
    ([path, otherwise = null], data) => {
      const value = lookUp(path, data);
      return value === undefined ? otherwise : value;
    },
  ],
  ["missing", (paths, data) => missing(paths, data)],
  [
    "missing_some",
    ([needed, paths], data) => {
      const all = Array.isArray(paths) ? paths : [];
      const absent = missing(all, data);
      return all.length - absent.length >= Number(needed) ? [] : absent;
    },
  ],
  ["==", ([one, other]) => looselyEqual(one, other)],
  ["!=", ([one, other]) => !looselyEqual(one, other)],
  ["===", ([one, other]) => strictlyEqual(one, other)],
  ["!==", ([one, other]) => !strictlyEqual(one, other)],
  ["!", ([value]) => !truthy(value)],
  ["!!", ([value]) => truthy(value)],
  [">", ([one, other]) => compare(one, other, (order) => order > 0)],
  [">=", ([one, other]) => compare(one, other, (order) => order >= 0)],
  ["<", (values) => between(values, (order) => order < 0)],
  ["<=", (values) => between(values, (order) => order <= 0)],
  ["in", ([part, whole]) => contains(whole, part)],
  ["cat", (values) => values.join("")],
  ["log", ([value]) => value],
  ["substr", ([text, start, end]) => substring(String(text), Number(start), end === undefined ? undefined : Number(end))],
  ["merge", (values) => values.flat()],
  ["+", (values) => values.reduce<number>((sum, each) => sum + parsedNumber(each), 0)],
  ["*", product],
  ["-", ([one, other]) => (other === undefined ? -Number(one) : Number(one) - Number(other))],
  ["/", ([one, other]) => Number(one) / Number(other)],
  ["%", ([one, other]) => Number(one) % Number(other)],
  ["max", (values) => Math.max(...values.map(Number))],
  ["min", (values) => Math.min(...values.map(Number))],
  // The SDKs' own: versions, and times against a target in milliseconds.
  ["semver_compare", compareVersions],
  ["datetime_compare", compareDates],
]);

/** One value alone comes back as it is; none is an error. */
function product(values: readonly unknown[]): unknown {
  if (values.length === 0) throw new LogicError("there is nothing to multiply");
  return values.reduce((one, other) => parsedNumber(one) * parsedNumber(other));
}

/** What `var` finds; undefined when there is nothing. */
export function lookUp(path: unknown, data: unknown): unknown {
  if (path === undefined || path === null || path === "") return data;
  let value = data;
  for (const part of String(path).split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = new Map(Object.entries(value)).get(part);
  }
  return value;
}

function missing(paths: readonly unknown[], data: unknown): unknown[] {
  const [first] = paths;
  return (Array.isArray(first) ? first : paths).filter((path) => [undefined, null, ""].includes(lookUp(path, data) as null));
}

function between([first, second, third]: readonly unknown[], holds: (order: number) => boolean): boolean {
  return compare(first, second, holds) && (third === undefined || compare(second, third, holds));
}

function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === "string") return whole !== "" && whole.includes(String(part));
  return Array.isArray(whole) && whole.some((each) => strictlyEqual(each, part));
}

function substring(text: string, start: number, length: number | undefined): string {
  const rest = text.slice(start);
  return length !== undefined && length < 0 ? rest.slice(0, length) : rest.slice(0, length);
}
