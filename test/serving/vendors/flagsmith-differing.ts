import type { Traits } from "../../emulator/flagsmith/official-client";

/** A condition as an environment's document has it. */
export interface Leaf {
  readonly operator: string;
  readonly property_?: string | null;
  readonly value?: string | null;
}

const NUMBER = /^\s*[+-]?[0-9]+(?:\.[0-9]+)?\s*$/;
const INTEGER = /^\s*[+-]?[0-9]+\s*$/;
const SEMVER = ":semver";
const VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?$/;

/**
 * Whether the vendor's SDK is known not to do with such a condition what the vendor's server does
 * (test/emulator/flagsmith/official-engine.test.ts lists it, with the reasons).
 */
export function sdkDiffers({ operator, property_: property, value }: Leaf, trait: Traits[string] | undefined): boolean {
  if (operator === "PERCENTAGE_SPLIT") return Boolean(property) && !property?.startsWith("$.");
  if (trait === undefined || typeof value !== "string") return false;
  switch (operator) {
    case "REGEX":
      return typeof trait === "boolean" || !value.startsWith("^");
    case "MODULO":
      return typeof trait === "boolean" || (typeof trait === "string" && /^[0-9]/.test(trait));
    case "IN":
      return trait === "" || (typeof trait === "number" && !Number.isInteger(trait));
    case "CONTAINS":
      return value.endsWith(SEMVER);
    case "EQUAL":
    case "NOT_EQUAL":
    case "GREATER_THAN":
    case "GREATER_THAN_INCLUSIVE":
    case "LESS_THAN":
    case "LESS_THAN_INCLUSIVE":
      return comparesDifferently(operator, value, trait);
    default:
      return false;
  }
}

function comparesDifferently(operator: string, value: string, trait: Traits[string]): boolean {
  if (value.endsWith(SEMVER)) {
    if (typeof trait === "string" && VERSION.test(trait)) return false;
    return operator === "NOT_EQUAL" || typeof trait === "boolean";
  }
  if (typeof trait === "number") return !(Number.isInteger(trait) ? INTEGER : NUMBER).test(value);
  return false;
}
