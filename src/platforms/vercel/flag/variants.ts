import type { VariantChoice } from "../../adapter/edits/variant-audience";
import { type FlagValue, sameValue } from "../../model/flag-value";
import { OFF, ON, type Variant } from "../../model/variant";
import type { FlagAnswer, VariantAnswer } from "../api/answers";

/** Between neutral variants, known by key, and Vercel's, known by id. A boolean flag's are known by their values. */

type Kind = FlagAnswer["kind"];
type Flag = Pick<FlagAnswer, "kind" | "variants">;

export function variantsOf(flag: Flag): Variant[] {
  return flag.variants.map(({ id, value, description = null }) => ({
    key: keyOf(flag, id),
    value: fromJson(flag.kind, value),
    description,
  }));
}

/** Each environment chooses what the flag serves when it is off. */
export function choiceOf(flag: Flag, pausedVariantId: string): VariantChoice {
  return { variants: variantsOf(flag), boolean: flag.kind === "boolean", whenOff: keyOf(flag, pausedVariantId) };
}

/** The id of a variant; one that does not exist keeps its key, for the platform to refuse. */
export function idOf(flag: Flag, key: string): string {
  if (flag.kind !== "boolean" || (key !== ON && key !== OFF)) return key;
  return flag.variants.find(({ value }) => value === (key === ON))?.id ?? key;
}

export function keyOf(flag: Flag, id: string): string {
  if (flag.kind !== "boolean") return id;
  const value = flag.variants.find((each) => each.id === id)?.value;
  return value === true ? ON : value === false ? OFF : id;
}

export const BOOLEAN_VARIANTS: readonly VariantAnswer[] = [
  { id: OFF, value: false, label: "Off" },
  { id: ON, value: true, label: "On" },
];

/** The new list of variants: those that stay keep their position and their other members, new ones are appended. */
export function mergeVariants(current: readonly VariantAnswer[], wanted: readonly Variant[]): VariantAnswer[] {
  const kept = current.flatMap((variant) => {
    const own = wanted.find(({ key }) => key === variant.id);
    return own ? [merged(variant, own)] : [];
  });
  const added = wanted.filter(({ key }) => !current.some(({ id }) => id === key));
  return [...kept, ...added.map(newVariant)];
}

/** Only the descriptions of a boolean flag's variants can be changed. */
export function mergeBooleanVariants(flag: Flag, wanted: readonly Variant[]): VariantAnswer[] {
  return flag.variants.map((variant) => {
    const own = wanted.find(({ key }) => key === keyOf(flag, variant.id));
    return own && own.description !== null ? { ...variant, description: own.description } : variant;
  });
}

export function newVariant({ key, value, description }: Variant): VariantAnswer {
  return { id: key, value: toJson(value), ...(description !== null && { description }) };
}

function merged(variant: VariantAnswer, { value, description }: Variant): VariantAnswer {
  const same = sameValue(fromJson(kindOfValue(value), variant.value), value);
  return {
    ...variant,
    ...(!same && { value: toJson(value) }),
    ...(description !== null && description !== (variant.description ?? "") && { description }),
  };
}

export function kindOfValue(value: FlagValue): Kind {
  return value.kind === "integer" ? "number" : value.kind;
}

function toJson(value: FlagValue): unknown {
  if (value.kind === "number") return Number(value.value);
  return value.kind === "json" ? JSON.parse(value.value) : value.value;
}

export function fromJson(kind: Kind, value: unknown): FlagValue {
  if (kind === "json") return { kind: "json", value: JSON.stringify(value ?? null) };
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (typeof value === "string") return { kind: "string", value };
  if (typeof value !== "number") return { kind: "json", value: JSON.stringify(value ?? null) };
  return Number.isSafeInteger(value) ? { kind: "integer", value } : { kind: "number", value: String(value) };
}
