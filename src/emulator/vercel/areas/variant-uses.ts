import type { Environment, Outcome } from "../schema/environment";
import type { FlagContent } from "../store/records";

/** Where a flag refers to a variant, for example `environments.production.fallthrough`. */
interface VariantUse {
  readonly path: string;
  readonly variantId: string;
}

/** Every mention of a variant, in environments that are switched off too (reference, 6). */
export function variantUses(environments: FlagContent["environments"]): VariantUse[] {
  return Object.entries(environments).flatMap(([name, environment]) => usesOf(`environments.${name}`, environment));
}

function usesOf(path: string, environment: Environment): VariantUse[] {
  return [
    ...outcomeUses(`${path}.pausedOutcome`, environment.pausedOutcome),
    ...outcomeUses(`${path}.fallthrough`, environment.fallthrough),
    ...environment.rules.flatMap((rule, index) => outcomeUses(`${path}.rules[${index}].outcome`, rule.outcome)),
    ...Object.keys(environment.targets ?? {}).map((id) => ({ path: `${path}.targets.${id}`, variantId: id })),
  ];
}

function outcomeUses(path: string, outcome: Outcome): VariantUse[] {
  const use = (field: string, variantId: string): VariantUse => ({ path: `${path}.${field}`, variantId });
  switch (outcome.type) {
    case "variant":
      return [use("variantId", outcome.variantId)];
    case "split":
      return [
        use("defaultVariantId", outcome.defaultVariantId),
        ...Object.keys(outcome.weights).map((id) => use(`weights.${id}`, id)),
      ];
    case "rollout":
      return [
        use("rollFromVariantId", outcome.rollFromVariantId),
        use("rollToVariantId", outcome.rollToVariantId),
        use("defaultVariantId", outcome.defaultVariantId),
      ];
    case "experiment":
      return [];
  }
}
