import { COMPARATORS } from "../../../src/emulator/vercel/schema/condition";
import { booleanFlag, openClient, serving, stopAll, variant } from "./client";

afterEach(stopAll);

/** The vendor's page on updating a flag, field by field. */
describe("PATCH /v1/projects/{projectIdOrName}/feature-flags/flags/{flagIdOrSlug}", () => {
  const lhs = { type: "entity", kind: "user", attribute: "id" };
  const environment = {
    rules: [{ id: "rule_1", conditions: [{ lhs, cmp: "eq", rhs: "anna" }], outcome: variant("on") }],
    active: true,
    revision: 0,
    pausedOutcome: variant("off"),
    targets: { on: { user: { id: [{ value: "user_42", note: "QA" }] } } },
    fallthrough: variant("off"),
    reuse: { active: false, environment: "" },
  };
  const whole = {
    environments: { production: environment },
    seed: 42,
    description: "A description of the flag",
    variants: [
      { id: "off", description: "A description of the variant", label: "A label", value: false },
      { id: "on", value: true },
    ],
    message: "Additional message for this version",
    state: "active",
    createdBy: "somebody",
  };

  test("takes every field of the page at once, with the query parameters of the page", async () => {
    const { emulator, call, make } = await openClient();
    await make("flags", booleanFlag("checkout"));
    const etag = String((await call("GET", "flags/checkout")).headers.get("etag"));
    const query = new URLSearchParams({ ifMatch: etag, withMetadata: "true", slug: emulator.team.slug });
    const answer = await call("PATCH", `flags/checkout?${query.toString()}`, whole);
    const { createdBy, message, environments, ...shown } = whole;
    expect(answer).toMatchObject({ status: 200, body: { ...shown, updatedBy: createdBy, metadata: { creator: {} } } });
    expect(answer.body).toMatchObject({ environments: { production: { ...environments.production, revision: 1 } } });
    expect((await call("GET", "flags/checkout/versions?limit=1")).body).toMatchObject({ versions: [{ message }] });
  });

  test.each(Object.keys(whole))("takes %s alone: no field is required", async (field) => {
    const { call, make } = await openClient({ quirks: { unchangedPatch: "200" } });
    await make("flags", booleanFlag("checkout"));
    const part = Object.fromEntries(Object.entries(whole).filter(([name]) => name === field));
    expect((await call("PATCH", "flags/checkout", part)).status).toBe(200);
  });

  test.each<[string, (copy: typeof environment) => object]>([
    ["rules", ({ rules: _, ...rest }) => rest],
    ["active", ({ active: _, ...rest }) => rest],
    ["pausedOutcome", ({ pausedOutcome: _, ...rest }) => rest],
    ["fallthrough", ({ fallthrough: _, ...rest }) => rest],
    ["id", (rest) => ({ ...rest, rules: [{ conditions: [], outcome: variant("on") }] })],
    ["conditions", (rest) => ({ ...rest, rules: [{ id: "r", outcome: variant("on") }] })],
    ["outcome", (rest) => ({ ...rest, rules: [{ id: "r", conditions: [] }] })],
    ["cmp", (rest) => ({ ...rest, rules: [{ id: "r", conditions: [{ lhs }], outcome: variant("on") }] })],
    ["lhs", (rest) => ({ ...rest, rules: [{ id: "r", conditions: [{ cmp: "ex" }], outcome: variant("on") }] })],
    ["type", (rest) => ({ ...rest, pausedOutcome: { variantId: "off" } })],
    ["variantId", (rest) => ({ ...rest, pausedOutcome: { type: "variant" } })],
    ["environment", (rest) => ({ ...rest, reuse: { active: false } })],
  ])("demands %s where an environment is sent", async (name, without) => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout"));
    const answer = await call("PATCH", "flags/checkout", { environments: { production: without(environment) } });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`missing required property \`${name}\``);
  });

  test("knows the comparators of the page, and the two that came later", () => {
    const page = [
      "containsNoneOf",
      "gt",
      "gte",
      "eq",
      "!endsWith",
      "after",
      "regex",
      "!regex",
      "endsWith",
      "lt",
      "startsWith",
      "containsAnyOf",
      "before",
      "lte",
      "!eq",
      "!oneOf",
      "containsAllOf",
      "oneOf",
      "!startsWith",
      "ex",
      "!ex",
    ];
    expect(new Set(COMPARATORS)).toEqual(new Set([...page, "contains", "!contains"]));
  });

  test("takes every comparator there is, and no other", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout"));
    const rules = (all: readonly string[]): object => ({
      environments: {
        production: serving("off", {
          rules: all.map((cmp) => ({ id: cmp, conditions: [{ lhs, cmp, rhs: "x" }], outcome: variant("on") })),
        }),
      },
    });
    expect((await call("PATCH", "flags/checkout", rules(COMPARATORS))).status).toBe(200);
    expect((await call("PATCH", "flags/checkout", rules(["notContains"]))).status).toBe(400);
  });
});
