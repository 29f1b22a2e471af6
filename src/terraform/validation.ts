import { safeParse } from "zod/v4/core";
import type { Diagnostic, Path } from "./diagnostic";
import { error, warning } from "./diagnostic";
import type { Attribute, Attributes, Type } from "./schema";
import { Decimal, isUnknown, isWhollyKnown } from "./value";
import { declared } from "./values/declared";
import type { Values } from "./values/decode";
import { member } from "./values/equality";

/** Each attribute's own checks at any depth, and its deprecation. Unknown values are checked once they are known. */
export function checkAttributes(attributes: Attributes, config: Values, at: Path = []): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { name, attribute } of declared(attributes)) {
    const value = member(config, name) ?? null;
    if (value === null || !isCheckable(attribute, value)) continue;
    const path = [...at, name];
    found.push(...deprecation(attribute, path));
    found.push(...checkValue(attribute, value, path));
    found.push(...checkWithin(attribute.type, value, path));
  }
  return found;
}

/** Most attributes are texts without checks, which need no path. */
function isCheckable({ check, deprecated }: Attribute, value: unknown): boolean {
  return check !== undefined || deprecated !== undefined || typeof value === "object";
}

function deprecation(attribute: Attribute, path: Path): Diagnostic[] {
  return attribute.deprecated === undefined ? [] : [warning("Deprecated attribute", attribute.deprecated, path)];
}

function checkValue(attribute: Attribute, value: unknown, path: Path): Diagnostic[] {
  if (!attribute.check || !isWhollyKnown(value)) return [];
  // The checks of a number get a number: the precision beyond a double does not matter for bounds.
  const result = safeParse(attribute.check, value instanceof Decimal ? value.toNumber() : value);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const where = [...path, ...issue.path.filter((part) => typeof part !== "symbol")];
    return error(`Invalid value of ${JSON.stringify(path.join("."))}`, sentence(issue.message), where);
  });
}

function checkWithin(type: Type, value: unknown, path: Path): Diagnostic[] {
  if (value === null || isUnknown(value) || typeof value !== "object") return [];
  switch (type.kind) {
    case "object":
      return checkAttributes(type.attributes, value as Values, path);
    case "list":
    case "set":
    case "map":
      return Object.entries(value).flatMap(([key, element]) =>
        checkWithin(type.element, element, [...path, type.kind === "map" ? key : Number(key)]),
      );
    default:
      return [];
  }
}

function sentence(message: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
