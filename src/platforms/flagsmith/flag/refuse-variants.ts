import type { Serve } from "../../model/audience";
import type { FlagValueKind } from "../../model/flag-value";
import type { Variant } from "../../model/variant";
import type { Platform } from "../../port/platform";

/** Why Flagsmith would refuse or change the value to be served. */
export function refuseServe(serve: Serve): string | undefined {
  if (serve.kind !== "split") return undefined;
  const { weights, bucketBy, otherwise } = serve;
  if (bucketBy !== null)
    return `Flagsmith buckets by the identity itself, and cannot split by "${bucketBy}". Remove bucket_by, or create a segment with a percentage condition on that trait and override the flag for it.`;
  if (otherwise !== null)
    return "In Flagsmith every identity gets one of the shares. Remove otherwise; `control` is the share that gets the flag's own value.";
  if (!Object.values(weights).some((weight) => weight > 0))
    return "Nobody would get a variant. Serve the flag's own value (`value`) instead.";
  return undefined;
}

/** Why the server would refuse the key of a variant. */
export const refuseName: NonNullable<Platform["refuseName"]> = (noun, name) => {
  if (noun !== "variant") return undefined;
  if (name === "control")
    return 'Flagsmith keeps "control" for the flag\'s own value, which `split.control` gives a share. Choose another key.';
  if (!/^[-a-zA-Z0-9_]+$/.test(name))
    return `Keys of variants consist of letters, digits, underscores and hyphens, and "${name}" does not.`;
  if (name.length > 255) return "Keys of variants have up to 255 characters.";
  return undefined;
};

/** Why a flag of the type cannot have these variants. */
export function refuseVariants(variants: readonly Variant[], type: FlagValueKind | undefined): string | undefined {
  if (type === "boolean" && variants.length > 0)
    return "A boolean flag is switched by `enabled` and needs no variants. To split it, create a segment with a percentage condition and override the flag for it, or make it a string flag.";
  const negative = variants.find(({ weight = 0 }) => weight < 0);
  if (negative) return `The weight of "${negative.key}" is less than 0.`;
  const sum = variants.reduce((total, { weight = 0 }) => total + weight, 0);
  if (sum > 100) {
    const shares = variants.map(({ key, weight = 0 }) => `${key} ${weight}`).join(", ");
    return `The weights of the variants sum to ${sum} (${shares}). The sum can be at most 100; in new environments the rest gets the flag's own value.`;
  }
  return undefined;
}
