import type { SegmentOperator } from "../../../platforms/model/segment-rule";

/** A trait as the server's engine takes it: text that looks like a number is one. */
export type Trait =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "integer" | "float"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean };

export function traitOfText(given: string | number | boolean): Trait {
  if (typeof given === "boolean") return { kind: "boolean", value: given };
  if (typeof given === "number") return { kind: Number.isInteger(given) ? "integer" : "float", value: given };
  if (/^-?[0-9]+$/.test(given)) return { kind: "integer", value: Number(given) };
  if (/^-?[0-9]+\.[0-9]+$/.test(given)) return { kind: "float", value: Number(given) };
  return { kind: "text", value: given };
}

/** Compared as text; booleans and floats never match. */
export function isIn(values: readonly string[], { kind, value }: Trait): boolean {
  return (kind === "text" || kind === "integer") && values.includes(String(value));
}

/** The text of the condition is cast to the trait's type; where that fails, no operator holds. */
export function compares(operator: SegmentOperator, text: string, trait: Trait): boolean {
  const order = orderOf(trait, text);
  switch (operator) {
    case "equal_to":
      return order === 0;
    case "not_equal_to":
      return order !== undefined && order !== 0;
    case "greater_than":
      return order !== undefined && order > 0;
    case "at_least":
      return order !== undefined && order >= 0;
    case "less_than":
      return order !== undefined && order < 0;
    case "at_most":
      return order !== undefined && order <= 0;
    case "contains":
      return trait.kind === "text" && trait.value.includes(text);
    case "not_contains":
      return trait.kind === "text" && !trait.value.includes(text);
    default:
      return false;
  }
}

function orderOf(trait: Trait, text: string): number | undefined {
  switch (trait.kind) {
    case "boolean":
      return Number(trait.value) - Number(text !== "False" && text !== "false");
    case "integer":
      return /^[+-]?[0-9]+$/.test(text) ? Math.sign(trait.value - Number(text)) : undefined;
    case "float":
      return /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)
        ? Math.sign(trait.value - Number(text))
        : undefined;
    case "text":
      return trait.value < text ? -1 : trait.value > text ? 1 : 0;
  }
}
