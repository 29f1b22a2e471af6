import type { TraitValue } from "../../platforms/port/identity/identity-store";
import { type Diagnostic, error, type Path } from "../../terraform/diagnostic";
import { type ObjectOf, optional, t } from "../../terraform/schema";
import { Decimal, isUnknown, type Unknown } from "../../terraform/value";
import { exactlyOne } from "../audience/validate-serve";

/** The traits of an identity, typed: `42` and `"42"` are different traits. */

export const traitType = t.object({
  boolean: optional(t.bool, "A boolean value."),
  string: optional(t.string, "A string value."),
  integer: optional(t.integer, "A whole number."),
  number: optional(t.number, "A number with a fraction."),
});

type TraitAttribute<U = never> = ObjectOf<(typeof traitType)["attributes"], U>;

export function validateTraits(
  traits: Readonly<Record<string, TraitAttribute<Unknown> | Unknown>> | Unknown | null,
  path: Path,
): Diagnostic[] {
  if (traits === null || isUnknown(traits)) return [];
  return Object.entries(traits).flatMap(([key, trait]) =>
    isUnknown(trait) ? [] : exactlyOne(trait, ["boolean", "string", "integer", "number"], [...path, key]),
  );
}

/** A trait that is in both lists. */
export function validateAbsent(traits: unknown, absent: unknown, path: Path): Diagnostic[] {
  if (typeof traits !== "object" || traits === null || isUnknown(traits) || !Array.isArray(absent)) return [];
  const both = absent.filter((key): key is string => typeof key === "string" && Object.hasOwn(traits, key));
  return both.map((key) =>
    error(`Trait "${key}" is in \`traits\` and in \`absent_traits\``, "Remove it from one of them.", path),
  );
}

export function traitOf(attribute: TraitAttribute): TraitValue {
  if (attribute.boolean !== null) return { kind: "boolean", value: attribute.boolean };
  if (attribute.integer !== null) return { kind: "integer", value: attribute.integer };
  if (attribute.number !== null) return { kind: "number", value: attribute.number.text };
  return { kind: "string", value: attribute.string ?? "" };
}

export function traitAttribute(value: TraitValue): TraitAttribute {
  return {
    boolean: value.kind === "boolean" ? value.value : null,
    string: value.kind === "string" ? value.value : null,
    integer: value.kind === "integer" ? value.value : null,
    number: value.kind === "number" ? new Decimal(value.value) : null,
  };
}
