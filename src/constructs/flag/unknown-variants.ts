import { Token } from "cdktf";
import type { IFeatureFlag } from "./i-feature-flag";

/** Which of these keys a flag is known not to have as variants, in words. */
export function unknownVariants({ flagKey, flagType, variantKeys }: IFeatureFlag, used: readonly string[]): string[] {
  const known = flagType === "boolean" && (variantKeys ?? []).length === 0 ? ["on", "off"] : variantKeys;
  if (known === undefined || Token.isUnresolved(known)) return [];
  const has = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
  return [...new Set(used)]
    .filter((key) => !Token.isUnresolved(key) && !known.includes(key))
    .map((key) => `flag ${flagKey} has no variant "${key}" (${has})`);
}
