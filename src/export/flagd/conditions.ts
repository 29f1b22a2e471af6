import { ABSENT_TRAITS as MIXPANEL } from "../../platforms/mixpanel/segment/absent-traits";
import type { SegmentCondition, SegmentOperator } from "../../platforms/model/segment-rule";
import { ABSENT_TRAITS as SPLIT } from "../../platforms/split/segment/absent-traits";
import { ABSENT_TRAITS as VERCEL } from "../../platforms/vercel/segment/absent-traits";
import type { PlatformName, World } from "../../serving/world/world";
import { isWithin } from "./fractional";
import { all, any, type Logic, not, NotExportable, TARGETING_KEY } from "./json-logic";

/** Operators that are the negation of another one. */
const NEGATIONS: Readonly<Partial<Record<SegmentOperator, SegmentOperator>>> = {
  not_equal_to: "equal_to",
  not_one_of: "one_of",
  not_contains: "contains",
  not_starts_with: "starts_with",
  not_ends_with: "ends_with",
  has_none_of: "has_any_of",
};

/** Negations that match somebody without the trait. */
const HOLDING: Readonly<Record<PlatformName, ReadonlySet<SegmentOperator>>> = {
  flagsmith: new Set(),
  split: SPLIT.holding,
  vercel: VERCEL.holding,
  mixpanel: new Set([...MIXPANEL.holding, "has_none_of"]),
};

const ORDERS: Readonly<Partial<Record<SegmentOperator, string>>> = {
  greater_than: ">",
  at_least: ">=",
  less_than: "<",
  at_most: "<=",
};

/** Where a condition is, and what its percentages are hashed with. */
export interface Place {
  readonly kind: "segment" | "rule";
  readonly seed: string;
}

/** One condition, for traits of the condition's type. */
export function conditionLogic(condition: SegmentCondition, world: World, place: Place): Logic {
  const { operator, trait, value } = condition;
  if (operator === "percentage")
    return isWithin(Number(value), place.seed, isIdentity(trait, world) ? null : pathOf(trait, world));
  const actual: Logic = isIdentity(trait, world) ? TARGETING_KEY : { var: pathOf(trait, world) };
  const plain = NEGATIONS[operator];
  if (plain === undefined) return positive(condition, actual, world, place);
  const negated = not(positive({ ...condition, operator: plain }, actual, world, place));
  return HOLDING[world.platform].has(operator) ? negated : all([isSet(actual), negated]);
}

function positive(condition: SegmentCondition, actual: Logic, { platform }: World, { kind }: Place): Logic {
  const { operator, value, values } = condition;
  // Flagsmith has no other types.
  const type = platform === "flagsmith" && condition.type !== "version" ? null : condition.type;
  const order = ORDERS[operator];
  const wanted = (values ?? (value === null ? [] : [value])).flatMap((each) =>
    operands(each, { ...condition, type }, platform),
  );
  if (type === "version") return versionLogic(condition, actual);
  if (type === "date") throw new NotExportable(`flagd does not compare dates (${operator})`);
  const [first = null, second = null] = wanted;
  // In Mixpanel's rules, which are JsonLogic too, a property that is not there counts as 0.
  const guard = platform === "mixpanel" && kind === "rule" ? [] : [isSet(actual)];
  if (order !== undefined) return all([...guard, { [order]: [actual, first] }]);
  switch (operator) {
    case "equal_to":
    case "one_of":
      return any(wanted.map((each) => ({ "===": [actual, each] })));
    case "between":
      return all([...guard, { ">=": [actual, first] }, { "<=": [actual, second] }]);
    case "contains":
      return all([isSet(actual), any(wanted.map((each) => ({ in: [each, actual] })))]);
    case "starts_with":
    case "ends_with":
      return any(wanted.map((each) => ({ [operator]: [actual, each] })));
    case "has_any_of":
      return any(wanted.map((each) => ({ in: [each, actual] })));
    case "has_all_of":
      return all(wanted.map((each) => ({ in: [each, actual] })));
    case "is_part_of":
      return { all: [actual, { in: [{ var: "" }, wanted] }] };
    case "has_exactly":
      return all([...wanted.map((each) => ({ in: [each, actual] })), { all: [actual, { in: [{ var: "" }, wanted] }] }]);
    case "is_set":
      return isSet(actual);
    case "is_not_set":
      return { "===": [actual, null] };
    case "modulo": {
      const [divisor = NaN, remainder = NaN] = (value ?? "").split("|").map(Number);
      return all([isSet(actual), { "===": [{ "%": [actual, divisor] }, remainder] }]);
    }
    default:
      throw new NotExportable(`flagd has no operator for ${operator}`);
  }
}

function versionLogic({ operator, value, values }: SegmentCondition, actual: Logic): Logic {
  const compare = (by: string, version: string): Logic => ({ sem_ver: [actual, by, version] });
  const order = operator === "equal_to" ? "=" : ORDERS[operator];
  if (order !== undefined) return compare(order, value ?? "");
  if (operator === "one_of") return any((values ?? []).map((each) => compare("=", each)));
  if (operator === "between") return all([compare(">=", values?.[0] ?? ""), compare("<=", values?.[1] ?? "")]);
  throw new NotExportable(`flagd does not compare versions by ${operator}`);
}

const ORDER_OPERATORS: readonly string[] = [...Object.keys(ORDERS), "between"];

/** The texts of a condition as values of its type. Flagsmith takes text that looks like a number for one, and so for booleans. */
function operands(text: string, { operator, type }: SegmentCondition, platform: PlatformName): Logic[] {
  if (type === "boolean") return [text.toLowerCase() === "true"];
  if (type === "number" || (type === null && ORDER_OPERATORS.includes(operator) && platform !== "flagsmith"))
    return [numberOf(text, operator)];
  if (ORDER_OPERATORS.includes(operator)) return [looksLikeNumber(text) ? Number(text) : text];
  if (platform !== "flagsmith" || operator === "contains") return [text];
  if (/^(?:true|false)$/i.test(text)) return [text, text.toLowerCase() === "true"];
  return looksLikeNumber(text) ? [text, Number(text)] : [text];
}

function numberOf(text: string, operator: SegmentOperator): number {
  if (looksLikeNumber(text)) return Number(text);
  throw new NotExportable(`${operator} compares with ${JSON.stringify(text)}, which is not a number`);
}

function looksLikeNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function isSet(actual: Logic): Logic {
  return { "!==": [actual, null] };
}

function isIdentity(trait: string | null, { platform, entity }: World): boolean {
  if (trait === null || trait === "") return true;
  if (platform === "flagsmith") return trait === "$.identity.identifier" || trait === "$.identity['identifier']";
  return platform === "vercel" && pathOf(trait, { platform, entity }) === entity;
}

/** Where an application's context has the trait: below a point, it is nested. */
function pathOf(trait: string | null, { platform, entity }: Pick<World, "platform" | "entity">): string {
  const name = trait ?? "";
  if (name.startsWith("$.")) throw new NotExportable(`${name} is part of Flagsmith's request`);
  if (platform !== "vercel" || name.includes(".")) return name;
  return `${entity.slice(0, entity.indexOf("."))}.${name}`;
}
