import { type FlagValue, textOf } from "../../platforms/model/flag-value";
import { OFF, ON } from "../../platforms/model/variant";
import { type Answer, type Outcome, reasonText, type Unknown } from "../../serving/answer";
import type { ReviewAnswer, ReviewOutcome } from "../document";

/** An answer of the evaluation as a review has it. */
export function answerDocument(answer: Answer): ReviewAnswer {
  switch (answer.kind) {
    case "unknown":
      return unknownAnswer(answer.because, answer.known);
    case "certain":
      return served([outcomeDocument(answer.outcome, 100)], answer.assuming);
    case "distribution":
      return served(
        answer.shares.map(({ percent, outcome }) => outcomeDocument(outcome, percent)),
        answer.assuming,
      );
  }
}

/** `known`: what is known all the same. */
export function unknownAnswer(because: readonly string[], { enabled, variant }: Unknown["known"] = {}): ReviewAnswer {
  const state = enabled === false ? "off" : (variant ?? (enabled === true ? "on" : undefined));
  const text = state === undefined ? "unknown" : `${state}, with an unknown value`;
  return { kind: "unknown", enabled: enabled ?? null, because: [...because], text };
}

export function absentAnswer(because: string): ReviewAnswer {
  return { kind: "absent", because, text: "nothing" };
}

function served(outcomes: ReviewOutcome[], assuming: readonly string[]): ReviewAnswer {
  const [first, ...more] = outcomes;
  const text =
    first && more.length === 0 ? first.text : outcomes.map((each) => `${percentText(each.percent)} ${each.text}`).join(", ");
  return { kind: "served", outcomes, assuming: [...assuming], text };
}

function outcomeDocument(outcome: Outcome, percent: number): ReviewOutcome {
  const { enabled, variant, value, reason } = outcome;
  return {
    percent: rounded(percent),
    enabled,
    variant,
    value: value === null ? null : value.value,
    text: outcomeText(outcome),
    reason: reasonText(reason),
  };
}

/** `on`, `off`, `fast`, `25`, `"text"`, `big (25)`, `off (10)`. */
function outcomeText({ enabled, variant, value, reason }: Outcome): string {
  if (variant === ON || variant === OFF || value?.kind === "boolean") return enabled ? "on" : "off";
  if (value === null && variant === null)
    return reason.kind === "fallback" ? "the application's fallback" : enabled ? "on" : "off";
  const named = namedValue(variant, value);
  return enabled ? named : `off (${named})`;
}

function namedValue(variant: string | null, value: FlagValue | null): string {
  if (value === null) return variant ?? "";
  const text = value.kind === "string" ? JSON.stringify(value.value) : textOf(value);
  if (variant === null) return text;
  return variant === value.value ? variant : `${variant} (${text})`;
}

/** `10 %`, `33.33 %`, `0.001 %`. */
export function percentText(percent: number): string {
  return `${String(Number(percent < 0.01 ? percent.toPrecision(1) : percent.toFixed(2)))} %`;
}

function rounded(percent: number): number {
  return Number(percent.toFixed(6));
}
