import { getOwn } from "../../../get-own";
import type { Environment, Outcome } from "../schema/environment";
import type { Flag, Segment } from "../store/records";
import type { Entities } from "./entities";
import { isListed } from "./entities";
import { drawVariant } from "./outcomes";
import { EvaluationError, holdAll } from "./segment-match";

/** What somebody is served, and why. */
export type Evaluation =
  | {
      readonly variantId: string;
      readonly value: unknown;
      readonly reason: "paused" | "target_match" | "rule_match" | "fallthrough";
      /** The kind of outcome that decided. */
      readonly outcomeType: "value" | "split" | "rollout";
    }
  | { readonly variantId: null; readonly reason: "error"; readonly errorMessage: string };

interface Audience {
  readonly entities: Entities;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly now: number;
}

/** An evaluation, and what decided. */
export interface Explained {
  readonly evaluation: Evaluation;
  /** The environment whose settings were used: another one where it is reused. */
  readonly environment: string;
  /** The place of the rule that matched. */
  readonly rule?: number;
}

export function evaluateFlag(flag: Flag, environment: string, audience: Audience): Evaluation {
  return explainFlag(flag, environment, audience).evaluation;
}

/** The order of the vendor's evaluator: paused, reuse, targets, rules, fallthrough (reference, 4). */
export function explainFlag(flag: Flag, environment: string, audience: Audience): Explained {
  // Archived flags leave the pack: applications fall back to their own default.
  if (flag.state === "archived") return error(environment, `Flag "${flag.slug}" is archived and is not served`);
  const visited = new Set<string>();
  let name = environment;
  for (;;) {
    const config = getOwn(flag.environments, name);
    if (!config) return error(name, `Could not find envConfig for "${name}"`);
    if (!config.active) return { environment: name, evaluation: served(flag, config.pausedOutcome, "paused", audience) };
    if (config.reuse?.active !== true) return evaluateConfig(flag, name, config, audience);
    visited.add(name);
    name = config.reuse.environment;
    if (visited.has(name)) return error(name, `Circular environment reuse detected: "${name}"`);
  }
}

function evaluateConfig(flag: Flag, environment: string, config: Environment, audience: Audience): Explained {
  try {
    return { environment, ...decide(flag, config, audience) };
  } catch (failure) {
    if (failure instanceof EvaluationError) return error(environment, failure.message);
    throw failure;
  }
}

function decide(flag: Flag, config: Environment, audience: Audience): Omit<Explained, "environment"> {
  const { entities, segments } = audience;
  const { targets = {}, rules, fallthrough } = config;
  // The order of the variants decides, not that of the targets.
  const target = flag.variants.find(({ id }) => Object.hasOwn(targets, id) && isListed(getOwn(targets, id) ?? {}, entities));
  if (target) {
    return { evaluation: served(flag, { type: "variant", variantId: target.id }, "target_match", audience) };
  }
  const index = rules.findIndex((each) => holdAll(each.conditions, { entities, segments, seed: flag.seed }));
  const rule = rules[index];
  if (rule) return { evaluation: served(flag, rule.outcome, "rule_match", audience), rule: index };
  return { evaluation: served(flag, fallthrough, "fallthrough", audience) };
}

type Reason = Exclude<Evaluation["reason"], "error">;

function served(flag: Flag, outcome: Outcome, reason: Reason, { entities, now }: Audience): Evaluation {
  if (outcome.type === "experiment") return failed("An experiment decides, and its allocation is not known here");
  const variantId = drawVariant(outcome, { flag, entities, now });
  const value = flag.variants.find((each) => each.id === variantId)?.value;
  return { variantId, value, reason, outcomeType: outcome.type === "variant" ? "value" : outcome.type };
}

function error(environment: string, errorMessage: string): Explained {
  return { environment, evaluation: failed(errorMessage) };
}

function failed(errorMessage: string): Evaluation {
  return { variantId: null, reason: "error", errorMessage };
}
