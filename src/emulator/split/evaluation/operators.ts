import { matchesPattern } from "../../wire/matches-pattern";
import type { Matcher } from "../store/records";
import type { Sdk } from "./sdk";
import { numberOf, textOf } from "./sdk";
import { compareSemver, normalizeSemver } from "./semver";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The last millisecond of JavaScript's dates. */
const LATEST = 8.64e15;

/** The matchers that need only the value of the attribute, or the key. */
export function matchesValue(matcher: Matcher, value: unknown, sdk: Sdk): boolean {
  const { type } = matcher;
  if (type === "BOOLEAN") return asBoolean(value) === matcher.bool;
  if (type.endsWith("_SET")) return matchesSet(type, value, matcher.strings ?? []);
  if (type.endsWith("_NUMBER")) return matchesNumber(matcher, numberOf(value, sdk));
  if (type.endsWith("_DATE")) return matchesDate(matcher, numberOf(value, sdk));
  const text = textOf(value, sdk);
  if (text === undefined) return false;
  return type.endsWith("SEMVER") ? matchesVersion(matcher, text) : matchesText(matcher, text);
}

function matchesText({ type, string, strings = [] }: Matcher, value: string): boolean {
  switch (type) {
    case "IN_LIST_STRING":
      return strings.includes(value);
    case "STARTS_WITH_STRING":
      return strings.some((each) => value.startsWith(each));
    case "ENDS_WITH_STRING":
      return strings.some((each) => value.endsWith(each));
    case "CONTAINS_STRING":
      return strings.some((each) => value.includes(each));
    case "MATCHES_STRING":
      return isMatch(string ?? "", value);
    default:
      return false;
  }
}

/** A match anywhere in the text counts; an invalid expression matches nothing. */
function isMatch(expression: string, value: string): boolean {
  try {
    return matchesPattern(expression, value);
  } catch {
    return false;
  }
}

function matchesSet(type: string, value: unknown, wanted: readonly string[]): boolean {
  if (!Array.isArray(value)) return false;
  const has = new Set(value.map(String));
  const want = new Set(wanted);
  const all = [...want].every((each) => has.has(each));
  const part = has.size > 0 && [...has].every((each) => want.has(each));
  switch (type) {
    case "EQUAL_SET":
      return all && has.size === want.size;
    case "ANY_OF_SET":
      return [...want].some((each) => has.has(each));
    case "ALL_OF_SET":
      return all;
    default:
      return part;
  }
}

function matchesNumber({ type, number = Number.NaN, between }: Matcher, value: number): boolean {
  switch (type) {
    case "EQUAL_NUMBER":
      return value === number;
    case "LESS_THAN_OR_EQUAL_NUMBER":
      return value <= number;
    case "GREATER_THAN_OR_EQUAL_NUMBER":
      return value >= number;
    default:
      return between !== undefined && Number(between.from) <= value && value <= Number(between.to);
  }
}

/**
 * A day is a day of UTC; everything else is compared by the minute. Values outside JavaScript's range of dates match
 * nothing.
 */
function matchesDate({ type, date = Number.NaN, between }: Matcher, value: number): boolean {
  const to = (time: number, unit: number): number =>
    Math.abs(time) > LATEST ? Number.NaN : Math.floor(Math.trunc(time) / unit);
  switch (type) {
    case "ON_DATE":
      return to(value, DAY) === to(date, DAY);
    case "ON_OR_AFTER_DATE":
      return to(value, MINUTE) >= to(date, MINUTE);
    case "ON_OR_BEFORE_DATE":
      return to(value, MINUTE) <= to(date, MINUTE);
    default:
      return (
        between !== undefined &&
        to(Number(between.from), MINUTE) <= to(value, MINUTE) &&
        to(value, MINUTE) <= to(Number(between.to), MINUTE)
      );
  }
}

/** Equality considers build metadata, ordering does not. */
function matchesVersion({ type, string = "", strings = [], between }: Matcher, value: string): boolean {
  const version = normalizeSemver(value);
  const is = (other: string): boolean => version !== undefined && version === normalizeSemver(other);
  const order = (other: string): number => compareSemver(value, other) ?? Number.NaN;
  switch (type) {
    case "EQUAL_TO_SEMVER":
      return is(string);
    case "IN_LIST_SEMVER":
      return strings.some(is);
    case "GREATER_THAN_OR_EQUAL_TO_SEMVER":
      return order(string) >= 0;
    case "LESS_THAN_OR_EQUAL_TO_SEMVER":
      return order(string) <= 0;
    default:
      return between !== undefined && order(String(between.from)) >= 0 && order(String(between.to)) <= 0;
  }
}

function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : undefined;
}
