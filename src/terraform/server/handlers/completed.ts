import type { Attributes } from "../../schema";
import { isWhollyKnown } from "../../value";
import type { Values } from "../../values/decode";
import { member } from "../../values/equality";

/** A handler's answer, with undefined attributes taken from the plan or the prior state if they are known there. */
export function completed(attributes: Attributes, values: Values, base: Values | null): Values {
  const missing = Object.keys(attributes).filter((name) => member(values, name) === undefined);
  const filled = missing.map((name) => {
    const known = member(base, name) ?? null;
    return [name, isWhollyKnown(known) ? known : null] as const;
  });
  return { ...values, ...Object.fromEntries(filled) };
}
