import { invalid } from "../../adapter/errors";
import {
  type ConditionType,
  isMembership,
  isOfFlag,
  type SegmentCondition,
  type SegmentOperator,
} from "../../model/segment-rule";
import type { PlatformErrorSubject } from "../../port/platform-error";
import { type Matcher, SEGMENT_KINDS, type SegmentKind } from "./document";

/** Converts between one neutral condition and one matcher. Other matchers are described in words. */

/** The kind of a segment by name: conditions name only the segment, matchers also its kind. */
export type KindOf = (segment: string) => SegmentKind;

export const standardKind: KindOf = () => SEGMENT_KINDS[0];

interface Plain {
  readonly operator: SegmentOperator;
  /** The opposite operator, if there is one. */
  readonly opposite?: SegmentOperator;
  readonly type: ConditionType | null;
  readonly matcher: string;
  readonly member: "string" | "strings" | "bool" | "number" | "date" | "between";
}

const text = (operator: SegmentOperator, opposite: SegmentOperator, matcher: string): Plain => {
  return { operator, opposite, type: null, matcher, member: "strings" };
};
const set = (operator: SegmentOperator, matcher: string, opposite?: SegmentOperator): Plain => {
  return { operator, type: null, matcher, member: "strings", ...(opposite && { opposite }) };
};

/** A read returns the first entry that matches. Type null: the default of the operator. */
const PLAIN: readonly Plain[] = [
  text("equal_to", "not_equal_to", "IN_LIST_STRING"),
  text("one_of", "not_one_of", "IN_LIST_STRING"),
  text("contains", "not_contains", "CONTAINS_STRING"),
  text("starts_with", "not_starts_with", "STARTS_WITH_STRING"),
  text("ends_with", "not_ends_with", "ENDS_WITH_STRING"),
  { operator: "matches", opposite: "not_matches", type: null, matcher: "MATCHES_STRING", member: "string" },
  set("has_any_of", "ANY_OF_SET", "has_none_of"),
  set("has_all_of", "ALL_OF_SET"),
  set("has_exactly", "EQUAL_SET"),
  set("is_part_of", "PART_OF_SET"),
  { operator: "equal_to", opposite: "not_equal_to", type: "boolean", matcher: "BOOLEAN", member: "bool" },
  { operator: "equal_to", opposite: "not_equal_to", type: "number", matcher: "EQUAL_NUMBER", member: "number" },
  { operator: "at_least", type: null, matcher: "GREATER_THAN_OR_EQUAL_NUMBER", member: "number" },
  { operator: "at_most", type: null, matcher: "LESS_THAN_OR_EQUAL_NUMBER", member: "number" },
  { operator: "between", type: null, matcher: "BETWEEN_NUMBER", member: "between" },
  { operator: "equal_to", opposite: "not_equal_to", type: "date", matcher: "ON_DATE", member: "date" },
  { operator: "at_least", type: "date", matcher: "ON_OR_AFTER_DATE", member: "date" },
  { operator: "at_most", type: "date", matcher: "ON_OR_BEFORE_DATE", member: "date" },
  { operator: "between", type: "date", matcher: "BETWEEN_DATE", member: "between" },
  { operator: "equal_to", opposite: "not_equal_to", type: "version", matcher: "EQUAL_TO_SEMVER", member: "string" },
  { operator: "at_least", type: "version", matcher: "GREATER_THAN_OR_EQUAL_TO_SEMVER", member: "string" },
  { operator: "at_most", type: "version", matcher: "LESS_THAN_OR_EQUAL_TO_SEMVER", member: "string" },
  { operator: "between", type: "version", matcher: "BETWEEN_SEMVER", member: "between" },
  { operator: "one_of", opposite: "not_one_of", type: "version", matcher: "IN_LIST_SEMVER", member: "strings" },
];

const NUMERIC: ReadonlySet<SegmentOperator> = new Set(["at_least", "at_most", "between"]);

/** A condition that Split cannot express, and what to use instead. */
export class UnsupportedRuleError extends Error {}

/** Converts conditions. Throws PlatformError where they are not supported. */
export function ifSupported<T>(attempted: string, subject: PlatformErrorSubject, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof UnsupportedRuleError)) throw error;
    throw invalid(attempted, { reason: error.message, nextStep: "Change the conditions.", subject });
  }
}

export function toMatcher(condition: SegmentCondition, kindOf: KindOf): Matcher {
  const { operator, trait } = condition;
  const values = condition.values ?? (condition.value === null ? [] : [condition.value]);
  if (isMembership(operator)) {
    const [segment] = values;
    if (segment === undefined || values.length > 1)
      throw new UnsupportedRuleError(`${operator} takes one segment here: write one condition, or one rule, for each`);
    return { type: kindOf(segment).matcher, ...negated(operator === "not_in_segment"), string: segment };
  }
  if (isOfFlag(operator)) {
    const [only] = values;
    const served = values.length === 1 && only !== undefined ? { treatment: only } : { treatments: [...values] };
    const depends = { splitName: trait ?? "", ...served };
    return { type: "IN_SPLIT", ...negated(operator === "flag_does_not_serve"), depends };
  }
  const plain = plainFor(condition);
  const needsTrait = plain.member !== "strings" && plain.member !== "string" ? true : isOfTrait(plain);
  if (needsTrait && trait === null)
    throw new UnsupportedRuleError(`${operator} needs a trait here: the identity itself is text`);
  return {
    type: plain.matcher,
    ...negated(plain.operator !== operator),
    ...(trait === null ? {} : { attribute: trait }),
    ...member(plain, values),
  };
}

/** Sets and versions are never the identity itself. */
function isOfTrait({ matcher }: Plain): boolean {
  return matcher.endsWith("_SET") || matcher.endsWith("SEMVER");
}

function plainFor({ operator, type }: SegmentCondition): Plain {
  const wantedType = type === "string" || (type === "number" && NUMERIC.has(operator)) ? null : type;
  const found = PLAIN.find((each) => each.type === wantedType && (each.operator === operator || each.opposite === operator));
  if (found) return found;
  throw new UnsupportedRuleError(INSTEAD[operator] ?? `${operator} is not supported for the type ${type ?? "string"}`);
}

const INSTEAD: Partial<Record<SegmentOperator, string>> = {
  greater_than: "greater_than is not supported: use at_least together with not_equal_to and the type of the value",
  less_than: "less_than is not supported: use at_most together with not_equal_to and the type of the value",
  is_set: 'is_set is not supported: use matches ".*" for a trait that is text',
  is_not_set:
    'is_not_set is not supported: not_matches ".*" holds for an absent trait in the SDKs for JavaScript, Python, Go and PHP, and never in those for Java, .NET and Android',
  percentage: "percentage is not supported: serve a split",
  modulo: "modulo is not supported: serve a split",
  one_of: "one_of is supported for text and versions: for numbers write one rule for each, or between",
  not_one_of: "not_one_of is supported for text and versions: for numbers write one not_equal_to for each",
};

function negated(negate: boolean): { negate?: true } {
  return negate ? { negate: true } : {};
}

function member(plain: Plain, values: readonly string[]): Partial<Matcher> {
  const [first = "", second = ""] = values;
  const isDate = plain.type === "date";
  switch (plain.member) {
    case "strings":
      return { strings: [...values] };
    case "string":
      return { string: first };
    case "bool":
      if (first !== "true" && first !== "false")
        throw new UnsupportedRuleError(`"${first}" is not a boolean: write true or false`);
      return { bool: first === "true" };
    case "number":
      return { number: numberFrom(first) };
    case "date":
      return { date: dateFrom(first) };
    case "between": {
      if (values.length !== 2) throw new UnsupportedRuleError("between takes two values");
      const from = (value: string): number | string =>
        isDate ? dateFrom(value) : plain.type === "version" ? value : numberFrom(value);
      return { between: { from: from(first), to: from(second) } };
    }
  }
}

function numberFrom(value: string): number {
  const number = value.trim() === "" ? NaN : Number(value);
  if (Number.isFinite(number)) return number;
  throw new UnsupportedRuleError(`"${value}" is not a number: set another type`);
}

function dateFrom(value: string): number {
  const date = Date.parse(value);
  if (Number.isFinite(date)) return date;
  throw new UnsupportedRuleError(`"${value}" is not a date: write it as 2026-01-31T00:00:00Z`);
}

/** `negate`: the matcher is the opposite of the condition, and there is no operator for it. Undefined: no neutral condition is equal. */
interface NeutralMatcher {
  readonly conditions: readonly SegmentCondition[];
  readonly negate: boolean;
}

export function fromMatcher(matcher: Matcher): NeutralMatcher | undefined {
  const negate = matcher.negate === true;
  const several = (operator: SegmentOperator, trait: string | null, values: readonly string[]): NeutralMatcher => {
    return { conditions: [{ operator, trait, value: null, values, type: null }], negate: false };
  };
  const segment = SEGMENT_KINDS.find((each) => each.matcher === matcher.type);
  if (segment && typeof matcher.string === "string")
    return several(negate ? "not_in_segment" : "in_segment", null, [matcher.string]);
  if (matcher.type === "IN_SPLIT" && matcher.depends) {
    const { splitName, treatment, treatments } = matcher.depends;
    const values = treatments ?? (typeof treatment === "string" ? [treatment] : []);
    return several(negate ? "flag_does_not_serve" : "flag_serves", splitName, values);
  }
  const plain = PLAIN.find((each) => each.matcher === matcher.type);
  const values = plain && valuesOf(plain, matcher);
  if (!plain || !values) return undefined;
  const trait = matcher.attribute ?? null;
  if (plain.operator === "equal_to" && plain.member === "strings" && values.length !== 1)
    return several(negate ? "not_one_of" : "one_of", trait, values);
  const takesSeveral = plain.member === "between" || isSetOrList(plain);
  // One matcher of several texts holds for any of them, and its negation for none: that has no opposite operator.
  const opposite = negate && (takesSeveral || values.length === 1) ? plain.opposite : undefined;
  const common = { operator: opposite ?? plain.operator, trait, type: plain.type };
  const conditions = takesSeveral
    ? [{ ...common, value: null, values }]
    : values.map((value) => ({ ...common, value, values: null }));
  return { conditions, negate: negate && opposite === undefined };
}

function isSetOrList({ matcher }: Plain): boolean {
  return matcher.endsWith("_SET") || matcher === "IN_LIST_SEMVER";
}

function valuesOf({ member: name, type }: Plain, matcher: Matcher): readonly string[] | undefined {
  const word = (value: number | string): string =>
    type === "date" && typeof value === "number" ? dateWords(value) : String(value);
  const value = matcher[name];
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(String);
  if (name === "between" && matcher.between) return [word(matcher.between.from), word(matcher.between.to)];
  return typeof value === "string" || typeof value === "number" ? [word(value)] : [String(value)];
}

/** Without needless fractions of a second. */
function dateWords(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}

/** Whether conditions can share one matcher of several texts. */
export function canShare(conditions: readonly SegmentCondition[]): boolean {
  const [first] = conditions;
  if (!first || conditions.length < 2) return false;
  const shared = ["contains", "starts_with", "ends_with"].includes(first.operator);
  return shared && conditions.every((each) => each.operator === first.operator && each.trait === first.trait);
}

/** A matcher in words, for people. */
export function describeMatcher(matcher: Matcher): string {
  const { type, negate, attribute, ...rest } = matcher;
  const operands = Object.values(rest).filter((value) => value !== null && value !== undefined);
  return [negate === true ? "not" : "", attribute ?? "", type, ...operands.map((value) => JSON.stringify(value))]
    .filter((word) => word !== "")
    .join(" ");
}
