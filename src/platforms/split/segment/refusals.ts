import type { FlagValue } from "../../model/flag-value";
import type { SegmentRule } from "../../model/segment-rule";
import { rulesMeaning } from "../../model/segment-rule-meaning";
import type { Variant } from "../../model/variant";
import type { TextPlace } from "../../port/refusal";
import { standardKind, UnsupportedRuleError } from "../document/conditions";
import { fromAlternatives, fromMatchers, toAlternatives, toMatchers } from "../document/rules";
import { refuseConditions } from "./refuse-conditions";

/** What Split would refuse or change, and the nearest thing that works. No requests. */

export function refuseValue(value: FlagValue): string | undefined {
  if (value.kind !== "json") return undefined;
  try {
    JSON.parse(value.value);
    return undefined;
  } catch {
    return "it is not JSON, which a treatment's configurations must be: write a string value instead";
  }
}

export function refuseRules(rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined {
  const refusal = refuseConditions(rules);
  if (refusal !== undefined) return refusal;
  try {
    if (place === "segment") {
      const back = fromAlternatives(toAlternatives(rules, standardKind));
      return back && rulesMeaning(back) === rulesMeaning(rules) ? undefined : OTHERWISE;
    }
    const matchers = toMatchers(rules, standardKind);
    const [only, ...more] = matchers;
    if (only?.type === "IN_SEGMENT" && only.negate !== true && more.length === 0)
      return "a rule for only one segment is that segment's override: use a segment override, which supports a split too";
    const back = fromMatchers(matchers);
    return back && rulesMeaning(back) === rulesMeaning(rules) ? undefined : OTHERWISE;
  } catch (error) {
    if (error instanceof UnsupportedRuleError) return error.message;
    throw error;
  }
}

const OTHERWISE =
  "Split would return it in another form: put all conditions into one group of `all`, with the `not_` operators for opposites, and " +
  "`none` only around conditions that have no such operator";

export function refuseVariants(variants: readonly Variant[]): string | undefined {
  if (variants.length >= 2) return undefined;
  return (
    "in Split a definition has at least two treatments: declare two variants, or remove `variants` and serve a boolean flag, " +
    "whose treatments are `on` and `off`"
  );
}

const RESERVED = new Set(
  (
    "all and between contain contains control datetime does end ends false has have if in is match matches not number set split " +
    "start starts string then treatment true with"
  ).split(" "),
);

export function refuseName(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined {
  if (name.trim() !== name) return "it begins or ends with white space, which Split may remove";
  if (noun === "environment")
    return name.length > 15
      ? `it has ${name.length} characters, and Split allows 15: "${name.slice(0, 15).trim()}" would do`
      : undefined;
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

/** Of the texts without rules of their own, only descriptions may be refused or changed. */
export function refuseText(place: TextPlace, text: string): string | undefined {
  if (place === "environment description" && text !== "") return "an environment has no description in Split: remove it";
  if (place === "description" && text.trim() !== text)
    return "it begins or ends with white space, which Split may remove: use trimspace(...) around a heredoc";
  return undefined;
}
