import { sameValue } from "./flag-value";
import type { Variant } from "./variant";

/**
 * A new key for a value that is unique is a rename: users who get the variant keep it. Maps old keys to new ones.
 */
export function renamedVariants(
  there: readonly Pick<Variant, "key" | "value">[],
  wanted: readonly Pick<Variant, "key" | "value">[],
): ReadonlyMap<string, string> {
  const leaving = there.filter(({ key }) => !wanted.some((each) => each.key === key));
  const added = wanted.filter(({ key }) => !there.some((each) => each.key === key));
  return new Map(
    leaving.flatMap(({ key, value }) => {
      const heirs = added.filter((each) => sameValue(each.value, value));
      const rivals = leaving.filter((each) => sameValue(each.value, value));
      const [heir] = heirs;
      return heir && heirs.length === 1 && rivals.length === 1 ? [[key, heir.key] as const] : [];
    }),
  );
}
