import type { Course } from "./chance";

/** What is supposed of everything that is not known. */
type Supposal = ReadonlyMap<string, boolean>;

/** All combinations of what may hold: twice as many for each key, so that callers set a limit. */
export function supposals(keys: readonly string[]): readonly Supposal[] {
  return keys.reduce<Supposal[]>(
    (all, key) => all.flatMap((each) => [true, false].map((holds) => new Map(each).set(key, holds))),
    [new Map()],
  );
}

/** Whether a course is one of those that a supposal leaves. */
export function fits(facts: Course["facts"], supposal: Supposal): boolean {
  return [...facts].every(([key, { holds }]) => supposal.get(key) === holds);
}
