/** An expression that has no value; the caller knows where it is in the stack. */
export class EvaluationError extends Error {}
