import { failure } from "../../failure";
import { evaluate } from "../../stack/evaluate";
import { EvaluationError } from "../../stack/evaluation-error";
import type { Value } from "../../values/value";
import type { Phase } from "../phase";

/** Adds the output's value, which may be unknown. */
export function planOutput(phase: Phase, name: string, outputs: Map<string, Value>): void {
  const output = phase.configuration.outputs.get(name);
  try {
    if (output) outputs.set(name, evaluate(output.value, phase.values.scope()));
  } catch (cause) {
    if (cause instanceof EvaluationError) throw failure("Invalid expression", `output.${name}: ${cause.message}`);
    throw cause;
  }
}
