import { fc } from "../../support/fast-check";

/** A flag as the API takes it, and who asks, as SDKs take them. */
export interface World {
  readonly flag: object;
  readonly contexts: readonly Readonly<Record<string, unknown>>[];
}

const SALT = "0123456789abcdef0123456789abcdef";

const word = fc.constantFrom("Pro", "pro", "free", "", "12", "1e1", "true", "Ünï");
const number = fc.constantFrom(-1, 0, 1, 1.5, 12);
const version = fc.constantFrom(
  "1.2.3",
  "v1.2",
  "1",
  "1.2.3-01",
  "1.2.3-rc.2",
  "1.2.3-rc.10",
  "1.2.3+b",
  "01.2.3",
  "1.2.3.4",
  " 2.0.0 ",
);
const moment = fc.constantFrom(
  ...["2026-01-01T00:00:00Z", "2026-01-01t01:00:00.9+01:00", "2026-01-01T24:00:00Z", "2026-02-30T00:00:00Z"],
  ...["2028-02-29T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:60:00Z"],
);
const list = fc.array(fc.oneof(word, number), { maxLength: 3 });
const odd = fc.constantFrom<unknown>(null, true, false, [], [[]], ["pro"], {}, 1767225600000);

const properties = fc
  .record(
    {
      Plan: fc.oneof(word, odd),
      age: fc.oneof(number, word, odd),
      tags: fc.oneof(list, odd),
      version: fc.oneof(version, odd),
      since: fc.oneof(moment, odd),
      address: fc.oneof(fc.record({ City: word }), odd),
    },
    { requiredKeys: [] },
  )
  .map((each) => ({ ...each }));

const path = fc.constantFrom(
  "plan",
  "Plan",
  "age",
  "tags",
  "version",
  "since",
  "address",
  "address.city",
  "tags.0",
  "nothing",
  "",
);
const variable = fc.oneof(
  path.map((each) => ({ var: each })),
  fc.tuple(path, fc.oneof(word, number)).map((each) => ({ var: each })),
);
const literal = fc.oneof(word, number, fc.boolean(), fc.constant(null), list);
const SYMBOLS = ["===", "!==", "<", "<=", ">", ">=", "=", "~"];

/** JsonLogic of every operator, sensible and not. */
const { rule } = fc.letrec<{ rule: object; term: unknown }>((tie) => {
  const term = tie("term");
  const inner = tie("rule");
  const call = (name: string, values: fc.Arbitrary<readonly unknown[]>): fc.Arbitrary<object> =>
    values.map((each) => ({ [name]: each }));
  const many = (minLength: number, maxLength: number): fc.Arbitrary<unknown[]> => fc.array(term, { minLength, maxLength });
  return {
    term: fc.oneof({ maxDepth: 4 }, literal, variable, inner),
    rule: fc.oneof(
      { maxDepth: 4 },
      ...["==", "===", "!=", "!==", ">", ">="].map((name) => call(name, fc.tuple(variable, term))),
      ...["<", "<="].map((name) => call(name, many(2, 3))),
      call("in", fc.tuple(term, fc.oneof(variable, list, word))),
      call("semver_compare", fc.tuple(fc.oneof(variable, version), fc.constantFrom(...SYMBOLS), fc.oneof(version, word))),
      call(
        "datetime_compare",
        fc.tuple(fc.oneof(variable, moment), fc.constantFrom(...SYMBOLS), fc.constantFrom(1767225600999, 0, 2 ** 63, "0")),
      ),
      call("semver_compare", many(0, 4)),
      ...["and", "or"].map((name) => call(name, many(1, 3))),
      ...["!", "!!"].map((name) => call(name, many(1, 1))),
      ...["if", "?:", "cat", "+", "*", "min", "max", "merge"].map((name) => call(name, many(0, 4))),
      ...["-", "/", "%"].map((name) => call(name, many(1, 2))),
      call("substr", fc.tuple(term, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))),
      call("missing", fc.array(path, { maxLength: 3 })),
      call("missing_some", fc.tuple(fc.integer({ min: 0, max: 3 }), fc.array(path, { maxLength: 3 }))),
      ...["some", "all", "none", "filter", "map"].map((name) => call(name, fc.tuple(fc.oneof(variable, list), term))),
      call(
        "reduce",
        fc.tuple(
          fc.oneof(variable, list),
          fc.constantFrom({ "+": [{ var: "current" }, { var: "accumulator" }] }, { var: "current" }),
          literal,
        ),
      ),
      call("regex", many(2, 2)),
      fc.constant({}),
    ),
  };
});

const variantSplits = fc.record(
  { On: fc.constantFrom(0, 0.3, 1), Off: fc.constantFrom(0, 0.5), third: fc.constantFrom(0, 0.2) },
  { requiredKeys: [] },
);
const group = fc.record({
  rollout_percentage: fc.constantFrom(0, 0.3, 0.7, 1, 1),
  variant_splits: variantSplits,
  variant_override: fc.constantFrom(null, null, { key: "on" }, { key: "none" }),
  runtime_evaluation_rule: fc.oneof(fc.constant(null), { weight: 3, arbitrary: rule }),
  runtime_evaluation_definition: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    fc.dictionary(fc.constantFrom("plan", "age"), fc.oneof(word, number), { maxKeys: 2 }),
  ),
  // What an SDK by itself looks at as little as the vendor's does.
  cohort_definition: fc.constantFrom(null, { selector: { property: "cohort", value: 1, operator: "in" } }),
});

const person = fc.constantFrom(...Array.from({ length: 12 }, (_each, index) => `user-${index}`));
const company = fc.constantFrom<unknown>("acme", "Acme", 7, "", null, true);

const contexts = fc.record(
  { distinct_id: person, company_id: company, custom_properties: fc.oneof({ weight: 5, arbitrary: properties }, odd) },
  { requiredKeys: ["distinct_id"] },
);

export const worlds: fc.Arbitrary<World> = fc.record({
  flag: fc
    .record({
      context: fc.constantFrom("distinct_id", "distinct_id", "company_id"),
      hash_salt: fc.constantFrom(null, SALT),
      splits: fc.constantFrom([1, 0, 0], [0.2, 0.3, 0.5], [0, 0, 0]),
      rollout: fc.array(group, { maxLength: 3 }),
      test: fc.constantFrom(null, { users: { "user-0": "ON", "user-1": "none" } }, { others: {} }),
    })
    .map(({ splits, rollout, test, ...rest }) => ({
      ...rest,
      name: "Banner",
      key: "banner",
      tags: [],
      status: "enabled",
      serving_method: "server",
      ruleset: {
        variants: ["On", "Off", "third"].map((key, index) => ({
          ...{ key, value: `value ${key}`, split: splits[index] ?? 0, is_control: index === 1 },
        })),
        rollout,
        test,
      },
    })),
  contexts: fc
    .array(contexts, { minLength: 8, maxLength: 8 })
    .map((all) => all.map((each) => ({ ...each }) as Readonly<Record<string, unknown>>)),
});
