import { sameValue, type FlagValue } from "./flag-value";
import { getOwn } from "../../get-own";

/** What is wanted for an audience: everyone, a segment, an identity, whom a rule matches. */
export type Serve =
  | { readonly kind: "value"; readonly value: FlagValue }
  /** By the variant's key. A boolean flag has the implicit variants `on` and `off`. */
  | { readonly kind: "variant"; readonly variant: string }
  | Split
  | Rollout;

export interface Split {
  readonly kind: "split";
  /** Percentages by variant key; with `control` they sum to 100. Variants that are not named get nothing. */
  readonly weights: Readonly<Record<string, number>>;
  /** The share that gets the flag's own value (Flagsmith); null: the weights sum to 100. */
  readonly control: number | null;
  /** The attribute that decides who falls where; null: the identity itself. */
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

/** What a platform says an audience gets. */
export type Served =
  | { readonly kind: "value"; readonly value: FlagValue | null }
  /** With the value that the variant carries, as far as the platform tells. */
  | { readonly kind: "variant"; readonly variant: string; readonly value: FlagValue | null }
  | Split
  | Rollout
  /** Something that cannot be said here: what it is, for people. */
  | { readonly kind: "other"; readonly description: string };

export interface Audience {
  readonly enabled: boolean;
  readonly served: Served;
  /**
   * Where the platform has no switch beside what is served: the variant that means "off" here, and whether the flag is boolean,
   * so that `on` needs no words. Absent: `enabled` is a switch of its own.
   */
  readonly off?: { readonly variant: string | null; readonly boolean: boolean };
}

/** Whether an audience gets what is wanted for it. Shares compare by size, however they are spelled. */
export function serves(served: Served, wanted: Serve): boolean {
  const [actual, all] = [allOf(served), allOf(wanted)];
  // Platforms without a switch for it cannot tell a split that gives all to one variant from that variant.
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

/** The variant that gets everybody. */
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

/** What is not said is the platform's choice, and is no difference. */
function sameChoice(served: string | null, wanted: string | null): boolean {
  return wanted === null || served === wanted;
}

function sameShare(one = 0, other = 0): boolean {
  return Math.abs(one - other) < 1e-6;
}
