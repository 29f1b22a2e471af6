import { booleanFlag, inSegment, openClient, ruleOn, serving, stopAll, userId, variant } from "../client";

afterEach(stopAll);

const flag = (production: object, more: object = {}): object => booleanFlag("x", { environments: { production }, ...more });
const rollout = {
  ...{ type: "rollout", base: userId, startTimestamp: 0, rollFromVariantId: "off", rollToVariantId: "on" },
  ...{ defaultVariantId: "off", slots: [{ promille: 1000, durationMs: 0 }] },
};
const values = (count: number): object[] => Array.from({ length: count }, (_, at) => ({ value: String(at) }));
const list = (count: number): object => ({
  ...{ lhs: userId, cmp: "oneOf" },
  rhs: { type: "list", items: Array.from({ length: count }, () => ({ value: 1 })) },
});

describe("what a flag's body may not be (reference 1.4, 3)", () => {
  test.each<[string, object]>([
    ["missing required property `slug`.", booleanFlag("x", { slug: undefined })],
    ["missing required property `environments`.", booleanFlag("x", { environments: undefined })],
    ["environments.production missing required property `rules`.", flag({ ...serving("off"), rules: undefined })],
    ["environments.production missing required property `active`.", flag({ ...serving("off"), active: undefined })],
    ["should NOT have additional property `id`.", booleanFlag("x", { id: "flag_1" })],
    ["should NOT have additional property `revision`.", booleanFlag("x", { revision: 1 })],
    ["environments.production should NOT have additional property `extra`.", flag(serving("off", { extra: 1 }))],
    [
      "variants[1] missing required property `value`.",
      flag(serving("off"), { variants: [{ id: "a", value: 1 }, { id: "b" }] }),
    ],
    ['slug should match pattern "^[a-zA-Z0-9_-]{1,512}$".', booleanFlag("no spaces")],
    [
      'kind should be equal to one of the allowed values "boolean", "string", "number", "json".',
      booleanFlag("x", { kind: "int" }),
    ],
    ["seed should be <= 100000.", booleanFlag("x", { seed: 100_001 })],
    ["seed should be >= 0.", booleanFlag("x", { seed: -1 })],
    ["description should be string.", booleanFlag("x", { description: null })],
    ["tags should NOT have more than 20 items.", booleanFlag("x", { tags: Array.from({ length: 21 }, (_, at) => `${at}`) })],
    ["tags should NOT have duplicate items.", booleanFlag("x", { tags: ["a", "a"] })],
    ["tags[0] should NOT be longer than 64 characters.", booleanFlag("x", { tags: ["a".repeat(65)] })],
    [
      "maintainerIds should NOT have more than 5 items.",
      booleanFlag("x", { maintainerIds: ["1", "2", "3", "4", "5", "6"] }),
    ],
    ["environments.a b has an invalid property name.", booleanFlag("x", { environments: { "a b": serving("off") } })],
    [
      "environments should NOT have more than 10 properties.",
      booleanFlag("x", { environments: Object.fromEntries(values(11).map((_, at) => [`e${at}`, serving("off")])) }),
    ],
    [
      "environments.production.reuse missing required property `environment`.",
      flag(serving("off", { reuse: { active: true } })),
    ],
    [
      "environments.production.targets.on.user.id[0].value should be string.",
      flag(serving("off", { targets: { on: { user: { id: [{ value: 1 }] } } } })),
    ],
    [
      "environments.production.targets.on.user.id should NOT have more than 10000 items.",
      flag(serving("off", { targets: { on: { user: { id: values(10_001) } } } })),
    ],
    [
      "environments.production.rules[0].conditions[0].rhs should match some schema in anyOf.",
      flag(serving("off", { rules: [ruleOn("r", { lhs: userId, cmp: "eq", rhs: null })] })),
    ],
    [
      "environments.production.rules[0].conditions[0].rhs should match some schema in anyOf.",
      flag(serving("off", { rules: [ruleOn("r", list(10_001))] })),
    ],
    [
      "environments.production.fallthrough.slots should NOT have fewer than 1 items.",
      flag({ ...serving("off"), fallthrough: { ...rollout, slots: [] } }),
    ],
    [
      "environments.production.fallthrough.slots[0].promille should be <= 100000.",
      flag({ ...serving("off"), fallthrough: { ...rollout, slots: [{ promille: 100_001, durationMs: 1 }] } }),
    ],
    [
      'environments.production.pausedOutcome.type should be equal to one of the allowed values "variant".',
      flag({ ...serving("off"), pausedOutcome: { ...variant("off"), type: "split" } }),
    ],
  ])("%s", async (words, body) => {
    const { call } = await openClient();
    const answer = await call("PUT", "flags", body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: { code: "bad_request", message: `Invalid request: ${words}` } });
  });

  test("takes each form of an outcome, and each comparator", async () => {
    const { make } = await openClient();
    const rules = [
      ruleOn("a", inSegment("seg_1"), { ...rollout, finalPromille: 50_000 }),
      ruleOn("b", { ...list(10_000), cmpOptions: { ignoreCase: true } }, variant("off")),
      ruleOn("c", { lhs: userId, cmp: "!regex", rhs: { type: "regex", pattern: "a", flags: "i" } }),
      ruleOn("d", { lhs: userId, cmp: "!ex" }, { type: "split", base: userId, weights: { on: 0 }, defaultVariantId: "on" }),
      ruleOn("e", { lhs: userId, cmp: "contains", rhs: "x" }),
      ruleOn("f", {
        lhs: userId,
        cmp: "oneOf",
        rhs: { type: "list/inline", items: [{ value: "x", label: "X", note: "n" }] },
      }),
    ];
    const made = await make("flags", flag(serving("off", { rules })));
    expect(made.environments).toMatchObject({ production: { rules } });
  });

  test("refuses what an answer holds beside: an echo of it fails", async () => {
    const { call, make } = await openClient();
    const answer = await call("PATCH", "flags/x", await make("flags", booleanFlag("x")));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
    expect(answer.text).toContain("should NOT have additional property");
  });

  test.each([["slug"], ["kind"]])("knows no %s in a PATCH", async (name) => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("x"));
    const answer = await call("PATCH", "flags/x", { [name]: "boolean" });
    expect(answer.body).toEqual({
      error: { code: "bad_request", message: `Invalid request: should NOT have additional property \`${name}\`.` },
    });
  });
});

test.each([
  ["no JSON", "{", "application/json", 400],
  ["no object", "[]", "application/json", 400],
  ["another type", "{}", "text/plain", 415],
])("a body that is %s is refused", async (_, body, type, status) => {
  const { call } = await openClient();
  expect(await call("PUT", "flags", body, { "content-type": type })).toMatchObject({ status, body: { error: {} } });
});
