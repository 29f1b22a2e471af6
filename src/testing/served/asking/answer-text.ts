import { type Answer, type Outcome, reasonText, type TraceStep } from "../../../serving/answer";
import { plainValue } from "./expectation";

/** An outcome on one line: `on, "fast" (variant fast), because of segment beta`. */
export function outcomeText({ enabled, value, variant, reason }: Outcome): string {
  const shown = value === null ? "no value" : JSON.stringify(plainValue(value));
  const named = variant === null || variant === "on" || variant === "off" ? "" : ` (variant ${variant})`;
  return `${enabled ? "on" : "off"}, ${shown}${named}, because of ${reasonText(reason)}`;
}

/** An answer on a line for each possibility. */
export function answerLines(answer: Answer): string[] {
  switch (answer.kind) {
    case "certain":
      return [outcomeText(answer.outcome)];
    case "distribution":
      return answer.shares.map(({ percent, outcome }) => `${percent} %: ${outcomeText(outcome)}`);
    case "unknown":
      return answer.because.map((each) => `unknown, because ${each}`);
  }
}

/** How an answer came about, step by step. */
export function traceLines(answer: Answer): string[] {
  switch (answer.kind) {
    case "certain":
      return stepLines(answer.outcome.trace, "  ");
    case "distribution":
      return answer.shares.flatMap(({ percent, outcome }) => [`  ${percent} %:`, ...stepLines(outcome.trace, "    ")]);
    case "unknown":
      return answer.traces.slice(0, 3).flatMap((trace) => stepLines(trace, "  "));
  }
}

const MARKS: Readonly<Record<TraceStep["result"], string>> = { yes: "✓", no: "✗", unknown: "?" };

function stepLines(steps: readonly TraceStep[], indent: string): string[] {
  return steps.flatMap(({ asked, result, because, steps: inner }) => [
    `${indent}${MARKS[result]} ${asked}${because === "" ? "" : `: ${because}`}`,
    ...stepLines(inner, `${indent}  `),
  ]);
}
