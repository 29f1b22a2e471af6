import { COMPARATORS } from "../../../src/emulator/vercel/schema/condition";
import { fc } from "../../support/fast-check";

/** Flags and segments as the API takes them, and who asks. */
export interface World {
  readonly flag: object;
  readonly segments: readonly object[];
  readonly people: readonly Entities[];
}
export type Entities = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const id = fc.constantFrom(...Array.from({ length: 8 }, (_each, index) => `u${index}`));
const text = fc.constantFrom("a", "A", "ab", "b", "", "é", "12", "2026-01-01", "2026-01-01T00:00:00+01:00");
const number = fc.constantFrom(-1, 0, 1.5, 12, 13);
const value = fc.oneof(text, number, fc.boolean());
const odd = fc.constantFrom<unknown>(null, {}, [], [12], ["a"], ["a", "a"], ["a", 12], ["A", "b"], true, Number.MAX_VALUE);

const user = fc.record(
  {
    id,
    word: fc.oneof(text, odd),
    count: fc.oneof(number, text, odd),
    tags: fc.oneof(fc.array(text, { maxLength: 3 }), odd),
  },
  { requiredKeys: [] },
);
const people: fc.Arbitrary<Entities> = fc
  .record({ user, team: fc.record({ id }, { requiredKeys: [] }) }, { requiredKeys: [] })
  .map((each) => ({ ...each }) as Entities);

const attribute = fc.constantFrom(
  ...["id", "word", "count", "tags", "nothing"].map((name) => ({ type: "entity", kind: "user", attribute: name })),
  { type: "entity", kind: "team", attribute: "id" },
  { type: "entity", kind: "device", attribute: "id" },
);

const list = (items: fc.Arbitrary<string | number>): fc.Arbitrary<object> =>
  fc
    .record({ type: fc.constantFrom("list", "list/inline"), items: fc.uniqueArray(items, { maxLength: 3 }) })
    .map(({ type, items: values }) => ({ type, items: values.map((each) => ({ value: each })) }));

const expression = fc.record({
  type: fc.constant("regex"),
  pattern: fc.constantFrom("^a", "b$", ".*", "^u[0-3]$", "(", "12"),
  flags: fc.constantFrom("", "i", "g"),
});
const operand = fc.oneof(value, id, list(fc.oneof(text, number, id)), expression);

const condition = fc
  .record({
    lhs: attribute,
    cmp: fc.constantFrom(...COMPARATORS),
    rhs: operand,
    ignoreCase: fc.constantFrom(undefined, true, false),
  })
  .map(({ ignoreCase, ...rest }) => ({ ...rest, ...(ignoreCase !== undefined && { cmpOptions: { ignoreCase } }) }));

const inSegment = (...names: readonly string[]): fc.Arbitrary<object> =>
  fc
    .record({
      cmp: fc.constantFrom("eq", "!eq", "oneOf", "!oneOf"),
      names: fc.uniqueArray(fc.constantFrom(...names, "seg_none"), { minLength: 1, maxLength: 2 }),
    })
    .map(({ cmp, names: chosen }) => ({
      lhs: { type: "segment" },
      cmp,
      rhs: cmp.endsWith("neOf") ? { type: "list", items: chosen.map((each) => ({ value: each })) } : (chosen[0] ?? ""),
    }));

const targets = fc
  .record({ id: fc.uniqueArray(id, { maxLength: 2 }), word: fc.uniqueArray(text, { maxLength: 1 }) }, { requiredKeys: [] })
  .map((each) => ({
    user: Object.fromEntries(Object.entries(each).map(([name, values]) => [name, values.map((one) => ({ value: one }))])),
  }));

const segment = (...inner: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.record(
    {
      include: targets,
      exclude: targets,
      rules: fc.array(
        fc.record({
          id: fc.constant("rule"),
          conditions: fc.array(fc.oneof(condition, ...inner), { maxLength: 2 }),
          outcome: fc.oneof(
            fc.constant({ type: "all" }),
            fc.record({
              type: fc.constant("split"),
              base: attribute,
              passPromille: fc.constantFrom(0, 30_000, 50_000.5, 100_000),
            }),
          ),
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: [] },
  );

const VARIANTS = ["a", "b", "c"];
const variantId = fc.constantFrom(...VARIANTS);
const weights = fc.record(
  { a: fc.constantFrom(0, 1, 33.3), b: fc.constantFrom(0, 2), c: fc.constantFrom(0, 50) },
  { requiredKeys: [] },
);
const outcome = fc.oneof(
  fc.record({ type: fc.constant("variant"), variantId }),
  fc.record({ type: fc.constant("split"), base: attribute, weights, defaultVariantId: variantId }),
  fc.record({
    type: fc.constant("rollout"),
    base: attribute,
    startTimestamp: fc.constantFrom(NOW - 3 * HOUR, NOW - HOUR, NOW, NOW + 1),
    rollFromVariantId: variantId,
    rollToVariantId: variantId,
    defaultVariantId: variantId,
    slots: fc.array(
      fc.record({ promille: fc.constantFrom(0, 10_000, 50_000, 100_000), durationMs: fc.constantFrom(0, HOUR, 2 * HOUR) }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

const environment = (...others: readonly string[]): fc.Arbitrary<object> =>
  fc
    .record({
      active: fc.constantFrom(true, true, true, false),
      pausedOutcome: fc.record({ type: fc.constant("variant"), variantId }),
      rules: fc.array(
        fc.record({
          id: fc.constant("rule"),
          conditions: fc.array(fc.oneof({ weight: 3, arbitrary: condition }, inSegment("seg_0", "seg_1")), { maxLength: 2 }),
          outcome,
        }),
        { maxLength: 4 },
      ),
      fallthrough: outcome,
      targets: fc.record({ a: targets, b: targets, c: targets }, { requiredKeys: [] }),
      reuse: fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        fc.record({ active: fc.boolean(), environment: fc.constantFrom(...others) }),
      ),
    })
    .map(({ reuse, ...rest }) => ({ ...rest, ...(reuse && { reuse }) }));

export const worlds: fc.Arbitrary<World> = fc
  .record({
    seed: fc.integer({ min: 0, max: 100_000 }),
    production: environment("preview", "development"),
    preview: environment("production", "development"),
    development: environment("preview"),
    plain: segment(),
    nested: segment(inSegment("seg_0")),
    people: fc.array(people, { minLength: 6, maxLength: 6 }),
  })
  .map(({ seed, production, preview, development, plain, nested, people: who }) => ({
    flag: {
      slug: "banner",
      kind: "string",
      seed,
      variants: VARIANTS.map((each) => ({ id: each, value: `value ${each}` })),
      environments: { production, preview, development },
    },
    segments: [
      { id: "seg_0", slug: "plain", data: plain },
      { id: "seg_1", slug: "nested", data: nested },
    ],
    people: who,
  }));
