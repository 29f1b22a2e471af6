import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { lostEntryIssues } from "../internal/literals/map-keys";
import type { FlagValue } from "./flag-value";

/**
 * Options of a variant.
 */
export interface VariantOptions {
  /**
   * What the variant is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Its share in environments that are created later, in percent. Flagsmith only.
   *
   * @default - the platform decides
   */
  readonly weight?: number;
}

/**
 * One of the values that a flag can serve, known by its key.
 */
export class Variant {
  /**
   * Creates a variant with a value.
   *
   * @param value the value that it serves
   * @param options its description and share
   */
  public static of(value: FlagValue, options: VariantOptions = {}): Variant {
    checkLiterals("Variant.of", "variantOptions", options);
    return new Variant(value, options);
  }

  /** @internal */
  public readonly _value: FlagValue;
  /** @internal */
  public readonly _weight: number | undefined;
  private readonly description: string | undefined;

  private constructor(value: FlagValue, options: VariantOptions) {
    this._value = value;
    this._weight = options.weight;
    this.description = options.description;
  }

  /** @internal */
  public _attributes(): Attributes {
    return { value: this._value._attributes(), description: this.description, weight: this._weight };
  }
}

/** Variants by key, as attributes; the share in new environments belongs to the flag only. */
export function variantAttributes(
  variants: Readonly<Record<string, Variant>> | undefined,
  withWeights: boolean,
): Attributes | undefined {
  if (variants === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(variants).map(([key, variant]) => {
      const attributes = variant._attributes();
      return [key, withWeights ? attributes : { ...attributes, weight: undefined }];
    }),
  );
}

/** What is wrong with a flag's variants. */
export function variantIssues(
  variants: Readonly<Record<string, Variant>> | undefined,
  flagType: string | undefined,
): string[] {
  const entries = Object.entries(variants ?? {});
  const issues = [
    ...lostEntryIssues(variants, "the variant"),
    ...entries.flatMap(([key, variant]) => variant._value._issues(flagType, `variant "${key}"`)),
  ];
  const total = entries.reduce((sum, [, variant]) => sum + (variant._weight ?? 0), 0);
  // A token weight is a huge negative number: the sum then says nothing.
  if (total > 100) issues.push(`the weights of the variants sum to ${total}, more than 100 percent`);
  return issues;
}
