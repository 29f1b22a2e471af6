import { matchesPattern } from "../../wire/matches-pattern";
import type { Comparator, Condition, Operand } from "../schema/condition";

const LONGEST_MATCHED = 10_000;

/** The comparators to which `ignoreCase` applies (reference, 3.5). */
const CASELESS: ReadonlySet<Comparator> = new Set([
  ...(["eq", "!eq", "oneOf", "!oneOf", "containsAllOf", "containsAnyOf", "containsNoneOf", "contains"] as const),
  ...(["!contains", "startsWith", "!startsWith", "endsWith", "!endsWith"] as const),
]);

/** Whether an attribute's value satisfies a condition. */
export function satisfies(value: unknown, { cmp, rhs, cmpOptions }: Condition): boolean {
  const fold = cmpOptions?.ignoreCase === true && CASELESS.has(cmp);
  return compare(cmp, fold ? lower(value) : value, fold ? lower(plain(rhs)) : plain(rhs), rhs);
}

function compare(cmp: Comparator, left: unknown, right: unknown, operand: Operand): boolean {
  switch (cmp) {
    case "eq":
      return left === right;
    case "!eq":
      return left !== right;
    case "oneOf":
      return Array.isArray(right) && right.includes(left);
    case "!oneOf":
      return Array.isArray(right) && left !== undefined && !right.includes(left);
    case "containsAllOf":
      return Array.isArray(right) && Array.isArray(left) && containsAll(left, right);
    case "containsAnyOf":
      return Array.isArray(right) && Array.isArray(left) && left.some((each) => right.includes(each));
    case "containsNoneOf":
      return Array.isArray(right) && (!Array.isArray(left) || left.every((each) => !right.includes(each)));
    // Values that are not text do not satisfy the negated forms either.
    case "startsWith":
      return texts(left, right, (text, part) => text.startsWith(part));
    case "!startsWith":
      return texts(left, right, (text, part) => !text.startsWith(part));
    case "endsWith":
      return texts(left, right, (text, part) => text.endsWith(part));
    case "!endsWith":
      return texts(left, right, (text, part) => !text.endsWith(part));
    case "contains":
      return texts(left, right, (text, part) => text.includes(part));
    case "!contains":
      return texts(left, right, (text, part) => !text.includes(part));
    case "ex":
      return left !== undefined && left !== null;
    case "!ex":
      return left === undefined || left === null;
    case "gt":
      return ordered(left, right, (order) => order > 0);
    case "gte":
      return ordered(left, right, (order) => order >= 0);
    case "lt":
      return ordered(left, right, (order) => order < 0);
    case "lte":
      return ordered(left, right, (order) => order <= 0);
    case "regex":
      return matches(left, operand) === true;
    case "!regex":
      return matches(left, operand) === false;
    case "before":
      return texts(left, right, (one, other) => Date.parse(one) < Date.parse(other));
    case "after":
      return texts(left, right, (one, other) => Date.parse(one) > Date.parse(other));
  }
}

/** A list as its values: labels and notes are for people. */
function plain(operand: Operand): unknown {
  if (typeof operand !== "object" || operand.type === "regex") return operand;
  return operand.items.map((each) => each.value);
}

function lower(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  return Array.isArray(value) ? value.map(lower) : value;
}

function texts(left: unknown, right: unknown, test: (text: string, part: string) => boolean): boolean {
  return typeof left === "string" && typeof right === "string" && test(left, right);
}

/** JavaScript's order: two texts by their characters, everything else as numbers. */
function ordered(left: unknown, right: unknown, test: (order: number) => boolean): boolean {
  if (left === null || left === undefined) return false;
  if (typeof right !== "number" && typeof right !== "string") return false;
  // A list or an object is compared by its text.
  const primitive = typeof left === "object" ? textOf(left) : left;
  if (typeof primitive === "string" && typeof right === "string") {
    return test(primitive < right ? -1 : primitive > right ? 1 : 0);
  }
  const [one, other] = [Number(primitive), Number(right)];
  // NaN cannot be ordered.
  return !Number.isNaN(one) && !Number.isNaN(other) && test(one - other);
}

function textOf(value: object): string {
  return Array.isArray(value) ? value.join(",") : Object.prototype.toString.call(value);
}

/** Attributes are lists of texts: where they are, numbers of the condition are not looked for. */
function containsAll(left: readonly unknown[], right: readonly unknown[]): boolean {
  const areTexts = left.every((each) => typeof each === "string") && new Set(left).size === left.length;
  const wanted = areTexts ? right.filter((each) => typeof each === "string") : right;
  return wanted.every((each) => left.includes(each));
}

/** Undefined where there is nothing to match: neither form holds then. */
function matches(value: unknown, operand: Operand): boolean | undefined {
  if (typeof value !== "string" || value.length > LONGEST_MATCHED) return undefined;
  if (typeof operand !== "object" || operand.type !== "regex") return undefined;
  try {
    return matchesPattern(operand.pattern, value, operand.flags.replace(/[gy]/, ""));
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure;
    return undefined;
  }
}
