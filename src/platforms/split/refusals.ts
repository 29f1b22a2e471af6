import type { FlagValue } from "../flag-value";
import type { SegmentCondition, SegmentRule } from "../segment-rule";
import { Unsayable } from "./conditions";
import { SEGMENT_KINDS, type SegmentKind } from "./document";
import { fromAlternatives, fromMatchers, toAlternatives, toMatchers } from "./rules";

/** What Split would refuse or change, and the nearest thing that works. No requests. */

export function refuseValue(value: FlagValue): string | undefined {
  if (value.kind !== "json") return undefined;
  try {
    JSON.parse(value.value);
    return undefined;
  } catch {
    return "it is no JSON, which a treatment's configurations must be: write a string value instead";
  }
}

const standard = (): SegmentKind => SEGMENT_KINDS[0];

export function refuseRules(rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined {
  try {
    if (place === "segment") {
      const back = fromAlternatives(toAlternatives(rules, standard));
      return back && meaning(back) === meaning(rules) ? undefined : OTHERWISE;
    }
    const matchers = toMatchers(rules, standard);
    const [only, ...more] = matchers;
    if (only?.type === "IN_SEGMENT" && only.negate !== true && more.length === 0)
      return "a rule for one segment alone is that segment's override: use a segment override, which takes a split too";
    const back = fromMatchers(matchers);
    return back && meaning(back) === meaning(rules) ? undefined : OTHERWISE;
  } catch (error) {
    if (error instanceof Unsayable) return error.message;
    throw error;
  }
}

const OTHERWISE =
  "Split would tell it in other words: put all conditions into one group of `all`, with the `not_` operators for opposites, and " +
  "`none` only around conditions that have no such operator";

/** The order decides nothing; one text is the same as a list of one; a type that is the platform's own choice needs no words. */
function meaning(rules: readonly SegmentRule[]): string {
  const list = (conditions: readonly SegmentCondition[]): string[] => conditions.map(conditionMeaning).sort();
  return JSON.stringify(
    rules
      .map(({ match, conditions, rules: inner }) =>
        JSON.stringify([
          match,
          list(conditions),
          inner.map((each) => JSON.stringify([each.match, list(each.conditions)])).sort(),
        ]),
      )
      .sort(),
  );
}

function conditionMeaning({ operator, trait, value, values, type }: SegmentCondition): string {
  const several = values ?? (value === null ? [] : [value]);
  const single = several.length === 1;
  const plain =
    operator === "one_of" && single ? "equal_to" : operator === "not_one_of" && single ? "not_equal_to" : operator;
  const ordered = plain === "at_least" || plain === "at_most" || plain === "between";
  const told = type === "string" || (type === "number" && ordered) ? null : type;
  const normal =
    told === "date"
      ? several.map((each) => String(Date.parse(each)))
      : told === "number" || (ordered && !told)
        ? several.map((each) => String(Number(each)))
        : several;
  return JSON.stringify([plain, trait, normal, told]);
}

const RESERVED = new Set(
  (
    "all and between contain contains control datetime does end ends false has have if in is match matches not number set split " +
    "start starts string then treatment true with"
  ).split(" "),
);

export function refuseName(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined {
  if (noun === "environment")
    return name.length > 20 ? `it has ${name.length} characters: Split takes 15 to 20 at most` : undefined;
  if (!/^[a-zA-Z][-_a-zA-Z0-9]*$/.test(name)) {
    const nearest = name.replace(/[^-_a-zA-Z0-9]+/g, "_").replace(/^[^a-zA-Z]+/, "");
    const hint = nearest === "" ? "" : `: "${nearest}" would do`;
    return `Split takes a letter, then letters, digits, - and _${hint}`;
  }
  if (noun === "variant" && RESERVED.has(name.toLowerCase())) return `"${name}" is a reserved word in Split`;
  return noun === "flag" && ["datetime", "string", "set", "integer"].includes(name)
    ? `"${name}" is a reserved word in Split`
    : undefined;
}
