import {
  dangersIn,
  definitionChange,
  definitionValues,
  flagValues,
  linesOf,
  resourceChange,
  reviewOf,
  SCOPE,
} from "./plan-of";

/** Dangers that scripts/record-plans.mjs does not make, and what is none. */

const kept = (address: string, values: object) =>
  resourceChange(address, { actions: ["no-op"], before: values, after: values });
const definition = (environment: string, before: object | null, after: object | null, flag = "checkout") =>
  resourceChange(`flagform_environment_definition.${flag}_${environment}`, {
    before: before && definitionValues(flag, environment, before),
    after: after && definitionValues(flag, environment, after),
  });
const flag = kept("flagform_feature_flag.checkout", flagValues("checkout"));
const variants = Object.fromEntries(["a", "b", "c"].map((key) => [key, { value: { string: key } }]));
const text = kept("flagform_feature_flag.checkout", flagValues("checkout", { type: "string", variants }));
const variant = (name: string) => ({ enabled: true, serve: { variant: name } });
const split = (weights: object, more: object = {}) => ({ enabled: true, serve: { split: { weights, ...more } } });

test("an archived flag, an environment, a key, another project and an action are named", () => {
  const review = reviewOf(
    [
      resourceChange("flagform_feature_flag.checkout", {
        before: flagValues("checkout", { archived: false }),
        after: flagValues("checkout", { archived: true }),
      }),
      definition("production", { enabled: true }, { enabled: true }),
      resourceChange("flagform_environment.old", { before: { name: "old", id: "id-old", scope: SCOPE } }),
      resourceChange("flagform_server_key.api", {
        before: { name: "api", environment: "production", active: true, scope: SCOPE },
        after: { name: "api", environment: "production", active: false, scope: SCOPE },
      }),
      resourceChange("flagform_segment.s", {
        before: { name: "s", id: "1", scope: SCOPE },
        after: { name: "s", id: "1", scope: "flagsmith:other.example.com/9" },
      }),
    ],
    {
      action_invocations: [
        { address: "action.flagform_kill.now", type: "flagform_kill" },
        { address: "action.aws_x.y", type: "aws_x" },
      ],
    },
  );
  expect(new Set(dangersIn(review))).toEqual(
    new Set(["flag-archived", "environment-deleted", "server-key-deleted", "project-changed", "action-invoked"]),
  );
});

test("another attribute to bucket by, another seed and a flag made again move people whatever the percentages are", () => {
  const halves = { a: 50, b: 50 };
  const other = reviewOf([text, definition("production", split(halves), split(halves, { bucket_by: "company" }))]);
  expect(dangersIn(other)).toEqual(["reshuffled"]);
  expect(linesOf(other)).toEqual(["production checkout: everyone 50 % a, 50 % b → 50 % a, 50 % b (?)"]);
  const seeded = (seed: number) =>
    flagValues("checkout", { type: "string", variants, vercel: { seed }, scope: "vercel:api.vercel.com/1" });
  const values = definitionValues("checkout", "production", { ...split(halves), scope: "vercel:api.vercel.com/1" });
  const vercel = reviewOf([
    resourceChange("flagform_feature_flag.checkout", { before: seeded(1), after: seeded(2) }),
    kept("flagform_environment_definition.d", values),
  ]);
  expect(dangersIn(vercel)).toEqual(["reshuffled"]);
});

test("a share grows by exactly as many as move, and of three variants the worst order counts", () => {
  const moved = (before: object, after: object) =>
    reviewOf([text, definition("production", split(before), split(after))]).environments[0]?.flags[0]?.moved_percent;
  expect(moved({ a: 10, b: 90 }, { a: 35, b: 65 })).toBe(25);
  expect(moved({ a: 10, b: 90 }, { a: 90, b: 10 })).toBe(80);
  expect(moved({ a: 10, b: 40, c: 50 }, { a: 20, b: 40, c: 40 })).toBe(20);
  expect(moved({ a: 33.3, b: 66.7 }, { a: 33.4, b: 66.6 })).toBe(0.1);
  // The flag and its values are of another stack: who moves is known all the same.
  const elsewhere = reviewOf([definition("production", split({ a: 10, b: 90 }), split({ a: 35, b: 65 }))]);
  expect(elsewhere.environments[0]?.flags[0]?.moved_percent).toBe(25);
});

test("from a split to everyone is no jump: only what nobody had is", () => {
  expect(dangersIn(reviewOf([text, definition("production", split({ a: 10, b: 90 }), variant("a"))]))).toEqual([]);
  expect(dangersIn(reviewOf([text, definition("production", variant("b"), split({ a: 10, b: 90 }))]))).toEqual([]);
  expect(dangersIn(reviewOf([text, definition("production", variant("b"), variant("a"))]))).toEqual(["all-at-once"]);
  expect(dangersIn(reviewOf([text, definition("staging", variant("b"), variant("a"))]))).toEqual([]);
});

test("what staging serves already is tried, and a value of each environment's own is no trial", () => {
  const staging = (values: object) =>
    kept("flagform_environment_definition.s", definitionValues("checkout", "staging", values));
  const to = definition("production", variant("b"), split({ a: 10, b: 90 }));
  expect(dangersIn(reviewOf([text, to, staging(variant("a"))]))).toEqual([]);
  expect(dangersIn(reviewOf([text, to, staging(variant("b"))]))).toEqual(["production-first"]);
  // Not known: not claimed.
  expect(dangersIn(reviewOf([text, to, staging({})]))).toEqual([]);
  const value = (string: string) => ({ enabled: true, serve: { value: { string } } });
  const valued = definition("production", value("10"), value("25"));
  expect(dangersIn(reviewOf([text, valued, staging(value("100"))]))).toEqual(["all-at-once"]);
});

test("a flag that is known to be off everywhere may go; one of which nothing is known is a danger", () => {
  const gone = resourceChange("flagform_feature_flag.checkout", { before: flagValues("checkout") });
  const off = definition(
    "production",
    { enabled: false, overrides: "exact", segment_overrides: {}, identity_overrides: {} },
    null,
  );
  expect(dangersIn(reviewOf([gone, off]))).toEqual([]);
  expect(dangersIn(reviewOf([gone]))).toEqual(["flag-deleted"]);
  const kept = resourceChange("flagform_feature_flag.checkout", { before: flagValues("checkout", { on_destroy: "keep" }) });
  expect(dangersIn(reviewOf([kept, off]))).toEqual(["left-served", "left-served"]);
});

test("an object that an interrupted replacement left is named when it goes", () => {
  const review = reviewOf([
    flag,
    resourceChange("flagform_feature_flag.checkout", { before: flagValues("old"), more: { deposed: "abcd1234" } }),
    definition("production", { enabled: true }, { enabled: true }),
  ]);
  expect(dangersIn(review)).toEqual(["flag-deleted"]);
  expect(linesOf(review)).toEqual([]);
});

test.each([
  ["keep", {}, ["left-served"], []],
  ["disable", { on_destroy: "disable" }, ["left-served", "all-at-once"], ["production checkout: everyone on → off (100)"]],
  ["reset", { on_destroy: "reset" }, ["left-served"], ["production checkout: everyone on → unknown (?)"]],
])("a definition that is destroyed with on_destroy = %s", (_what, more, dangers, lines) => {
  const review = reviewOf([flag, definition("production", { enabled: true, ...more }, null)]);
  expect(new Set(dangersIn(review))).toEqual(new Set(dangers));
  expect(linesOf(review).filter((line) => line.includes("→"))).toEqual(lines);
});

test("what is destroyed as the provider block says, where that is a variable, is not known", () => {
  const configuration = (defaults: object) => ({
    configuration: { provider_config: { flagform: { expressions: { defaults } } } },
  });
  const destroyed = [flag, definition("production", { enabled: true }, null)];
  const lines = (defaults: object) =>
    linesOf(reviewOf(destroyed, configuration(defaults))).filter((line) => line.includes("→"));
  expect(lines({ constant_value: { definition_on_destroy: "disable" } })).toEqual([
    "production checkout: everyone on → off (100)",
  ]);
  expect(lines({ references: ["var.defaults"] })).toEqual(["production checkout: everyone on → unknown (?)"]);
});

test("a resource that leaves the state stays served; so does what a change of mode lets go", () => {
  const forgotten = resourceChange("flagform_environment_definition.d", {
    actions: ["forget"],
    before: definitionValues("checkout", "production", { enabled: true }),
  });
  const review = reviewOf([flag, forgotten]);
  expect(dangersIn(review)).toEqual(["left-served"]);
  expect(linesOf(review).filter((line) => line.includes("→"))).toEqual([]);
  const overrides = { ada: { enabled: true }, bob: { enabled: true } };
  const released = reviewOf([
    flag,
    definition(
      "production",
      { enabled: false, overrides: "exact", identity_overrides: overrides },
      { enabled: false, overrides: "listed", identity_overrides: { ada: overrides.ada } },
    ),
  ]);
  expect(linesOf(released)).toEqual([]);
});

test("an exact create that adopts may remove what others made", () => {
  const review = reviewOf([flag, definition("production", null, { enabled: true, adopt_existing: true, rules: [] })]);
  expect(dangersIn(review)).toContain("others-removed");
});

test("rules that are put in another order, a rule for other people and a segment of other people are said", () => {
  const rule = (key: string, plan: string) => ({
    key,
    when: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: plan }] }],
    serve: { variant: "on" },
  });
  const scope = "split:api.split.io/1";
  const of = (rules: readonly object[]) => ({ enabled: false, rules, when_off: "off", scope });
  const review = reviewOf([
    kept("flagform_feature_flag.checkout", flagValues("checkout", { scope })),
    definition("production", of([rule("a", "x"), rule("b", "y")]), of([rule("b", "z"), rule("a", "x")])),
  ]);
  expect(linesOf(review)).toEqual([
    "production checkout: the rules are tried in another order",
    "production checkout: rule b on → on (0)",
  ]);
  const segment = (plan: string) => ({ name: "s", id: "1", scope: SCOPE, rules: rule("", plan).when });
  const overridden = { enabled: false, overrides: "listed", segment_overrides: { s: { enabled: true, priority: 0 } } };
  const other = reviewOf([
    flag,
    resourceChange("flagform_segment.s", { before: segment("x"), after: segment("y") }),
    kept("flagform_environment_definition.d", definitionValues("checkout", "production", overridden)),
  ]);
  expect(other.environments[0]?.flags[0]?.audiences).toMatchObject([
    { audience: { kind: "segment", name: "s" }, notes: ["other people are in the segment than before"] },
  ]);
});

test("a segment that takes a share of everyone counts for everyone, and moves exactly as many", () => {
  const segment = (value: string) => ({
    name: "some",
    id: "1",
    scope: SCOPE,
    rules: [{ match: "all", conditions: [{ operator: "percentage", value }] }],
  });
  const values = { enabled: false, overrides: "listed", segment_overrides: { some: { enabled: true, priority: 0 } } };
  const review = reviewOf([
    flag,
    resourceChange("flagform_segment.some", { before: segment("10"), after: segment("40") }),
    kept("flagform_environment_definition.d", definitionValues("checkout", "production", values)),
  ]);
  expect(linesOf(review)[0]).toBe("production checkout: everyone 90 % off, 10 % on → 60 % off, 40 % on (30)");
});

test("an override that makes no difference may go without a danger", () => {
  const [kept = {}, change = {}] = definitionChange(
    { enabled: true, overrides: "listed", identity_overrides: { ada: { enabled: true } } },
    { enabled: true, overrides: "listed", identity_overrides: {} },
  );
  expect(dangersIn(reviewOf([kept, change]))).toEqual([]);
});
