/** JsonLogic, as flagd evaluates it. */
export type Logic = string | number | boolean | null | readonly Logic[] | { readonly [operator: string]: Logic };

export const TARGETING_KEY: Logic = { var: "targetingKey" };

export function all(parts: readonly Logic[]): Logic {
  const [only = true, ...more] = parts;
  return more.length === 0 ? only : { and: parts };
}

export function any(parts: readonly Logic[]): Logic {
  const [only = false, ...more] = parts;
  return more.length === 0 ? only : { or: parts };
}

export function not(part: Logic): Logic {
  return { "!": [part] };
}

/** Decides for each in turn; the last is for everybody else. */
export function firstOf(choices: readonly (readonly [when: Logic, then: Logic])[], otherwise: Logic): Logic {
  return choices.length === 0 ? otherwise : { if: [...choices.flat(), otherwise] };
}

/** What flagd cannot say, or what is not known: the flag cannot be exported. */
export class NotExportable extends Error {}
