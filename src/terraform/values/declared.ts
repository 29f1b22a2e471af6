import type { Attribute, Attributes } from "../schema";

export interface Declared {
  readonly name: string;
  readonly attribute: Attribute;
}

const known = new WeakMap<Attributes, readonly Declared[]>();

/** A declaration's attributes as a list. It is made once: declarations never change, and each is walked for thousands of values. */
export function declared(attributes: Attributes): readonly Declared[] {
  let made = known.get(attributes);
  if (made === undefined) {
    made = Object.entries(attributes).map(([name, attribute]) => ({ name, attribute }));
    known.set(attributes, made);
  }
  return made;
}
