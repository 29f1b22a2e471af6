import type { FlagSettings } from "../port/flag";
import type { SettingRefusal } from "../port/refusal";

/** The limits of a platform's bodies, said before anything is sent. */

export function refusal(path: readonly string[], reason: string): SettingRefusal {
  return { path, reason };
}

/** Where a platform serves nothing but variants, and makes only those of boolean flags by itself. */
export function refuseWithoutVariants(
  platform: string,
  { type = "boolean", variants }: Partial<FlagSettings>,
  isNew: boolean,
): SettingRefusal | undefined {
  const isVariantless = variants === undefined ? isNew : variants.length === 0;
  if (type === "boolean" || !isVariantless) return undefined;
  return refusal(["variants"], `A ${type} flag serves variants on ${platform}, and nothing else. Declare at least one.`);
}
