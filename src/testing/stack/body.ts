import { isList, isRecord, numberFromText, type Value } from "../values/value";
import type { Expression } from "./expression";
import { parseTemplate } from "./expression";

/** Any value of a stack's JSON as an expression: strings are templates, lists and objects hold expressions. */
export function parseBody(value: unknown): Expression {
  if (value === null || value === undefined) return { kind: "literal", value: null };
  if (typeof value === "boolean") return { kind: "literal", value };
  if (typeof value === "number") return { kind: "literal", value: { number: String(value) } };
  if (typeof value === "string") {
    try {
      return parseTemplate(value);
    } catch (cause) {
      throw new SyntaxError(`${JSON.stringify(value)}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  if (Array.isArray(value)) return { kind: "list", elements: value.map(parseBody) };
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([name]) => name !== "//");
    return { kind: "object", entries: entries.map(([key, each]) => [parseBody(key), parseBody(each)] as const) };
  }
  throw new SyntaxError(`a ${typeof value} is not allowed in a stack`);
}

/** Names an expression may begin with that depend on nothing in the stack. */
const AMBIENT: readonly string[] = ["each", "count", "path", "terraform", "self", "module"];

/** What an expression refers to, as `var.x`, `local.x`, `data.type.name` or `type.name`. */
export function references(expression: Expression): string[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "template":
      return expression.parts.flatMap(references);
    case "list":
      return expression.elements.flatMap(references);
    case "object":
      return expression.entries.flatMap(([key, value]) => [...references(key), ...references(value)]);
    case "call":
      return expression.args.flatMap(references);
    case "choice":
      return [expression.condition, expression.yes, expression.no].flatMap(references);
    case "operator":
      return expression.operands.flatMap(references);
    case "name":
    case "step": {
      const { root, keys } = traversal(expression);
      const inKeys = keys.flatMap(references);
      if (root.kind !== "name") return [...references(root), ...inKeys];
      const names = keys.map((key) => (key.kind === "literal" && typeof key.value === "string" ? key.value : ""));
      const length = root.name === "data" ? 2 : 1;
      if (AMBIENT.includes(root.name)) return inKeys;
      return [[root.name, ...names.slice(0, length)].join("."), ...inKeys];
    }
  }
}

/** `a.b["c"]` taken apart: the root `a` and the keys `b`, `c`. */
export function traversal(expression: Expression): { readonly root: Expression; readonly keys: readonly Expression[] } {
  const keys: Expression[] = [];
  let root = expression;
  for (; root.kind === "step"; root = root.of) keys.unshift(root.key);
  return { root, keys };
}

/** Plain JSON that came as a value (defaults of variables) is already one, apart from its numbers. */
export function plain(json: unknown): Value {
  if (json === null || typeof json === "boolean" || typeof json === "string") return json;
  if (typeof json === "number") return numberFromText(String(json));
  const value = json as Value;
  if (isList(value)) return value.map(plain);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  return value;
}
