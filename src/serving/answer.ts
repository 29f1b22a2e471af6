import type { FlagValue } from "../platforms/model/flag-value";

/** Why somebody is served what they are served. */
export type Reason =
  | { readonly kind: "killed" }
  | { readonly kind: "archived" }
  | { readonly kind: "identity"; readonly identity: string }
  | { readonly kind: "segment"; readonly segment: string }
  | { readonly kind: "rule"; readonly rule: string }
  | { readonly kind: "default" }
  /** Split: beyond the traffic allocation. Mixpanel: beyond the rollout's percentage. */
  | { readonly kind: "not in the rollout" }
  /** Something unknown decides which of these it is, and all of them serve the same. */
  | { readonly kind: "one of"; readonly reasons: readonly string[] }
  /** Nothing applies: applications get their own fallback. */
  | { readonly kind: "fallback"; readonly because: string };

/** What was asked on the way to an answer. */
export interface TraceStep {
  /** `segment "beta"`, `country equal_to "GB"`. */
  readonly asked: string;
  readonly result: "yes" | "no" | "unknown";
  /** `country is "FR"`; empty where `asked` and `result` say all. */
  readonly because: string;
  readonly steps: readonly TraceStep[];
}

export interface Outcome {
  readonly enabled: boolean;
  /** Null: the flag has no value there, or the application's own fallback counts. */
  readonly value: FlagValue | null;
  /** By key, `on` and `off` of boolean flags; null where a value of its own is served, or a fallback. */
  readonly variant: string | null;
  readonly reason: Reason;
  readonly trace: readonly TraceStep[];
}

/** A part of the people who are like this person: their bucket decides, and it is not known. */
export interface Share {
  /** 0 to 100, exact to nine decimals. */
  readonly percent: number;
  readonly outcome: Outcome;
}

interface Assuming {
  /**
   * What the answer takes for granted because nothing that was seen says otherwise, such as "that nobody else overrides the
   * flag". Empty in a closed world.
   */
  readonly assuming: readonly string[];
}

export interface Certain extends Assuming {
  readonly kind: "certain";
  readonly outcome: Outcome;
}

export interface Distribution extends Assuming {
  readonly kind: "distribution";
  /** They sum to 100. The largest first. */
  readonly shares: readonly Share[];
}

/** Not a guess, and not "unchanged". */
export interface Unknown extends Assuming {
  readonly kind: "unknown";
  /** For people, as the end of "unknown, because …". At least one. */
  readonly because: readonly string[];
  /** What all possibilities have in common. */
  readonly known: Partial<Pick<Outcome, "enabled" | "value" | "variant">>;
  /** How the possibilities come about. */
  readonly traces: readonly (readonly TraceStep[])[];
}

export type Answer = Certain | Distribution | Unknown;

/** A reason in words, as `because()` takes it. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case "identity":
      return `identity ${reason.identity}`;
    case "segment":
      return `segment ${reason.segment}`;
    case "rule":
      return `rule ${reason.rule}`;
    case "one of":
      return reason.reasons.join(" or ");
    case "fallback":
      return reason.because;
    default:
      return reason.kind;
  }
}
