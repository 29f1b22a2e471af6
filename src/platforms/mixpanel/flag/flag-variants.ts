import type { VariantChoice } from "../../adapter/edits/variant-audience";
import type { FlagValue } from "../../model/flag-value";
import { OFF, ON, type Variant } from "../../model/variant";
import type { VariantAnswer } from "../api/answers";
import type { Ruleset } from "./document";

/** A flag's variants in neutral form: a boolean flag's are `on` and `off`, whatever their keys in Mixpanel. */

/** Mixpanel stores no type: a flag with boolean variants is a feature gate. */
export function isGate(variants: readonly VariantAnswer[]): boolean {
  return variants.length > 0 && variants.every(({ value }) => typeof value === "boolean");
}

export function neutralKey(variant: VariantAnswer, variants: readonly VariantAnswer[]): string {
  if (!isGate(variants)) return variant.key;
  return variant.value === true ? ON : OFF;
}

/** A variant by what people call it. */
export function variantNamed(key: string, variants: readonly VariantAnswer[]): VariantAnswer | undefined {
  return variants.find((each) => neutralKey(each, variants) === key);
}

export function toVariants(variants: readonly VariantAnswer[]): Variant[] {
  return variants.map((variant) => ({
    key: neutralKey(variant, variants),
    value: fromWire(variant.value),
    description: variant.description,
  }));
}

/** Where a flag that is not boolean is off for an audience, it serves the control variant. */
export function choiceOf({ variants }: Ruleset): VariantChoice {
  const control = variants.find(({ is_control }) => is_control);
  const boolean = isGate(variants);
  return { variants: toVariants(variants), boolean, whenOff: boolean ? OFF : (control?.key ?? null) };
}

/** The variants of a boolean flag: nobody gets On until a group says so, and the server wants Off as its control. */
export function gateVariants(): VariantAnswer[] {
  const common = { description: null, is_sticky: false };
  return [
    { key: "On", value: true, is_control: false, split: 1, ...common },
    { key: "Off", value: false, is_control: true, split: 0, ...common },
  ];
}

/**
 * The declared variants, and those that are no longer declared but still used. Existing variants keep their position, split and
 * stickiness: positions and splits decide who gets which variant.
 */
export function changedVariants(current: readonly VariantAnswer[], wanted: readonly Variant[]): VariantAnswer[] {
  if (isGate(current) && wanted.every(({ value }) => value.kind === "boolean")) return describedGate(current, wanted);
  const kept = current.map((variant) => {
    const change = wanted.find(({ key }) => key === variant.key);
    return change ? withWanted(variant, change) : variant;
  });
  const fresh = wanted
    .filter(({ key }) => !current.some((variant) => variant.key === key))
    .map((variant) =>
      withWanted(
        { key: variant.key, value: null, description: null, is_control: false, split: 0, is_sticky: false },
        variant,
      ),
    );
  return balanced([...kept, ...fresh]);
}

function describedGate(current: readonly VariantAnswer[], wanted: readonly Variant[]): VariantAnswer[] {
  return current.map((variant) => {
    const change = wanted.find(({ value }) => value.value === variant.value);
    return change?.description == null ? variant : { ...variant, description: change.description };
  });
}

function withWanted(variant: VariantAnswer, { value, description }: Variant): VariantAnswer {
  const isSame = sameWire(variant.value, toWire(value));
  return { ...variant, value: isSame ? variant.value : toWire(value), description: description ?? variant.description };
}

/** Without some variants. Their default share goes to the control. */
export function withoutVariants(variants: readonly VariantAnswer[], keys: ReadonlySet<string>): VariantAnswer[] {
  return balanced(variants.filter(({ key }) => !keys.has(key)));
}

/** Exactly one control, which is the first variant unless the flag is a gate; splits sum to one. */
function balanced(variants: readonly VariantAnswer[]): VariantAnswer[] {
  const present = variants.findIndex(({ is_control }) => is_control);
  const control = Math.max(0, present);
  const total = variants.reduce((sum, { split }) => sum + split, 0);
  const missing = Math.abs(total - 1) < 1e-9 ? 0 : 1 - total;
  return variants.map((variant, index) =>
    index === control
      ? {
          ...variant,
          is_control: true,
          is_sticky: variant.is_control && variant.is_sticky,
          split: rounded(variant.split + missing),
        }
      : variant,
  );
}

function rounded(share: number): number {
  return Math.min(1, Math.max(0, Math.round(share * 1e9) / 1e9));
}

function toWire(value: FlagValue): unknown {
  if (value.kind === "json") return JSON.parse(value.value);
  return value.kind === "number" ? Number(value.value) : value.value;
}

export function fromWire(value: unknown): FlagValue {
  switch (typeof value) {
    case "boolean":
      return { kind: "boolean", value };
    case "string":
      return { kind: "string", value };
    case "number":
      return Number.isSafeInteger(value) ? { kind: "integer", value } : { kind: "number", value: String(value) };
    default:
      return { kind: "json", value: JSON.stringify(value ?? null) };
  }
}

function sameWire(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
