import { getOwn } from "../../../get-own";
import { audienceOf } from "../../adapter/edits/variant-audience";
import type { Definition } from "../../port/definition";
import type { FlagAnswer, Outcome } from "../api/answers";
import { formatIdentifier } from "../api/entity";
import { choiceOf } from "../flag/variants";
import type { ConditionContext } from "../segment/conditions";
import { placedOverrides } from "./edits/override-rules";
import { reusedBy } from "./edits/switches";
import { remoteRules } from "./edits/targeting-rules";
import { targetedIdentities } from "./edits/targets";
import { environmentOf } from "./environment-body";
import { fromOutcome } from "./outcome";

/** A flag's definition in one environment, in neutral words. */
export function definitionOf(flag: FlagAnswer, environment: string, context: ConditionContext): Definition {
  const body = environmentOf(flag, environment);
  const { active, pausedOutcome, fallthrough, rules, targets } = body;
  const choice = choiceOf(flag, pausedOutcome.variantId);
  const audience = (outcome: Outcome): ReturnType<typeof audienceOf> =>
    audienceOf(fromOutcome(outcome, { ...context, flag, pausedVariantId: pausedOutcome.variantId }), choice);
  const variantIds = flag.variants.map(({ id }) => id);
  const identities = targetedIdentities(targets, variantIds).flatMap(({ variantId, ...identity }) => {
    const identifier = formatIdentifier(identity, context.identity);
    return identifier === undefined ? [] : [[identifier, audience({ type: "variant", variantId })] as const];
  });
  return {
    ...audience(fallthrough),
    killed: !active,
    whenOff: choice.whenOff,
    rules: remoteRules(rules, { ...context, audience }),
    segmentOverrides: placedOverrides(rules).map(({ rule, segmentId, priority }) => {
      return { segmentId, priority, ...audience(rule.outcome) };
    }),
    identityOverrides: new Map(identities),
    settings: { vercel: { reuse: reusedBy(body) } },
  };
}

/** Whether the rules there name segments, so that their names must be known. A single segment is an override, known by its id. */
export function namesSegments(flag: FlagAnswer, environment: string): boolean {
  return (getOwn(flag.environments, environment)?.rules ?? []).some(({ conditions }) =>
    conditions.some(({ lhs, cmp }) => lhs.type === "segment" && (conditions.length > 1 || cmp !== "eq")),
  );
}
