import fc from "fast-check";
import type { Traits } from "./official-client";

/**
 * Projects in which the SDK's own evaluation and the server's must agree: the few things that they do differently
 * (official-engine.test.ts lists them) are left out.
 */
export interface World {
  readonly flags: readonly Flag[];
  readonly segments: readonly (readonly object[])[];
  readonly overrides: readonly Override[];
  readonly people: readonly Person[];
  readonly versioning: boolean;
}

export interface Flag {
  readonly state: State;
  /** Values of the variants and their shares. */
  readonly variants: readonly { readonly value: string; readonly weight: number }[];
}

export interface State {
  readonly enabled: boolean;
  readonly value: { readonly type: "string" | "integer" | "boolean"; readonly value: string };
}

/** Places in the lists of the world; shares for flags with variants. */
export interface Override {
  readonly flag: number;
  readonly segment: number;
  readonly priority: number;
  readonly state: State;
  readonly weights: readonly number[];
}

export interface Person {
  readonly identifier: string;
  readonly traits: Traits;
  readonly overrides: readonly {
    readonly flag: number;
    readonly enabled: boolean;
    readonly value: string | number | boolean;
    readonly weights: readonly number[];
  }[];
}

const word = fc.constantFrom("a", "abc", "ABC", "b c", "true", "é");
const release = fc.constantFrom("1.2.3", "1.2.10", "2.0.0-beta.1", "2.0.0");
const count = fc.integer({ min: 1, max: 20 });
const ratio = fc.integer({ min: -3, max: 3 }).map((each) => each + 0.5);

const condition = (operators: readonly string[], property: string | null, value: fc.Arbitrary<string | null>) =>
  fc.record({ operator: fc.constantFrom(...operators), property: fc.constant(property), value });

const ORDER = ["GREATER_THAN", "GREATER_THAN_INCLUSIVE", "LESS_THAN", "LESS_THAN_INCLUSIVE"];
const COMPARE = ["EQUAL", "NOT_EQUAL", ...ORDER];
const percentage = fc.constantFrom("0", "25", "50", "75.5", "100");
const any = fc.constantFrom("word", "count", "ratio", "member", "release");
const person = fc.integer({ min: 0, max: 5 }).map((each) => `person-${each}`);

const anyCondition = fc.oneof(
  condition([...COMPARE, "CONTAINS", "NOT_CONTAINS"], "word", word),
  condition(["REGEX"], "word", fc.constantFrom("^a", "^.*c$", "^[A-Z]+$")),
  condition(["IN"], "word", fc.constantFrom("a,abc", '["b c","true"]', "é")),
  condition(COMPARE, "count", count.map(String)),
  condition(["MODULO"], "count", fc.constantFrom("2|0", "3|2", "5|0")),
  condition(["IN"], "count", fc.constantFrom("1,2,3,4,5", "7", '["10","11","12"]')),
  condition(["REGEX"], "count", fc.constantFrom("^1", "^\\d$")),
  condition(COMPARE, "ratio", ratio.map(String)),
  condition(["EQUAL", "NOT_EQUAL"], "member", fc.constantFrom("true", "false", "True", "False")),
  condition(
    ["EQUAL", ...ORDER],
    "release",
    release.map((each) => `${each}:semver`),
  ),
  fc.record({ operator: fc.constantFrom("IS_SET", "IS_NOT_SET"), property: any }),
  condition(["EQUAL", "NOT_EQUAL", "IN"], "$.identity.identifier", person),
  condition(["EQUAL"], "$.environment.name", fc.constantFrom("production", "staging")),
  condition(["PERCENTAGE_SPLIT"], null, percentage),
  condition(["PERCENTAGE_SPLIT"], "$.identity.identifier", percentage),
);

const type = fc.constantFrom("ALL", "ANY", "NONE");
const conditions = fc.array(anyCondition, { minLength: 1, maxLength: 3 });
const inner = fc.record({ type, conditions });
const rules = fc.array(
  fc.oneof(
    fc.record({ type, conditions, rules: fc.constant([]) }),
    fc.record({
      type,
      conditions: fc.oneof(fc.constant([]), conditions),
      rules: fc.array(inner, { minLength: 1, maxLength: 2 }),
    }),
  ),
  { minLength: 1, maxLength: 2 },
);

const state: fc.Arbitrary<State> = fc.record({
  enabled: fc.boolean(),
  value: fc.oneof(
    fc.record({ type: fc.constant("string" as const), value: fc.constantFrom("", "on", "12", '{"a": [1]}', "é") }),
    fc.record({ type: fc.constant("integer" as const), value: fc.integer({ min: -5, max: 5 }).map(String) }),
    fc.record({ type: fc.constant("boolean" as const), value: fc.constantFrom("true", "false") }),
  ),
});

const weight = fc.constantFrom(0, 10, 30, 33.3);
const variants = fc.array(fc.record({ value: fc.constantFrom("red", "blue", "7"), weight }), { minLength: 1, maxLength: 3 });
const flag = fc.record({ state, variants: fc.oneof(fc.constant([]), variants) });

const FLAGS = 3;
const SEGMENTS = 4;
const pairs = Array.from(
  { length: FLAGS * SEGMENTS },
  (_each, index) => [index % FLAGS, Math.floor(index / FLAGS)] as const,
);

const overrides = fc
  .record({
    chosen: fc.shuffledSubarray(pairs, { maxLength: 8 }),
    states: fc.array(fc.record({ state, weights: fc.array(weight, { minLength: 3, maxLength: 3 }) }), {
      minLength: pairs.length,
      maxLength: pairs.length,
    }),
    /** The greatest of them is the least. */
    step: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ chosen, states, step }) =>
    chosen.flatMap(([onFlag, segment], index): Override[] => {
      const own = states[index];
      return own ? [{ flag: onFlag, segment, priority: (chosen.length - index) * step, ...own }] : [];
    }),
  );

const traits = fc
  .record({ word, count, ratio, member: fc.boolean(), release }, { requiredKeys: [] })
  .map((each) => Object.fromEntries(Object.entries(each)));

/** The SDK forgets traits that are false of those who have overrides, so they have no such. */
const people = fc.uniqueArray(
  fc.record({
    identifier: person,
    traits,
    overrides: fc.uniqueArray(
      fc.record({
        flag: fc.integer({ min: 0, max: FLAGS - 1 }),
        enabled: fc.boolean(),
        value: fc.constantFrom("for them", "", 3, true),
        weights: fc.array(weight, { minLength: 3, maxLength: 3 }),
      }),
      { selector: (each) => each.flag, maxLength: 2 },
    ),
  }),
  { selector: (each) => each.identifier, minLength: 1, maxLength: 4 },
);

export const worlds: fc.Arbitrary<World> = fc.record({
  flags: fc.array(flag, { minLength: FLAGS, maxLength: FLAGS }),
  segments: fc.array(rules, { minLength: SEGMENTS, maxLength: SEGMENTS }),
  overrides,
  people: people.map((list) => list.map((each) => (each.overrides.length > 0 ? withoutFalse(each) : each))),
  versioning: fc.boolean(),
});

function withoutFalse(each: Person): Person {
  return { ...each, traits: Object.fromEntries(Object.entries(each.traits).filter(([, value]) => value !== false)) };
}
