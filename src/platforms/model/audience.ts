import { getOwn } from "../../get-own";
import { type FlagValue, sameValue } from "./flag-value";

/** What an audience should get: everyone, a segment, an identity, or the users that a rule matches. */
export type Serve =
  | { readonly kind: "value"; readonly value: FlagValue }
  /** By the variant's key. A boolean flag has the implicit variants `on` and `off`. */
  | { readonly kind: "variant"; readonly variant: string }
  | Split
  | Rollout;

export interface Split {
  readonly kind: "split";
  /** Percentages by variant key; with `control` they sum to 100. Variants that are not listed get nothing. */
  readonly weights: Readonly<Record<string, number>>;
  /** The share that gets the flag's own value (Flagsmith); null: the weights sum to 100. */
  readonly control: number | null;
  /** The attribute by which users are bucketed; null: the identity itself. */
  readonly bucketBy: string | null;
  /** The variant for identities without that attribute; null: the platform's choice. */
  readonly otherwise: string | null;
}

/** From one variant to another, stage by stage. */
export interface Rollout {
  readonly kind: "rollout";
  readonly from: string;
  readonly to: string;
  /** RFC 3339. */
  readonly start: string;
  readonly stages: readonly { readonly percentage: number; readonly minutes: number }[];
  readonly bucketBy: string | null;
  readonly otherwise: string | null;
}

/** What an audience gets according to the platform. */
export type Served =
  | { readonly kind: "value"; readonly value: FlagValue | null }
  /** With the variant's value, if the platform returns it. */
  | { readonly kind: "variant"; readonly variant: string; readonly value: FlagValue | null }
  | ServedSplit
  | Rollout
  /** Something without a neutral form: a description for messages. */
  | { readonly kind: "other"; readonly description: string };

interface ServedSplit extends Split {
  /** What the control share gets, if the platform returns it. A state does not keep it. */
  readonly own?: FlagValue;
}

export interface Audience {
  readonly enabled: boolean;
  readonly served: Served;
  /**
   * On a platform without a separate switch: the variant that means "off", and whether the flag is boolean,
   * so that `on` is implied. Absent: `enabled` is a separate switch.
   */
  readonly off?: { readonly variant: string | null; readonly boolean: boolean };
}

/** Whether an audience gets what is wanted. Shares are compared as numbers. */
export function serves(served: Served, wanted: Serve): boolean {
  const [actual, all] = [allOf(served), allOf(wanted)];
  // Some platforms cannot distinguish a split that gives 100 % to one variant from that variant.
  if (actual !== undefined && all !== undefined) return actual === all;
  switch (wanted.kind) {
    case "value":
      return (served.kind === "value" || served.kind === "variant") && sameValue(served.value, wanted.value);
    case "variant":
      return served.kind === "variant" && served.variant === wanted.variant;
    case "split":
      return served.kind === "split" && sameSplit(served, wanted);
    case "rollout":
      return served.kind === "rollout" && sameRollout(served, wanted);
  }
}

/** The variant that gets 100 %. */
function allOf(serve: Served | Serve): string | undefined {
  if (serve.kind === "variant") return serve.variant;
  if (serve.kind !== "split") return undefined;
  return Object.entries(serve.weights).find(([, share]) => sameShare(share, 100))?.[0];
}

function sameSplit(served: Split, wanted: Split): boolean {
  const keys = new Set([...Object.keys(served.weights), ...Object.keys(wanted.weights)]);
  return (
    [...keys].every((key) => sameShare(getOwn(served.weights, key), getOwn(wanted.weights, key))) &&
    sameShare(served.control ?? 0, wanted.control ?? 0) &&
    sameChoice(served.bucketBy, wanted.bucketBy) &&
    sameChoice(served.otherwise, wanted.otherwise)
  );
}

function sameRollout(served: Rollout, wanted: Rollout): boolean {
  return (
    served.from === wanted.from &&
    served.to === wanted.to &&
    Date.parse(served.start) === Date.parse(wanted.start) &&
    served.stages.length === wanted.stages.length &&
    served.stages.every((stage, index) => {
      const other = wanted.stages[index];
      return other && sameShare(stage.percentage, other.percentage) && stage.minutes === other.minutes;
    }) &&
    sameChoice(served.bucketBy, wanted.bucketBy) &&
    sameChoice(served.otherwise, wanted.otherwise)
  );
}

/** An unset choice is the platform's, and never a difference. */
function sameChoice(served: string | null, wanted: string | null): boolean {
  return wanted === null || served === wanted;
}

function sameShare(one = 0, other = 0): boolean {
  return Math.abs(one - other) < 1e-6;
}
