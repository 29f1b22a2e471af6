import { invalid } from "../../../adapter/errors";
import { sameValue } from "../../../model/flag-value";
import { sameTrait, type TraitChanges, type TraitValue } from "../../../port/identity/identity-store";
import type { RawValue } from "../../api/answers";
import { textTrouble } from "../../api/refuse-text";
import type { BulkRow, TraitAnswer } from "../../api/trait-client";
import { strip } from "../../api/values";

/** Converts traits to and from Flagsmith's formats. */

function toRawTrait(value: TraitValue): string | number | boolean {
  return value.kind === "number" ? Number(value.value) : value.value;
}

export function fromRawTrait(value: RawValue): TraitValue | undefined {
  if (value === null) return undefined;
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (typeof value === "string") return { kind: "string", value };
  return Number.isSafeInteger(value) ? { kind: "integer", value } : { kind: "number", value: String(value) };
}

export function fromTypedTrait(answer: TraitAnswer): TraitValue | undefined {
  switch (answer.value_type) {
    case "unicode":
      return fromRawTrait(answer.string_value ?? "");
    case "int":
      return fromRawTrait(answer.integer_value ?? null);
    case "bool":
      return fromRawTrait(answer.boolean_value ?? null);
    case "float":
      return fromRawTrait(answer.float_value ?? null);
  }
}

export function toTypedTrait(key: string, value: TraitValue): object {
  const raw = toRawTrait(value);
  if (typeof raw === "boolean") return { trait_key: key, value_type: "bool", boolean_value: raw };
  if (typeof raw === "string") return { trait_key: key, value_type: "unicode", string_value: raw };
  return Number.isInteger(raw)
    ? { trait_key: key, value_type: "int", integer_value: raw }
    : { trait_key: key, value_type: "float", float_value: raw };
}

/** One identity in a bulk request. */
export function toRow(identifier: string, { set, remove }: TraitChanges): BulkRow {
  return {
    identifier,
    traits: [
      ...[...set].map(([trait_key, value]) => ({ trait_key, trait_value: toRawTrait(value) })),
      ...remove.map((trait_key) => ({ trait_key, trait_value: null })),
    ],
  };
}

export function hasTraits(traits: ReadonlyMap<string, TraitValue>, { set, remove }: TraitChanges): boolean {
  const isThere = ([key, value]: readonly [string, TraitValue]): boolean => {
    const found = traits.get(key);
    return found !== undefined && sameTrait(found, value);
  };
  return [...set].every(isThere) && !remove.some((key) => traits.has(key));
}

const LONGEST_TEXT = 2000;
const LONGEST_KEY = 200;

/** Why the server would refuse or change a trait. */
export function refuseTrait(key: string, value: TraitValue): string | undefined {
  if ([...key].length > LONGEST_KEY) return `A trait's name has up to ${LONGEST_KEY} characters.`;
  if (strip(key) !== key || key === "") return "A trait's name cannot be empty, and cannot start or end with white space.";
  if (value.kind === "number") {
    const kept = sameValue(value, { kind: "number", value: String(Number(value.value)) });
    return kept ? undefined : `Flagsmith stores numbers with about 15 digits, and ${value.value} has more. Use a string.`;
  }
  if (value.kind !== "string") return undefined;
  const length = [...value.value].length;
  if (length > LONGEST_TEXT)
    return `Flagsmith keeps traits of up to ${LONGEST_TEXT.toLocaleString("en-US")} characters, and this one has ${length.toLocaleString("en-US")}.`;
  return textTrouble("The trait's value", value.value);
}

const LARGEST = 2 ** 31;

/** The database has 32 bits for whole numbers; the edge has more. */
export function refuseLarge(identifier: string, set: TraitChanges["set"]): void {
  for (const [key, value] of set) {
    if (value.kind === "string" || value.kind === "boolean") continue;
    const size = Number(value.value);
    if (!Number.isInteger(size) || (size < LARGEST && size >= -LARGEST)) continue;
    throw invalid(`set trait ${key} of identity ${identifier}`, {
      reason: `the server stores 32-bit integers (from -2147483648 to 2147483647), and ${value.value} is not one`,
      nextStep: "Use a string.",
      attribute: ["traits", key],
    });
  }
}
