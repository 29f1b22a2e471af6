import type { SegmentCondition } from "../../../platforms/model/segment-rule";
import { findsPattern } from "../../matching/pattern";
import type { TraitValue } from "../../person";

const LONGEST_MATCHED = 10_000;

/** One condition, as @vercel/flags-core compares: strictly, and without a trait only where noted. */
export function holds(condition: SegmentCondition, trait: TraitValue | undefined): boolean {
  const { operator, value, values, type } = condition;
  const text = value ?? "";
  const several = (values ?? []).map((each) => (type === "number" ? Number(each) : each));
  switch (operator) {
    case "equal_to":
      return trait === scalar(condition);
    // Nothing is not equal to anything.
    case "not_equal_to":
      return trait !== scalar(condition);
    case "one_of":
      return typeof trait !== "object" && several.includes(trait as string | number);
    case "not_one_of":
      return trait !== undefined && !several.includes(trait as string | number);
    case "has_any_of":
      return isList(trait) && trait.some((each) => several.includes(each as string | number));
    case "has_all_of":
      return isList(trait) && hasAll(trait, several);
    case "has_none_of":
      return !isList(trait) || !trait.some((each) => several.includes(each as string | number));
    case "is_set":
      return trait !== undefined;
    case "is_not_set":
      return trait === undefined;
    case "matches":
      return matchesPattern(text, trait) === true;
    case "not_matches":
      return matchesPattern(text, trait) === false;
    case "greater_than":
    case "at_least":
    case "less_than":
    case "at_most":
      return type === "date" ? isOrderedInTime(operator, trait, text) : isOrdered(condition, trait);
    default:
      return typeof trait === "string" && holdsForText(operator, trait, text);
  }
}

/** Text that is not there does not satisfy the negations either. */
function holdsForText(operator: SegmentCondition["operator"], trait: string, text: string): boolean {
  switch (operator) {
    case "contains":
      return trait.includes(text);
    case "not_contains":
      return !trait.includes(text);
    case "starts_with":
      return trait.startsWith(text);
    case "not_starts_with":
      return !trait.startsWith(text);
    case "ends_with":
      return trait.endsWith(text);
    case "not_ends_with":
      return !trait.endsWith(text);
    default:
      return false;
  }
}

/** What is stored for a value: order compares numbers, equality texts, unless the type says otherwise. */
function scalar({ operator, value, type }: SegmentCondition): string | number | boolean {
  const isOrder = operator !== "equal_to" && operator !== "not_equal_to";
  const text = value ?? "";
  if (type === "boolean") return text === "true";
  return type === "number" || (type === null && isOrder) ? Number(text) : text;
}

function isOrderedInTime(operator: string, trait: TraitValue | undefined, text: string): boolean {
  if (typeof trait !== "string") return false;
  const [own, other] = [Date.parse(trait), Date.parse(text)];
  return operator === "greater_than" ? own > other : operator === "less_than" && own < other;
}

/** JavaScript's order: two texts by their characters, everything else as numbers; a list counts as its text. */
function isOrdered(condition: SegmentCondition, trait: TraitValue | undefined): boolean {
  if (trait === undefined) return false;
  const other = scalar(condition);
  const own = typeof trait === "object" ? trait.join(",") : trait;
  const order = typeof own === "string" && typeof other === "string" ? byCharacter(own, other) : Number(own) - Number(other);
  switch (condition.operator) {
    case "greater_than":
      return order > 0;
    case "at_least":
      return order >= 0;
    case "less_than":
      return order < 0;
    default:
      return order <= 0;
  }
}

function byCharacter(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function isList(trait: TraitValue | undefined): trait is readonly (string | number | boolean)[] {
  return typeof trait === "object";
}

/** Where a list is of texts, numbers are not looked for. */
function hasAll(trait: readonly (string | number | boolean)[], wanted: readonly (string | number)[]): boolean {
  const areTexts = trait.every((each) => typeof each === "string") && new Set(trait).size === trait.length;
  return wanted.filter((each) => !areTexts || typeof each === "string").every((each) => trait.includes(each));
}

/** Undefined where there is no text: then the negation does not hold either. */
function matchesPattern(pattern: string, trait: TraitValue | undefined): boolean | undefined {
  if (typeof trait !== "string" || trait.length > LONGEST_MATCHED) return undefined;
  return findsPattern(pattern, trait);
}
