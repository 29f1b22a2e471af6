import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../model/segment-rule";
import type { Outcome, Rule } from "../api/answers";
import { entityOfTrait, sameEntity, traitOf } from "../api/entity";
import { sameJson } from "../api/same-json";
import { type ConditionContext, describeCondition, fromCondition, UnsupportedRuleError } from "./conditions";
import { flattened, fromConditions, toConditions } from "./rule-conditions";

/** A segment's rules: one that matches is enough, and each may include only a share of those who match. */

/** Equal rules keep their ids and their notes. Throws {@link UnsupportedRuleError}. */
export function toSegmentRules(rules: readonly SegmentRule[], current: readonly Rule[], context: ConditionContext): Rule[] {
  const left = new Set(current);
  const take = (rule: Rule | undefined): Rule | undefined => {
    if (rule) left.delete(rule);
    return rule;
  };
  const alternatives = alternativesOf(rules);
  const same = alternatives.map((conditions) =>
    take([...left].find((rule) => sameJson(alternativeOf(rule, context), conditions))),
  );
  const used = new Set(current.map(({ id }) => id));
  return alternatives.map((conditions, index) => {
    const unchanged = same[index];
    if (unchanged) return unchanged;
    const before = current[index];
    const own = before && left.has(before) ? take(before) : undefined;
    return { ...own, ...toRule(conditions, own, context), id: own?.id ?? newId(conditions, used) };
  });
}

/** Undefined if one of them has no neutral form. */
export function fromSegmentRules(rules: readonly Rule[], context: ConditionContext): SegmentRule[] | undefined {
  const known = rules.map((rule) => alternativeOf(rule, context));
  const alternatives = known.filter((each) => each !== undefined);
  if (alternatives.length < known.length) return undefined;
  const [only] = alternatives;
  if (only === undefined) return [];
  if (alternatives.length === 1) return [{ match: "all", conditions: only, rules: [] }];
  if (alternatives.every(({ length }) => length === 1))
    return [{ match: "any", conditions: alternatives.flat(), rules: [] }];
  return [{ match: "any", conditions: [], rules: alternatives.map((conditions) => ({ match: "all", conditions })) }];
}

/** The rules that have no neutral form, for messages. */
export function describeForeignRules(rules: readonly Rule[], context: ConditionContext): string {
  const conditions = rules.flatMap((rule) => rule.conditions).filter((each) => fromCondition(each, context) === undefined);
  const outcomes = rules.filter(({ outcome }) => outcome.type !== "all" && !splitOutcome.safeParse(outcome).success);
  const words = [
    ...conditions.map((each) => `the condition \`${describeCondition(each)}\``),
    ...outcomes.map(({ outcome }) => `an outcome of the type ${outcome.type}`),
  ];
  return words.slice(0, 3).join(", ") || "rules of an unknown kind";
}

/** Conditions of which all must match, per rule. */
function alternativesOf(rules: readonly SegmentRule[]): SegmentCondition[][] {
  const [only] = rules;
  if (!only) return [];
  if (rules.length > 1 || only.match !== "any") return [flattened(rules)];
  const subRules: SegmentSubRule[] = [
    ...only.conditions.map((each) => ({ match: "all" as const, conditions: [each] })),
    ...only.rules,
  ];
  return subRules.map((rule) => flattened([rule]));
}

const splitOutcome = z.object({
  type: z.literal("split"),
  base: z.object({ kind: z.string(), attribute: z.string() }),
  passPromille: z.number(),
});

function toRule(
  conditions: readonly SegmentCondition[],
  current: Rule | undefined,
  context: ConditionContext,
): Pick<Rule, "conditions" | "outcome"> {
  const shares = conditions.filter(({ operator }) => operator === "percentage");
  const others = conditions.filter(({ operator }) => operator !== "percentage");
  const [share] = shares;
  if (shares.length > 1) throw new UnsupportedRuleError("On Vercel a segment rule can have only one `percentage`.");
  const all = others.length === 0 ? [] : [{ match: "all" as const, conditions: others, rules: [] }];
  return {
    conditions: toConditions(all, current?.conditions ?? [], context),
    outcome: share ? toShare(share, context) : { type: "all" },
  };
}

function toShare({ trait, value }: SegmentCondition, { identity }: ConditionContext): Outcome {
  const passPromille = Math.round(Number(value) * 1000 * 1e6) / 1e6;
  if (!Number.isInteger(passPromille))
    throw new UnsupportedRuleError(`Vercel stores three decimals of a percentage, and ${value ?? ""} has more.`);
  const base = trait === null ? identity : entityOfTrait(trait, identity);
  return { type: "split", base: { type: "entity", ...base }, passPromille };
}

function alternativeOf({ conditions, outcome }: Rule, context: ConditionContext): SegmentCondition[] | undefined {
  const known = fromConditions(conditions, context)?.flatMap((rule) => rule.conditions);
  if (outcome.type === "all") return known;
  const share = splitOutcome.safeParse(outcome);
  if (!known || !share.success) return undefined;
  const { base, passPromille } = share.data;
  const trait = sameEntity(base, context.identity) ? null : traitOf(base, context.identity);
  return [...known, { operator: "percentage", trait, value: String(passPromille / 1000), values: null, type: null }];
}

/** As Vercel's own tools name them, and the same for the same rule. */
function newId(conditions: readonly SegmentCondition[], used: Set<string>): string {
  for (let round = 0; ; round++) {
    const id = `rule_${shortHash(`${JSON.stringify(conditions)} ${round}`)}`;
    if (used.has(id)) continue;
    used.add(id);
    return id;
  }
}

/** Twelve characters of base 36. */
export function shortHash(text: string): string {
  const digest = createHash("sha256").update(text).digest("hex");
  return BigInt(`0x${digest}`).toString(36).slice(0, 12);
}
