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
