import { type IResolvable, Token } from "cdktf";
import { FlagValue } from "../flag/flag-value";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { unknownVariants } from "../flag/unknown-variants";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { jsonText } from "../internal/literals/json-text";
import type { Feature } from "../internal/platform-limits";
import type { RolloutStage } from "./rollout-stage";

/**
 * Options of a split.
 */
export interface SplitOptions {
  /**
   * The share, in percent, that gets the flag's own value instead of a variant. Flagsmith only.
   *
   * @default - none: the weights sum to 100
   */
  readonly control?: number;

  /**
   * The attribute that decides which share a user falls into.
   *
   * @default - the identity itself
   */
  readonly bucketBy?: string;

  /**
   * The variant for users without the attribute in `bucketBy`.
   *
   * @default - the platform decides
   */
  readonly otherwise?: string;
}

/**
 * Options of a rollout.
 */
export interface RolloutOptions {
  /**
   * The variant that everybody gets before it starts.
   */
  readonly from: string;

  /**
   * The variant that everybody gets after the last stage.
   */
  readonly to: string;

  /**
   * When the first stage starts, in RFC 3339: `2027-01-11T09:00:00Z`.
   */
  readonly start: string;

  /**
   * The stages, in order, each with a larger share than the one before.
   */
  readonly stages: RolloutStage[];

  /**
   * The attribute that decides which users move first.
   *
   * @default - the identity itself
   */
  readonly bucketBy?: string;

  /**
   * The variant for users without the attribute in `bucketBy`.
   *
   * @default - the platform decides
   */
  readonly otherwise?: string;
}

/** What serving something asks of a flag and of its platform. */
interface Demands {
  readonly issues: (flag: IFeatureFlag) => string[];
  readonly features: (flag: IFeatureFlag) => Feature[];
}

/**
 * What an audience is served: a value, a variant, a percentage split, or a rollout.
 */
export class Serve {
  /**
   * Serves text, on a flag of type string. The short form of `Serve.value(FlagValue.ofString(…))`.
   *
   * @param value The text. `${` and `%{` in it are escaped for Terraform.
   */
  public static string(value: string): Serve {
    return Serve.value(FlagValue.ofString(value));
  }

  /**
   * Serves a whole number, on a flag of type integer or number. The short form of `Serve.value(FlagValue.ofInteger(…))`.
   *
   * @param value The number. It must be one that JavaScript can represent exactly.
   */
  public static integer(value: number): Serve {
    return Serve.value(FlagValue.ofInteger(value));
  }

  /**
   * Serves a number with a fraction, on a flag of type number. The short form of `Serve.value(FlagValue.ofNumber(…))`.
   *
   * @param value The number.
   */
  public static number(value: number): Serve {
    return Serve.value(FlagValue.ofNumber(value));
  }

  /**
   * Serves true or false, on a flag of type boolean. The short form of `Serve.value(FlagValue.ofBoolean(…))`. On Flagsmith a boolean flag has
   * no value: use `enabled`. In Java the method is named `doBoolean`, because `boolean` is a reserved word there.
   *
   * @param value The boolean.
   */
  public static boolean(value: boolean | IResolvable): Serve {
    return Serve.value(FlagValue.ofBoolean(value));
  }

  /**
   * Serves JSON, on a flag of type json. JSON is compared by meaning: spaces and the order of an object's keys make no difference.
   *
   * @param value A list, a map, a number, a boolean or null, which is encoded as JSON; tokens inside it are encoded when Terraform runs. Text
   * is taken for JSON text, such as the result of `JSON.stringify` or `Fn.jsonencode`.
   */
  public static json(value: unknown): Serve {
    return Serve.value(FlagValue.ofJson(jsonText(value, "Serve.json")));
  }

  /**
   * Serves a value of the flag's type.
   *
   * @param value the value
   */
  public static value(value: FlagValue): Serve {
    return new Serve(
      { value: value._attributes() },
      {
        issues: (flag) => value._issues(flag.flagType, "what is served"),
        features: (flag) => (isNoVariants(value, flag) ? ["freeValues"] : []),
      },
    );
  }

  /**
   * Serves one of the flag's variants. Boolean flags have the variants `on` and `off`.
   *
   * @param variant the variant's key
   */
  public static variant(variant: string): Serve {
    checkLiterals("Serve.variant", "serve", { variant });
    return new Serve({ variant }, { issues: (flag) => unknownVariants(flag, [variant]), features: () => ["variants"] });
  }

  /**
   * Serves variants by percentage.
   *
   * @param weights percentages by variant key; with `control`, the sum must be 100
   * @param options how users are bucketed
   */
  public static split(weights: { [variant: string]: number }, options: SplitOptions = {}): Serve {
    checkLiterals("Serve.split", "weights", weights);
    checkLiterals("Serve.split", "serve", options);
    const { control, bucketBy, otherwise } = options;
    const named = [
      ...(Token.isUnresolved(weights) ? [] : Object.keys(weights)),
      ...(otherwise === undefined ? [] : [otherwise]),
    ];
    return new Serve(
      { split: { weights, control, bucket_by: bucketBy, otherwise } },
      {
        issues: (flag) => [...sumIssues(weights, control), ...unknownVariants(flag, named)],
        features: (flag) => (flag.flagType === "boolean" ? ["splits", "booleanSplits"] : ["splits"]),
      },
    );
  }

  /**
   * Changes from one variant to another in stages, which the platform advances by itself. Vercel only; on other platforms, serve a
   * split and change its weights step by step.
   *
   * @param options the variants, the start and the stages
   */
  public static rollout(options: RolloutOptions): Serve {
    const { from, to, start, stages, bucketBy, otherwise } = options;
    checkLiterals("Serve.rollout", "rollout", { ...options, stages: stages.map(({ _percentage }) => _percentage) });
    const named = [from, to, ...(otherwise === undefined ? [] : [otherwise])];
    const rollout = { from, to, start, stages: stages.map((each) => each._attributes()), bucket_by: bucketBy, otherwise };
    return new Serve({ rollout }, { issues: (flag) => unknownVariants(flag, named), features: () => ["rollouts"] });
  }

  private constructor(
    private readonly attributes: Attributes,
    private readonly demands: Demands,
  ) {}

  /** @internal */
  public _attributes(): Attributes {
    return this.attributes;
  }

  /** @internal what is wrong with serving this for that flag */
  public _issues(flag: IFeatureFlag): string[] {
    return this.demands.issues(flag);
  }

  /** @internal what serving this for that flag asks of a platform */
  public _features(flag: IFeatureFlag): Feature[] {
    return this.demands.features(flag);
  }
}

function sumIssues(weights: Readonly<Record<string, number>>, control: number | undefined): string[] {
  if (Token.isUnresolved(weights)) return [];
  const shares = [...Object.entries(weights), ...(control === undefined ? [] : [["control", control] as const])];
  if (shares.some(([, share]) => Token.isUnresolved(share))) return [];
  const sum = Number(shares.reduce((total, [, share]) => total + share, 0).toFixed(6));
  if (sum === 100) return [];
  return [
    `the shares of a split must sum to 100 percent, these sum to ${sum}: ${shares.map(([key, share]) => `${key} ${share}`).join(", ")}`,
  ];
}

/** A boolean's two values are its implicit variants; of a flag without known variants nothing is known. */
function isNoVariants(value: FlagValue, { flagType, variants }: IFeatureFlag): boolean {
  if (flagType === "boolean" || variants === undefined) return false;
  return Object.values(variants).every((variant) => variant._value._differsFrom(value));
}
