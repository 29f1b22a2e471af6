import { ON_OFF, openClient, refusal, stopAll } from "./client";

afterEach(stopAll);

const on = [{ treatment: "on", size: 100 }];
const matching = (...matchers: object[]): object => ({ ...ON_OFF, rules: [{ buckets: on, condition: { matchers } }] });
const treated = (...treatments: object[]): object => ({ ...ON_OFF, treatments });

describe("what a definition may not be (split.md 2.5.3)", () => {
  test.each<[string, object, string]>([
    ["a default rule short of 100", { ...ON_OFF, defaultRule: [{ treatment: "on", size: 99 }] }, "sum to 99"],
    ["a rule beyond 100", { ...ON_OFF, rules: [{ ...rule([60, 60]) }] }, "sum to 120"],
    ["a size with a fraction", { ...ON_OFF, defaultRule: halves(49.5, 50.5) }, "not valid"],
    ["a negative size", { ...ON_OFF, defaultRule: halves(-1, 101) }, "not valid"],
    ["an undeclared treatment in a rule", { ...ON_OFF, rules: [rule([100, 0], "new")] }, "undeclared treatment new"],
    ["an undeclared default treatment", { ...ON_OFF, defaultTreatment: "new" }, "default treatment new"],
    ["an undeclared baseline", { ...ON_OFF, baselineTreatment: "new" }, "baseline treatment new"],
    ["a treatment twice", treated({ name: "on" }, { name: "on" }, { name: "off" }), "declared twice"],
    ["one treatment only", treated({ name: "off" }), "at least 2"],
    ["21 treatments", treated(...many(19), { name: "on" }, { name: "off" }), "more than 20"],
    ["a reserved treatment", treated({ name: "control" }, { name: "off" }), "reserved"],
    ["a treatment that begins with a digit", treated({ name: "1st" }, { name: "off" }), "not valid"],
    ["a key in two treatments", treated({ name: "on", keys: ["a"] }, { name: "off", keys: ["a"] }), "two treatments"],
    ["a key twice in one", treated({ name: "on", keys: ["a", "a"] }, { name: "off" }), "twice"],
    ["a segment in two treatments", treated(within("beta", "on"), within("beta", "off")), "two treatments"],
    ["an unknown segment", treated(within("none", "on"), { name: "off" }), "no standard segment none"],
    ["a segment that sleeps here", treated(within("sleeping", "on"), { name: "off" }), "not enabled in production"],
    ["a segment of another traffic type", treated(within("firms", "on"), { name: "off" }), "another traffic type"],
    ["a configuration that is no JSON", treated({ name: "on", configurations: "{" }, { name: "off" }), "not JSON"],
    ["a configuration that is no text", treated({ name: "on", configurations: {} }, { name: "off" }), "not valid"],
    ["an allocation beyond 100", { ...ON_OFF, trafficAllocation: 101 }, "not valid"],
    ["an unknown member", { ...ON_OFF, colour: "blue" }, "not valid"],
    ["a rule without matchers", matching(), "not valid"],
  ])("%s", async (_what, body, words) => {
    const client = await openClient();
    expect(await client.configure(body)).toMatchObject(refusal(400, words));
    expect((await client.read()).status).toBe(404);
  });

  test("takes 20 treatments, empty shares, and one treatment where the server is set to (6.8)", async () => {
    const client = await openClient();
    const body = { ...treated(...many(18), { name: "on" }, { name: "off" }), defaultRule: halves(0, 100) };
    expect((await client.configure(body)).status).toBe(200);
    const lenient = await openClient({ minimumTreatments: 1 });
    expect((await lenient.configure(treated({ name: "off" }))).status).toBe(200);
  });

  test("lets a key stand in two treatments where the server is set to: the first serves it (6.9)", async () => {
    const client = await openClient({ keyInTwoTreatments: "first" });
    await client.configure(treated({ name: "on", keys: ["a"] }, { name: "off", keys: ["a"] }));
    expect(client.served("a")).toMatchObject({ treatment: "on" });
  });
});

describe("matchers (split.md 2.5.2)", () => {
  test.each<object>([
    { type: "ALL_KEYS" },
    { type: "IN_SEGMENT", string: "beta" },
    { type: "IN_LARGE_SEGMENT", string: "huge" },
    { type: "IN_RULE_BASED_SEGMENT", string: "ruled" },
    { type: "IN_LIST_STRING", strings: ["a"] },
    { type: "STARTS_WITH_STRING", attribute: "mail", strings: ["a"] },
    { type: "MATCHES_STRING", attribute: "mail", string: "^a" },
    { type: "EQUAL_SET", attribute: "groups", strings: ["a"] },
    { type: "BOOLEAN", attribute: "paid", bool: false },
    { type: "EQUAL_NUMBER", attribute: "age", number: 1.5 },
    { type: "BETWEEN_NUMBER", attribute: "age", between: { from: 1, to: 2.5 } },
    { type: "ON_DATE", attribute: "born", date: 1_700_000_000_000 },
    { type: "BETWEEN_DATE", attribute: "born", between: { from: 1, to: 1_700_000_000_000 } },
    { type: "EQUAL_TO_SEMVER", attribute: "app", string: "1.2.3-rc.1" },
    { type: "BETWEEN_SEMVER", attribute: "app", between: { from: "1.0.0", to: "2.0.0" } },
    { type: "IN_LIST_SEMVER", attribute: "app", strings: ["1.0.0"] },
    { type: "IN_SPLIT", depends: { splitName: "other", treatment: "on" } },
    { type: "IN_SPLIT", depends: { splitName: "other", treatments: ["on", "off"] } },
  ])("shows %j as it was sent", async (matcher) => {
    const flags = ["banner", "other"].map((name) => ({ name, trafficType: "user" }));
    const client = await openClient({}, { flags });
    const { body } = await client.configure(matching(matcher));
    expect(body).toMatchObject({ rules: [{ condition: { combiner: "AND", matchers: [matcher] } }] });
    expect((body as { rules: { condition: object }[] }).rules[0]?.condition).toEqual({
      combiner: "AND",
      matchers: [matcher],
    });
  });

  test("shows negate only when it is true, and takes empty members of other kinds as some clients send them", async () => {
    const client = await openClient();
    const sent = { type: "IN_LIST_STRING", strings: ["a"], string: "", attribute: "", bool: null };
    const { body } = await client.configure(matching({ ...sent, negate: false }, { type: "ALL_KEYS", negate: true }));
    const { bool: _null, ...kept } = sent;
    expect(body).toMatchObject({ rules: [{ condition: { matchers: [kept, { type: "ALL_KEYS", negate: true }] } }] });
    expect(JSON.stringify(body)).not.toContain('"negate":false');
  });

  test.each<[object, string]>([
    [{ type: "IN_NOTHING" }, "no matcher IN_NOTHING"],
    [{ type: "IN_SEGMENT" }, "needs string"],
    [{ type: "IN_SEGMENT", string: "beta", attribute: "mail" }, "takes no attribute"],
    [{ type: "IN_LIST_STRING", strings: [] }, "needs strings"],
    [{ type: "IN_LIST_STRING", strings: ["a"], string: "b" }, "takes no string"],
    [{ type: "EQUAL_SET", strings: ["a"] }, "needs an attribute"],
    [{ type: "BOOLEAN", attribute: "paid" }, "needs bool"],
    [{ type: "ON_DATE", attribute: "born", date: 1.5 }, "int"],
    [{ type: "BETWEEN_NUMBER", attribute: "age", between: { from: 2, to: 1 } }, "ends before it starts"],
    [{ type: "BETWEEN_NUMBER", attribute: "age", between: { from: "1", to: "2" } }, "takes numbers"],
    [{ type: "EQUAL_TO_SEMVER", attribute: "app", string: "1.2" }, "1.2 is not a version"],
  ])("refuses %j", async (matcher, words) => {
    const client = await openClient();
    const answer = await client.configure(matching(matcher));
    expect(answer).toMatchObject({ status: 400, body: { details: expect.stringContaining(words) as string } });
  });

  test("refuses a segment or a flag that is not there, and a flag that depends on itself", async () => {
    const client = await openClient();
    const depends = (splitName: string): object => matching({ type: "IN_SPLIT", depends: { splitName, treatment: "on" } });
    expect(await client.configure(matching({ type: "IN_SEGMENT", string: "none" }))).toMatchObject(refusal(400, "none"));
    expect(await client.configure(depends("none"))).toMatchObject(refusal(400, "no feature flag none"));
    expect(await client.configure(depends("banner"))).toMatchObject(refusal(400, "depends on itself"));
  });
});

function halves(one: number, other: number): object[] {
  return [
    { treatment: "on", size: one },
    { treatment: "off", size: other },
  ];
}

function rule([one, other]: [number, number], second = "off"): object {
  const [first, last] = [
    { treatment: "on", size: one },
    { treatment: second, size: other },
  ];
  return { buckets: [first, last], condition: { matchers: [{ type: "ALL_KEYS" }] } };
}

function many(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({ name: `t${index}` }));
}

function within(segment: string, name: string): object {
  return { name, segments: [segment] };
}
