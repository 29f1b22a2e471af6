import { type FlagValue, sameValue } from "../../model/flag-value";
import { OFF, ON, type Variant } from "../../model/variant";
import type { Document, Treatment } from "./document";

/**
 * Applications get a treatment's name, and its configurations if it has any: those are its value, as JSON. A treatment without
 * any says its own name.
 */
function valueOf(treatment: Pick<Treatment, "name" | "configurations">, boolean: boolean): FlagValue {
  const { name, configurations } = treatment;
  if (typeof configurations !== "string") {
    return boolean ? { kind: "boolean", value: name === ON } : { kind: "string", value: name };
  }
  return fromJson(configurations);
}

function fromJson(text: string): FlagValue {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Typed in by hand, and no JSON: applications get the text.
    return { kind: "string", value: text };
  }
  switch (typeof parsed) {
    case "string":
      return { kind: "string", value: parsed };
    case "boolean":
      return { kind: "boolean", value: parsed };
    case "number":
      return Number.isSafeInteger(parsed) && /^-?\d+$/.test(text.trim())
        ? { kind: "integer", value: parsed }
        : { kind: "number", value: text.trim() };
    default:
      return { kind: "json", value: text };
  }
}

/** What to store for a value; undefined: nothing, because the value is the treatment's name. */
export function configurationsFor(key: string, value: FlagValue): string | undefined {
  if (value.kind === "string") return value.value === key ? undefined : JSON.stringify(value.value);
  if (value.kind === "boolean" && key === (value.value ? ON : OFF)) return undefined;
  return String(value.value);
}

/** Whether a treatment has the value already, however its JSON is spelled. */
export function hasValue(treatment: Treatment, value: FlagValue): boolean {
  const wanted = configurationsFor(treatment.name, value);
  const has = treatment.configurations;
  if (wanted === undefined || typeof has !== "string") return wanted === (has ?? undefined);
  return sameValue(fromJson(has), value);
}

/** A flag is boolean if its treatments are `on` and `off`, without configurations. */
export function isBoolean({ treatments }: Pick<Document, "treatments">): boolean {
  const plain = treatments.filter(({ name, configurations }) => {
    return (name === ON || name === OFF) && typeof configurations !== "string";
  });
  return treatments.length === 2 && plain.length === 2;
}

export function variantsOf(document: Pick<Document, "treatments">): Variant[] {
  const boolean = isBoolean(document);
  return document.treatments.map((treatment) => ({
    key: treatment.name,
    value: valueOf(treatment, boolean),
    description: treatment.description ?? null,
  }));
}
