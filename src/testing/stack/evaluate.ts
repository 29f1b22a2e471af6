import { getOwn } from "../../get-own";
import { isUnknown, UNKNOWN } from "../../terraform/value";
import { equals, isList, isNumber, isRecord, numberFromText, record, RefinedUnknown, type Value } from "../values/value";
import { traversal } from "./body";
import { EvaluationError } from "./evaluation-error";
import type { Expression } from "./expression";
import { callFunction } from "./functions";

/** The values of the names in an expression. */
export interface Scope {
  /** The value behind `var.x`, `local.x`, `data.type.name` or `type.name`; throws an EvaluationError where there is none. */
  lookup(reference: string): Value;
  /** The values of one instance: `each.key`, `each.value`, `count.index`. */
  readonly repetition?: Repetition;
}

export interface Repetition {
  readonly key: Value;
  readonly value: Value;
}

export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "object" && expression.value !== null
        ? numberFromText(expression.value.number)
        : expression.value;
    case "template":
      return concatenate(expression.parts.map((part) => evaluate(part, scope)));
    case "list":
      return expression.elements.map((element) => evaluate(element, scope));
    case "object":
      return record(
        expression.entries.map(([key, value]) => [keyText(evaluate(key, scope)), evaluate(value, scope)] as const),
      );
    case "call":
      return callFunction(
        expression.name,
        expression.args.map((arg) => evaluate(arg, scope)),
      );
    case "choice": {
      const condition = evaluate(expression.condition, scope);
      if (isUnknown(condition)) return UNKNOWN;
      return evaluate(condition === true || condition === "true" ? expression.yes : expression.no, scope);
    }
    case "operator":
      return operate(
        expression.operator,
        expression.operands.map((operand) => evaluate(operand, scope)),
      );
    case "name":
    case "step":
      return traverse(expression, scope);
  }
}

function traverse(expression: Expression, scope: Scope): Value {
  const { root, keys } = traversal(expression);
  if (root.kind !== "name") return steps(evaluate(root, scope), keys, scope);
  const [first, second] = keys.map((key) => (key.kind === "literal" ? key.value : undefined));
  if (root.name === "each" || root.name === "count") return steps(repetition(root.name, scope), keys, scope);
  if (root.name === "path") return ".";
  if (root.name === "terraform" && first === "workspace") return "default";
  if (typeof first !== "string") throw new EvaluationError(`"${root.name}" is not a reference: a name must follow it`);
  if (root.name !== "data") return steps(scope.lookup(`${root.name}.${first}`), keys.slice(1), scope);
  if (typeof second !== "string") throw new EvaluationError(`"data.${first}" is not a reference: a name must follow it`);
  return steps(scope.lookup(`data.${first}.${second}`), keys.slice(2), scope);
}

function repetition(name: "each" | "count", scope: Scope): Value {
  if (!scope.repetition)
    throw new EvaluationError(`"${name}" has a meaning only where ${name === "each" ? "for_each" : "count"} is set`);
  const { key, value } = scope.repetition;
  return name === "each" ? { key, value } : { index: key };
}

function steps(start: Value, keys: readonly Expression[], scope: Scope): Value {
  return keys.reduce((value, key) => step(value, evaluate(key, scope)), start);
}

function step(value: Value, key: Value): Value {
  if (isUnknown(value) || isUnknown(key)) return UNKNOWN;
  if (value === null) throw new EvaluationError(`attempt to get ${JSON.stringify(key)} from a null value`);
  const found = isList(value)
    ? value[Number(key)]
    : isRecord(value) && Object.hasOwn(value, keyText(key))
      ? getOwn(value, keyText(key))
      : undefined;
  if (found === undefined) throw new EvaluationError(`there is no element or attribute ${JSON.stringify(key)}`);
  return found;
}

function keyText(key: Value): string {
  if (typeof key === "string") return key;
  if (isNumber(key) || typeof key === "boolean") return String(key);
  throw new EvaluationError("a key must be known text");
}

/** A template with an unknown part is unknown, but the text before it is known already. */
function concatenate(parts: readonly Value[]): Value {
  let text = "";
  for (const part of parts) {
    if (part instanceof RefinedUnknown) return new RefinedUnknown(true, text + part.prefix);
    if (isUnknown(part)) return new RefinedUnknown(true, text);
    if (part === null) throw new EvaluationError("a null value cannot be part of a string");
    if (typeof part === "object" && !isNumber(part))
      throw new EvaluationError("a list or object cannot be part of a string");
    text += String(part);
  }
  return text;
}

function operate(operator: string, operands: readonly Value[]): Value {
  if (operands.some(isUnknown)) return UNKNOWN;
  const [left = null, right = null] = operands;
  if (operator === "!") return !truth(left);
  if (operator === "&&") return truth(left) && truth(right);
  if (operator === "||") return truth(left) || truth(right);
  if (operator === "==") return equals(left, right);
  if (operator === "!=") return !equals(left, right);
  if (operator === "-" && operands.length === 1) return -number(left);
  const calculate = getOwn(ARITHMETIC, operator);
  if (!calculate) throw new EvaluationError(`the operator ${operator} is not supported`);
  return calculate(number(left), number(right));
}

const ARITHMETIC: { readonly [operator: string]: (left: number, right: number) => Value } = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "<": (left, right) => left < right,
  ">": (left, right) => left > right,
  "<=": (left, right) => left <= right,
  ">=": (left, right) => left >= right,
};

function truth(value: Value): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new EvaluationError(`a bool is required, not ${JSON.stringify(value)}`);
}

function number(value: Value): number {
  if (isNumber(value) || typeof value === "string") return Number(value);
  throw new EvaluationError(`a number is required, not ${JSON.stringify(value)}`);
}
