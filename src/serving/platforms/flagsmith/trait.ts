import type { TraitValue } from "../../person";

/** A trait as the server's engine takes it: text that looks like a number is one. */
export type Trait =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "integer" | "float"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean };

/** As the API stores it, which makes text of lists. SDKs that evaluate by themselves may not. */
export function storedTrait(given: TraitValue): Trait {
  if (typeof given === "object") return { kind: "text", value: listText(given) };
  if (typeof given === "boolean") return { kind: "boolean", value: given };
  if (typeof given === "number") return { kind: Number.isInteger(given) ? "integer" : "float", value: given };
  if (/^-?[0-9]+$/.test(given)) return { kind: "integer", value: Number(given) };
  if (/^-?[0-9]+\.[0-9]+$/.test(given)) return { kind: "float", value: Number(given) };
  return { kind: "text", value: given };
}

/** A list as Python writes one. */
function listText(list: Extract<TraitValue, object>): string {
  const each = list.map((value) => {
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "number") return String(value);
    const escaped = value.replace(/[\\\n\t\r]/g, (sign) => ESCAPES.get(sign) ?? sign);
    if (value.includes("'") && !value.includes('"')) return `"${escaped}"`;
    return `'${escaped.replaceAll("'", "\\'")}'`;
  });
  return `[${each.join(", ")}]`;
}

const ESCAPES = new Map(Object.entries({ "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r" }));
