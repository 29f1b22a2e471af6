/** Something that is known, or the reason why it is not. */
export type Fact<T> = Known<T> | UnknownFact;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
}

/**
 * - `unmanaged`: the configuration leaves it to others.
 * - `after apply`: Terraform knows it only after the apply.
 * - `elsewhere`: another stack, the platform or its data decide.
 */
export type Ignorance = "unmanaged" | "after apply" | "elsewhere";

export interface UnknownFact {
  readonly known: false;
  readonly why: Ignorance;
  /** For people, as the end of "…, because …". */
  readonly because: string;
}

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(why: Ignorance, because: string): UnknownFact {
  return { known: false, why, because };
}

export function mapFact<T, R>(fact: Fact<T>, change: (value: T) => R): Fact<R> {
  return fact.known ? known(change(fact.value)) : fact;
}

/** The value, or something else where it is unknown. */
export function valueOr<T, R>(fact: Fact<T>, other: R): T | R {
  return fact.known ? fact.value : other;
}
