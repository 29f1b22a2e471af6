import { type FlagValue, sameValue } from "../../platforms/model/flag-value";
import type { WorldVariant } from "../../serving/world/world";
import type { Logic } from "./json-logic";

/** The variants of one exported flag: the platform's, and one for each value that is served without a variant. */
export class Variants {
  private readonly values = new Map<string, FlagValue>();

  constructor(known: readonly WorldVariant[]) {
    for (const { key, value } of known) this.values.set(key, value);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** The variant with a value, which is made where there is none. */
  keyOf(value: FlagValue): string {
    for (const [key, each] of this.values) if (sameValue(each, value)) return key;
    const names = ["value", ...Array.from({ length: this.values.size + 1 }, (_, index) => `value-${index + 2}`)];
    const name = names.find((each) => !this.values.has(each)) ?? "value";
    this.values.set(name, value);
    return name;
  }

  toJson(): Readonly<Record<string, Logic>> {
    return Object.fromEntries([...this.values].map(([key, value]) => [key, plainValue(value)]));
  }
}

/** A value as JSON: numbers as doubles, as flagd keeps them. */
export function plainValue(value: FlagValue): Logic {
  if (value.kind === "json") return JSON.parse(value.value) as Logic;
  return value.kind === "number" ? Number(value.value) : value.value;
}
