import { type FlagValue, sameValue } from "../../platforms/model/flag-value";
import { OFF, ON } from "../../platforms/model/variant";
import type { Asking } from "../asking";
import { type Fact, known, mapFact, unknown } from "../fact";
import type { WorldVariant } from "../world/world";

/** Whether the flag is boolean, so that `on` and `off` are implied. */
export function isBoolean({ flag }: Asking): Fact<boolean> {
  return mapFact(flag?.type ?? FLAG_ELSEWHERE, (type) => type === "boolean");
}

const FLAG_ELSEWHERE = unknown("elsewhere", "the flag is not among these resources");

/** The definition's own variants, else the flag's; those of a boolean flag are implied. */
export function variantsOf(asking: Asking): Fact<readonly WorldVariant[]> {
  const boolean = isBoolean(asking);
  if (boolean.known && boolean.value) return known(SWITCH);
  const { definition, flag } = asking;
  return definition.variants.known ? definition.variants : (flag?.variants ?? FLAG_ELSEWHERE);
}

const SWITCH: readonly WorldVariant[] = [
  { key: ON, value: { kind: "boolean", value: true } },
  { key: OFF, value: { kind: "boolean", value: false } },
];

/** The value that a variant stands for. */
export function valueOfVariant(key: string, asking: Asking): Fact<FlagValue | null> {
  const variants = variantsOf(asking);
  if (!variants.known) return variants;
  const found = variants.value.find((each) => each.key === key);
  return found
    ? known(found.value)
    : unknown("elsewhere", `the variant ${JSON.stringify(key)} is not among these resources`);
}

/** The variant that has a value. */
export function variantOfValue(value: FlagValue, asking: Asking): Fact<string | null> {
  return mapFact(variantsOf(asking), (all) => all.find((each) => sameValue(each.value, value))?.key ?? null);
}
