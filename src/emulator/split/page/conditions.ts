import { shortened } from "../../page/words";
import type { Condition, Matcher } from "../store/records";

/** A rule's condition in words: every matcher must hold. */
export function conditionText({ matchers }: Condition): string {
  return shortened(matchers.map(matcherText).join(" and "));
}

const WORDS: Readonly<Partial<Record<string, string>>> = {
  IN_LIST_STRING: "is one of",
  STARTS_WITH_STRING: "starts with",
  ENDS_WITH_STRING: "ends with",
  CONTAINS_STRING: "contains",
  MATCHES_STRING: "matches",
  BOOLEAN: "is",
  EQUAL_SET: "has exactly",
  ANY_OF_SET: "has any of",
  ALL_OF_SET: "has all of",
  PART_OF_SET: "has only",
  EQUAL_NUMBER: "=",
  LESS_THAN_OR_EQUAL_NUMBER: "≤",
  GREATER_THAN_OR_EQUAL_NUMBER: "≥",
  BETWEEN_NUMBER: "is between",
  ON_DATE: "is on",
  ON_OR_AFTER_DATE: "is on or after",
  ON_OR_BEFORE_DATE: "is on or before",
  BETWEEN_DATE: "is between",
  EQUAL_TO_SEMVER: "=",
  IN_LIST_SEMVER: "is one of",
  GREATER_THAN_OR_EQUAL_TO_SEMVER: "≥",
  LESS_THAN_OR_EQUAL_TO_SEMVER: "≤",
  BETWEEN_SEMVER: "is between",
};

function matcherText(matcher: Matcher): string {
  return matcher.negate === true ? `not (${plainText(matcher)})` : plainText(matcher);
}

function plainText(matcher: Matcher): string {
  const { type, attribute = "", string = "", depends } = matcher;
  if (type === "ALL_KEYS") return "everyone";
  if (type.endsWith("_SEGMENT")) return `in segment ${string}`;
  if (type === "IN_SPLIT") {
    const treatments = depends?.treatments ?? [depends?.treatment ?? ""];
    return `flag ${depends?.splitName ?? ""} serves ${treatments.join(" or ")}`;
  }
  const words = new Map(Object.entries(WORDS)).get(type) ?? type;
  return `${attribute === "" ? "key" : attribute} ${words} ${operandText(matcher)}`;
}

function operandText({ type, string, strings, bool, number, date, between }: Matcher): string {
  const isDate = type.endsWith("_DATE");
  const show = (value: number | string): string => (isDate ? dateText(Number(value)) : String(value));
  if (between) return `${show(between.from)} and ${show(between.to)}`;
  if (strings) return strings.join(", ");
  if (date !== undefined) return dateText(date);
  return String(bool ?? number ?? string ?? "");
}

function dateText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString().slice(0, 16).replace("T", " ");
}
