import { getOwn } from "../../get-own";
import type { ListedDefinition } from "../port/definition";
import type { Served } from "./audience";

/** Where a definition serves a variant, or would. */
export type VariantUse = "when off" | "default" | "baseline" | "rules" | "segment overrides" | "identity overrides";

/** Where the variant is used, each place once. Shares of 0 do not count: they are removed with the variant. */
export function usesOfVariant(key: string, definition: ListedDefinition): VariantUse[] {
  const { served, whenOff, settings, rules = [], segmentOverrides, identityOverrides = new Map() } = definition;
  const some = (audiences: Iterable<{ readonly served: Served }>): boolean =>
    [...audiences].some((audience) => isServed(audience.served, key));
  const places: readonly (readonly [VariantUse, boolean])[] = [
    ["when off", whenOff === key],
    ["default", served !== undefined && isServed(served, key)],
    ["baseline", settings?.split?.baselineTreatment === key],
    ["rules", some(rules)],
    ["segment overrides", some(segmentOverrides)],
    ["identity overrides", some(identityOverrides.values())],
  ];
  return places.flatMap(([kind, isUsed]) => (isUsed ? [kind] : []));
}

function isServed(served: Served, key: string): boolean {
  switch (served.kind) {
    case "variant":
      return served.variant === key;
    case "split":
      return (getOwn(served.weights, key) ?? 0) > 0 || served.otherwise === key;
    case "rollout":
      return [served.from, served.to, served.otherwise].includes(key);
    default:
      return false;
  }
}
