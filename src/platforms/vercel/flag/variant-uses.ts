import { getOwn } from "../../../get-own";
import type { Outcome } from "../api/answers";
import type { EnvironmentBody } from "../api/bodies";
import { overriddenSegment } from "../definition/edits/override-rules";

/** Where a variant is served. Vercel refuses to remove one that is mentioned anywhere, even with a share of 0. */

/** For messages, beginning with the environment. Shares of 0 do not count: they can be removed with the variant. */
export function usesOf(variantId: string, environments: Readonly<Record<string, EnvironmentBody>>): string[] {
  return Object.entries(environments).flatMap(([name, environment]) => {
    const { pausedOutcome, fallthrough, rules, targets } = environment;
    const listed = Object.values(getOwn(targets, variantId) ?? {}).flatMap((attributes) =>
      Object.values(attributes).flat(),
    ).length;
    return [
      ...(pausedOutcome.variantId === variantId ? [`${name} (when off)`] : []),
      ...(uses(fallthrough, variantId) ? [`${name} (default)`] : []),
      ...rules.flatMap((rule) => {
        const segment = overriddenSegment(rule);
        const what = segment === undefined ? `rule ${rule.id}` : `override for segment ${segment}`;
        return uses(rule.outcome, variantId) ? [`${name} (${what})`] : [];
      }),
      ...(listed > 0 ? [`${name} (${listed} ${listed === 1 ? "identity" : "identities"})`] : []),
    ];
  });
}

function uses(outcome: Outcome, variantId: string): boolean {
  const { weights, ...rest } = outcome;
  const share = isWeights(weights) ? getOwn(weights, variantId) : undefined;
  return (share !== undefined && share !== 0) || Object.values(rest).includes(variantId);
}

/** Without the shares of 0 that mention the variant. */
export function withoutVariant(environment: EnvironmentBody, variantId: string): EnvironmentBody {
  const clean = (outcome: Outcome): Outcome => {
    const { weights } = outcome;
    if (!isWeights(weights) || !Object.hasOwn(weights, variantId)) return outcome;
    const { [variantId]: _, ...left } = weights;
    return { ...outcome, weights: left };
  };
  const { [variantId]: _, ...targets } = environment.targets;
  return {
    ...environment,
    fallthrough: clean(environment.fallthrough),
    rules: environment.rules.map((rule) => ({ ...rule, outcome: clean(rule.outcome) })),
    targets,
  };
}

/** Replaces a variant by another one everywhere. */
export function withRenamedVariant(environment: EnvironmentBody, from: string, to: string): EnvironmentBody {
  const renamed = (outcome: Outcome): Outcome => {
    const { weights } = outcome;
    const named = Object.entries(outcome).filter(([name, value]) => NAMES_VARIANT.has(name) && value === from);
    return {
      ...outcome,
      ...Object.fromEntries(named.map(([name]) => [name, to])),
      ...(isWeights(weights) && { weights: keyRenamed(weights, from, to) }),
    };
  };
  return {
    ...environment,
    pausedOutcome:
      environment.pausedOutcome.variantId === from
        ? { ...environment.pausedOutcome, variantId: to }
        : environment.pausedOutcome,
    fallthrough: renamed(environment.fallthrough),
    rules: environment.rules.map((rule) => ({ ...rule, outcome: renamed(rule.outcome) })),
    targets: keyRenamed(environment.targets, from, to),
  };
}

const NAMES_VARIANT: ReadonlySet<string> = new Set([
  "variantId",
  "defaultVariantId",
  "rollFromVariantId",
  "rollToVariantId",
]);

function keyRenamed<T>(record: Readonly<Record<string, T>>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
}

function isWeights(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === "object" && value !== null && Object.values(value).every((weight) => typeof weight === "number");
}
