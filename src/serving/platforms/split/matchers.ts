import type { SegmentCondition, SegmentOperator } from "../../../platforms/model/segment-rule";
import { findsPattern } from "../../matching/pattern";
import type { TraitValue } from "../../person";
import { compareVersions, normalVersion } from "./versions";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Operators that are the negation of another one. */
export const NEGATIONS: Readonly<Partial<Record<SegmentOperator, SegmentOperator>>> = {
  not_equal_to: "equal_to",
  not_one_of: "one_of",
  not_contains: "contains",
  not_starts_with: "starts_with",
  not_ends_with: "ends_with",
  not_matches: "matches",
  has_none_of: "has_any_of",
};

/** The matcher of a condition that is no negation, in the SDKs for JavaScript. */
export function matches({ operator, value, values, type }: SegmentCondition, trait: TraitValue | undefined): boolean {
  const wanted = values ?? (value === null ? [] : [value]);
  if (operator.startsWith("has_") || operator === "is_part_of") return matchesSet(operator, trait, wanted);
  if (type === "boolean") return booleanOf(trait) === (wanted[0] === "true");
  if (type === "date") return matchesDate(operator, Number(trait), wanted.map(Date.parse));
  const isOrder = operator === "at_least" || operator === "at_most" || operator === "between";
  if (type === "number" || (isOrder && type !== "version"))
    return matchesNumber(operator, Number(trait), wanted.map(Number));
  const text = textOf(trait);
  if (text === undefined) return false;
  return type === "version" ? matchesVersion(operator, text, wanted) : matchesText(operator, text, wanted);
}

/** Almost everything is converted to text. */
export function textOf(value: TraitValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text =
    typeof value === "object" ? value.map((each) => (typeof each === "string" ? each : "")).join(",") : String(value);
  return text === "" ? undefined : text;
}

function matchesText(operator: SegmentOperator, text: string, wanted: readonly string[]): boolean {
  switch (operator) {
    case "equal_to":
    case "one_of":
      return wanted.includes(text);
    case "contains":
      return wanted.some((each) => text.includes(each));
    case "starts_with":
      return wanted.some((each) => text.startsWith(each));
    case "ends_with":
      return wanted.some((each) => text.endsWith(each));
    case "matches":
      return findsPattern(wanted[0] ?? "", text) === true;
    default:
      return false;
  }
}

function matchesSet(operator: SegmentOperator, trait: TraitValue | undefined, wanted: readonly string[]): boolean {
  if (typeof trait !== "object") return false;
  const has = new Set(trait.map(String));
  const want = new Set(wanted);
  switch (operator) {
    case "has_any_of":
      return [...want].some((each) => has.has(each));
    case "has_all_of":
      return [...want].every((each) => has.has(each));
    case "has_exactly":
      return has.size === want.size && [...want].every((each) => has.has(each));
    default:
      return has.size > 0 && [...has].every((each) => want.has(each));
  }
}

function matchesNumber(operator: SegmentOperator, trait: number, [first = NaN, second = NaN]: readonly number[]): boolean {
  switch (operator) {
    case "equal_to":
      return trait === first;
    case "at_least":
      return trait >= first;
    case "at_most":
      return trait <= first;
    default:
      return first <= trait && trait <= second;
  }
}

/** A day is a day of UTC, everything else is compared by the minute. */
function matchesDate(operator: SegmentOperator, trait: number, wanted: readonly number[]): boolean {
  const unit = operator === "equal_to" ? DAY : MINUTE;
  const cut = (time: number): number => (Math.abs(time) > 8.64e15 ? NaN : Math.floor(Math.trunc(time) / unit));
  return matchesNumber(operator, cut(trait), wanted.map(cut));
}

/** Equality considers build metadata, order does not. */
function matchesVersion(operator: SegmentOperator, text: string, wanted: readonly string[]): boolean {
  const [first = "", second = ""] = wanted;
  const own = normalVersion(text);
  const order = (other: string): number => compareVersions(text, other) ?? NaN;
  switch (operator) {
    case "equal_to":
    case "one_of":
      return own !== undefined && wanted.some((each) => normalVersion(each) === own);
    case "at_least":
      return order(first) >= 0;
    case "at_most":
      return order(first) <= 0;
    default:
      return order(first) >= 0 && order(second) <= 0;
  }
}

function booleanOf(value: TraitValue | undefined): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : undefined;
}
