import { Token } from "cdktf";
import type { IFeatureFlag } from "./feature-flag";
import type { FlagValue } from "./flag-value";
import type { Attributes } from "./internal/attributes";
import { checkLiterals } from "./internal/check-literals";

/**
 * How a split divides its audience, beside the weights.
 */
export interface SplitOptions {
  /**
   * The share, in percent, that gets the flag's own value instead of a variant. Flagsmith only.
   *
   * @default - none: the weights sum to 100
   */
  readonly control?: number;

  /**
   * The attribute of the audience that decides which share someone falls into.
   *
   * @default - the identity itself
   */
  readonly bucketBy?: string;

  /**
   * The variant for those who lack the attribute named in `bucketBy`.
   *
   * @default - the platform decides
   */
  readonly otherwise?: string;
}

/**
 * What an audience gets: a value, a variant, or variants by percentage.
 */
export class Serve {
  /**
   * A value of the flag's type.
   *
   * @param value the value
   */
  public static value(value: FlagValue): Serve {
    return new Serve({ value: value._attributes() }, (flag) => value._issues(flag.flagType, "what is served"));
  }

  /**
   * One of the flag's variants. Boolean flags have the variants `on` and `off`.
   *
   * @param variant the variant's key
   */
  public static variant(variant: string): Serve {
    checkLiterals("Serve.variant", "serve", { variant });
    return new Serve({ variant }, (flag) => unknownVariants(flag, [variant]));
  }

  /**
   * Variants by percentage.
   *
   * @param weights percentages by the variants' keys; they sum to 100, together with `control`
   * @param options what decides who gets which
   */
  public static split(weights: { [variant: string]: number }, options: SplitOptions = {}): Serve {
    checkLiterals("Serve.split", "weights", weights);
    checkLiterals("Serve.split", "serve", options);
    const { control, bucketBy, otherwise } = options;
    const split = { weights, control, bucket_by: bucketBy, otherwise };
    return new Serve({ split }, (flag) => [
      ...sumIssues(weights, control),
      ...(Token.isUnresolved(weights) ? [] : unknownVariants(flag, Object.keys(weights))),
      ...(otherwise === undefined ? [] : unknownVariants(flag, [otherwise])),
    ]);
  }

  private constructor(
    private readonly attributes: Attributes,
    private readonly issuesFor: (flag: IFeatureFlag) => string[],
  ) {}

  /** @internal */
  public _attributes(): Attributes {
    return this.attributes;
  }

  /** @internal what is wrong with serving this for that flag */
  public _issues(flag: IFeatureFlag): string[] {
    return this.issuesFor(flag);
  }
}

function sumIssues(weights: Readonly<Record<string, number>>, control: number | undefined): string[] {
  if (Token.isUnresolved(weights)) return [];
  const shares = [...Object.entries(weights), ...(control === undefined ? [] : [["control", control] as const])];
  if (shares.some(([, share]) => Token.isUnresolved(share))) return [];
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (sum === 100) return [];
  return [
    `the shares of a split must sum to 100 percent, these sum to ${sum}: ${shares.map(([key, share]) => `${key} ${share}`).join(", ")}`,
  ];
}

function unknownVariants(flag: IFeatureFlag, used: readonly string[]): string[] {
  const known = flag.flagType === "boolean" && (flag.variantKeys ?? []).length === 0 ? ["on", "off"] : flag.variantKeys;
  if (known === undefined || Token.isUnresolved(known)) return [];
  return used
    .filter((key) => !Token.isUnresolved(key) && !known.includes(key))
    .map(
      (key) =>
        `flag ${flag.flagKey} has no variant "${key}" (${known.length === 0 ? "it has none" : `it has ${known.join(", ")}`})`,
    );
}
