import type { PageAudience } from "../../page/view-model";
import { shortened } from "../../page/words";
import type { Comparator, Condition } from "../schema/condition";
import type { Store } from "../store/store";

const WORDS: Readonly<Record<Comparator, string>> = {
  eq: "=",
  "!eq": "≠",
  oneOf: "is one of",
  "!oneOf": "is none of",
  containsAllOf: "has all of",
  containsAnyOf: "has any of",
  containsNoneOf: "has none of",
  startsWith: "starts with",
  "!startsWith": "does not start with",
  endsWith: "ends with",
  "!endsWith": "does not end with",
  contains: "contains",
  "!contains": "does not contain",
  ex: "is set",
  "!ex": "is not set",
  gt: ">",
  gte: "≥",
  lt: "<",
  lte: "≤",
  regex: "matches",
  "!regex": "does not match",
  before: "is before",
  after: "is after",
};

/** Whom a rule is for. One that asks for membership in one segment and nothing else is that segment's override. */
export function ruleWords(store: Store, conditions: readonly Condition[]): Pick<PageAudience, "kind" | "name"> {
  const [only, ...others] = conditions;
  if (only?.lhs.type === "segment" && only.cmp === "eq" && others.length === 0) {
    return { kind: "segment", name: segmentName(store, only.rhs) };
  }
  const words = conditions.map((each) => conditionText(store, each)).join(" and ");
  return { kind: "rule", name: words === "" ? "everyone" : shortened(words) };
}

function conditionText(store: Store, { lhs, cmp, rhs }: Condition): string {
  if (lhs.type !== "segment") return `${lhs.kind}.${lhs.attribute} ${WORDS[cmp]} ${operandText(rhs)}`.trimEnd();
  const names = itemsOf(rhs).map((each) => segmentName(store, each));
  return `${cmp.startsWith("!") ? "not in segment" : "in segment"} ${names.join(" or ")}`;
}

function segmentName(store: Store, id: unknown): string {
  return store.tables.segments.get(String(id))?.slug ?? "a segment that is gone";
}

function operandText(rhs: Condition["rhs"]): string {
  if (typeof rhs === "object" && rhs.type === "regex") return `/${rhs.pattern}/${rhs.flags}`;
  return itemsOf(rhs).join(", ");
}

function itemsOf(rhs: Condition["rhs"]): readonly (string | number | boolean)[] {
  if (rhs === undefined) return [];
  if (typeof rhs !== "object") return [rhs];
  return rhs.type === "regex" ? [] : rhs.items.map((each) => each.value);
}
