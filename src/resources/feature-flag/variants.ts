import { getOwn } from "../../get-own";
import { type FlagValueKind, sameValue } from "../../platforms/model/flag-value";
import { OFF, ON, type RemoteVariant, type Variant } from "../../platforms/model/variant";
import type { Platform } from "../../platforms/port/platform";
import { isWhollyKnown } from "../../terraform/value";
import { flagValueOf, type ValueAttribute, valueAttribute } from "../audience/serve-value";
import type { FlagFacts } from "../run/client";

/** Converts between the `variants` attribute of a flag or a definition and the neutral {@link Variant}. */

interface VariantAttribute {
  readonly value: ValueAttribute;
  readonly description: string | null;
  readonly weight?: number | null;
}

type Variants<V extends VariantAttribute> = Readonly<Record<string, V>>;

/** As far as a plan knows them. */
export type StatedVariants<U = never> = Readonly<
  Record<
    string,
    { readonly value: ValueAttribute<U> | U; readonly description: string | null; readonly weight?: number | null } | U
  >
>;

export function variantsOf<V extends VariantAttribute>(variants: Variants<V>): Variant[] {
  return Object.entries(variants).flatMap(([key, { value, description, weight }]) => {
    const flagValue = flagValueOf(value);
    return flagValue
      ? [{ key, value: flagValue, description, ...(weight !== null && weight !== undefined && { weight }) }]
      : [];
  });
}

/** What a flag's plan knows about its variants, for the plans of what serves them. */
export function plannedVariants(
  variants: unknown,
  type: FlagValueKind,
  { capabilities }: Platform,
): Pick<FlagFacts, "variants" | "values"> {
  if (type === "boolean") return capabilities.booleanSplits.can ? { variants: [ON, OFF] } : {};
  if (variants === null || !isWhollyKnown(variants)) return {};
  const known = variantsOf(variants as Variants<VariantAttribute>);
  return { variants: known.map(({ key }) => key), values: known.map(({ value }) => value) };
}

/**
 * The platform's variants, in the state's spelling if it means the same; null stays unmanaged unless everything is filled
 * in.
 */
export function readVariants<V extends VariantAttribute>(
  stated: Variants<V> | null,
  remote: readonly RemoteVariant[],
  imported: boolean,
  blank: Omit<V, "value">,
): Readonly<Record<string, V | (Omit<V, "value"> & VariantAttribute)>> | null {
  if (stated === null && !(imported && remote.length > 0)) return null;
  return Object.fromEntries(
    remote.map((variant) => {
      const known = getOwn(stated, variant.key);
      const ownValue = known && flagValueOf(known.value);
      const value = known && ownValue && sameValue(ownValue, variant.value) ? known.value : valueAttribute(variant.value);
      const wanted = variant.description === undefined ? (known?.description ?? null) : variant.description;
      const description = known?.description === null && !imported ? null : wanted;
      const weight = known?.weight === null && !imported ? null : (variant.weight ?? known?.weight ?? null);
      const keepsWeight = "weight" in blank || (known && "weight" in known);
      return [variant.key, { ...blank, ...known, value, description, ...(keepsWeight && { weight }) }];
    }),
  );
}
