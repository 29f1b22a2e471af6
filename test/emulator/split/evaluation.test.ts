import { murmur3 } from "../../../src/emulator/split/evaluation/hashing";
import { bucketOf } from "../../../src/emulator/split/evaluation/serve";
import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, send, stopAll } from "./client";

afterEach(stopAll);

const on = [{ treatment: "on", size: 100 }];
const everybody = { buckets: on, condition: { matchers: [{ type: "ALL_KEYS" }] } };
const keys = Array.from({ length: 2000 }, (_, index) => `user-${index}`);

test("hashes as the published test vectors of MurmurHash3 say", () => {
  expect(murmur3("", 0)).toBe(0);
  expect(murmur3("", 1)).toBe(0x514e28b7);
  expect(murmur3("", 0xffffffff)).toBe(0x81f16f39);
  expect(murmur3("test", 0)).toBe(0xba6bd213);
  expect(murmur3("test", 0x9747b28c)).toBe(0x704b81dc);
  expect(murmur3("Hello, world!", 0)).toBe(0xc0363e43);
  expect(murmur3("The quick brown fox jumps over the lazy dog", 0x9747b28c)).toBe(0x2fa826cd);
  expect(new Set(keys.map((key) => bucketOf(key, 7)))).toEqual(
    new Set(Array.from({ length: 100 }, (_, index) => index + 1)),
  );
});

describe("the order in which a flag is worked out (split.md 2.5.1)", () => {
  test("is control where the flag is not configured", async () => {
    const client = await openClient();
    expect(client.served("u1")).toEqual({ treatment: "control", config: null, label: "definition not found" });
  });

  test("gives everybody the default treatment of a killed flag, individual targets too", async () => {
    const client = await openClient();
    const treatments = [
      { name: "on", keys: ["u1"] },
      { name: "off", configurations: '{"a":1}' },
    ];
    await client.configure({ ...ON_OFF, treatments, rules: [everybody], defaultRule: on, killed: true });
    for (const key of ["u1", "u2"]) {
      expect(client.served(key)).toEqual({ treatment: "off", config: '{"a":1}', label: "killed" });
    }
  });

  test("looks at keys, then segments, before allocation and rules", async () => {
    const client = await openClient();
    const where = `/segments/${client.ids.production}`;
    await client.call("PUT", `${where}/beta/uploadKeys`, { keys: ["u1", "u2"] });
    await client.call("PUT", `${where}/employees/uploadKeys`, { keys: ["u1", "u3"] });
    const treatments = [
      { name: "on", segments: ["beta"] },
      { name: "off", keys: ["u1"] },
      { name: "third", segments: ["employees"] },
    ];
    await client.configure({ ...ON_OFF, treatments, trafficAllocation: 0, rules: [everybody] });
    expect(client.served("u1")).toMatchObject({ treatment: "off", label: "whitelisted" });
    expect(client.served("u2")).toMatchObject({ treatment: "on", label: "whitelisted segment" });
    expect(client.served("u3")).toMatchObject({ treatment: "third" });
    expect(client.served("u4")).toMatchObject({ treatment: "off", label: "not in split" });
  });

  test("takes the first rule that matches, then the default rule", async () => {
    const client = await openClient();
    const rule = (type: string, strings: string[], treatment: string): object => ({
      buckets: [{ treatment, size: 100 }],
      condition: { matchers: [{ type, attribute: "mail", strings }] },
    });
    const treatments = ["on", "off", "third"].map((name) => ({ name }));
    const rules = [rule("ENDS_WITH_STRING", ["@a.com"], "on"), rule("CONTAINS_STRING", ["@"], "third")];
    await client.configure({ ...ON_OFF, treatments, rules });
    expect(client.served("u", { mail: "x@a.com" })).toMatchObject({ treatment: "on", label: "rule 0" });
    expect(client.served("u", { mail: "x@b.com" })).toMatchObject({ treatment: "third", label: "rule 1" });
    expect(client.served("u")).toMatchObject({ treatment: "off", label: "default rule" });
  });

  test("spreads keys by the sizes, the same key always to the same treatment", async () => {
    const client = await openClient();
    const spread = (size: number): object => ({
      ...ON_OFF,
      defaultRule: [
        { treatment: "on", size },
        { treatment: "off", size: 100 - size },
      ],
    });
    await client.configure(spread(20));
    const before = keys.filter((key) => client.served(key).treatment === "on");
    expect(before.length / keys.length).toBeCloseTo(0.2, 1);
    await client.call("PUT", client.definition(), spread(40));
    const after = new Set(keys.filter((key) => client.served(key).treatment === "on"));
    expect(after.size / keys.length).toBeCloseTo(0.4, 1);
    // A larger share keeps whom it had.
    expect(before.every((key) => after.has(key))).toBe(true);
    const bucketing = { workspace: "Shop", environment: "production", flag: "banner", bucketingKey: "same" };
    expect(new Set(keys.map((key) => client.emulator.evaluate({ ...bucketing, key }).treatment)).size).toBe(1);
  });

  test("limits exposure by a seed of its own", async () => {
    const client = await openClient();
    await client.configure({ ...ON_OFF, trafficAllocation: 30, defaultRule: on });
    expect(keys.filter((key) => client.served(key).treatment === "on").length / keys.length).toBeCloseTo(0.3, 1);
  });

  test("depends on another flag", async () => {
    const client = await openClient({}, { flags: ["banner", "other"].map((name) => ({ name, trafficType: "user" })) });
    const depends = { type: "IN_SPLIT", depends: { splitName: "other", treatment: "on" } };
    await client.configure({ ...ON_OFF, rules: [{ buckets: on, condition: { matchers: [depends] } }] });
    expect(client.served("u1")).toMatchObject({ treatment: "off" });
    await client.call("POST", client.definition("other"), { ...ON_OFF, defaultRule: on });
    expect(client.served("u1")).toMatchObject({ treatment: "on" });
  });
});

describe("matchers (split.md 2.5.2)", () => {
  const noon = Date.UTC(2024, 4, 1, 12);
  const day = 86_400_000;
  test.each<[object, unknown, unknown]>([
    [{ type: "IN_LIST_STRING", strings: ["a", "b"] }, "b", "c"],
    [{ type: "STARTS_WITH_STRING", strings: ["a"] }, "ab", "ba"],
    [{ type: "ENDS_WITH_STRING", strings: ["a"] }, "ba", "ab"],
    [{ type: "CONTAINS_STRING", strings: ["x", "a"] }, "bab", "bb"],
    [{ type: "MATCHES_STRING", string: "b.b" }, "abab", "abb"],
    [{ type: "EQUAL_SET", strings: ["a", "b"] }, ["b", "a"], ["a"]],
    [{ type: "ANY_OF_SET", strings: ["a", "b"] }, ["b", "c"], ["c"]],
    [{ type: "ALL_OF_SET", strings: ["a", "b"] }, ["a", "b", "c"], ["a", "c"]],
    [{ type: "PART_OF_SET", strings: ["a", "b"] }, ["a"], ["a", "c"]],
    [{ type: "BOOLEAN", bool: true }, "true", false],
    [{ type: "EQUAL_NUMBER", number: 2 }, 2, 3],
    [{ type: "LESS_THAN_OR_EQUAL_NUMBER", number: 2 }, 2, 2.1],
    [{ type: "GREATER_THAN_OR_EQUAL_NUMBER", number: 2 }, "2", 1.9],
    [{ type: "BETWEEN_NUMBER", between: { from: 1, to: 3 } }, 3, 4],
    [{ type: "ON_DATE", date: noon }, noon + day / 3, noon + day],
    [{ type: "ON_OR_AFTER_DATE", date: noon + 59_000 }, noon, noon - 1],
    [{ type: "ON_OR_BEFORE_DATE", date: noon }, noon + 59_000, noon + 60_000],
    [{ type: "BETWEEN_DATE", between: { from: noon, to: noon + day } }, noon + day, noon + 2 * day],
    [{ type: "EQUAL_TO_SEMVER", string: "1.2.3" }, "1.2.3", "1.2.3+build"],
    [{ type: "GREATER_THAN_OR_EQUAL_TO_SEMVER", string: "1.10.0" }, "1.10.0", "1.9.9"],
    [{ type: "LESS_THAN_OR_EQUAL_TO_SEMVER", string: "1.0.0" }, "1.0.0-rc.1", "1.0.1"],
    [{ type: "BETWEEN_SEMVER", between: { from: "1.0.0-2", to: "1.0.0" } }, "1.0.0-10", "1.0.0-1"],
    [{ type: "IN_LIST_SEMVER", strings: ["1.0.0"] }, "1.0.0", "1.0.1"],
  ])("%j", async (matcher, matching, other) => {
    const client = await openClient();
    const configured = (negate: boolean): object => {
      const condition = { matchers: [{ ...matcher, attribute: "it", negate }] };
      return { ...ON_OFF, rules: [{ buckets: on, condition }] };
    };
    expect((await client.configure(configured(false))).status).toBe(200);
    expect(treatments(client, matching, other)).toEqual(["on", "off", "off"]);
    await client.call("PUT", client.definition(), configured(true));
    // What is not known matches nothing, so the opposite holds.
    expect(treatments(client, matching, other)).toEqual(["off", "on", "on"]);
    // But for some SDKs, which give up before they turn it round.
    const byJava = { workspace: "Shop", environment: "production", flag: "banner", key: "u1", sdk: "java" } as const;
    expect(client.emulator.evaluate(byJava).treatment).toBe("off");
    expect(client.emulator.evaluate({ ...byJava, attributes: { it: other } }).treatment).toBe("on");
  });

  test.each([
    ["javascript", "on"],
    ["python", "on"],
    ["go", "on"],
    ["php", "on"],
    ["java", "off"],
    ["dotnet", "off"],
    ["android", "off"],
  ] as const)("the opposite of a condition on an absent attribute, by the SDK for %s: %s", async (sdk, treatment) => {
    const client = await openClient({ sdk });
    const matchers = [{ type: "EQUAL_NUMBER", number: 2, attribute: "it", negate: true }];
    await client.configure({ ...ON_OFF, rules: [{ buckets: on, condition: { matchers } }] });
    expect(client.served("u1").treatment).toBe(treatment);
    expect(client.served("u1", { it: null }).treatment).toBe(treatment);
    expect(client.served("u1", { it: "text" }).treatment).toBe("on");
  });

  test("looks at every kind of segment", async () => {
    const client = await openClient();
    const where = `/rule-based-segments/ws/${client.ids.workspace}/ruled/environments/${client.ids.production}`;
    await client.call("PUT", `/segments/${client.ids.production}/beta/uploadKeys`, { keys: ["out"] });
    const mail = { type: "ENDS_WITH_STRING", attribute: "mail", strings: ["@a.com"] };
    const ruled = { rules: [{ condition: { matchers: [mail] } }], excludedKeys: ["no"] };
    const excludedSegments = [{ name: "beta", type: "standard_segment" }];
    expect((await client.call("PUT", where, { ...ruled, excludedSegments })).status).toBe(200);
    const matchers = [{ type: "IN_RULE_BASED_SEGMENT", string: "ruled" }];
    await client.configure({ ...ON_OFF, rules: [{ buckets: on, condition: { matchers } }] });
    const served = (key: string, mailOf: string): string => client.served(key, { mail: mailOf }).treatment;
    expect([served("yes", "x@a.com"), served("yes", "x@b.com"), served("no", "x@a.com"), served("out", "x@a.com")]).toEqual([
      "on",
      "off",
      "off",
      "off",
    ]);
  });
});

test("tells other processes too, and what is wrong with a question", async () => {
  const client = await openClient();
  await client.configure();
  const ask = (body: object): ReturnType<typeof send> =>
    send(client.emulator, "POST", "/__emulator__/evaluate", body, {
      authorization: `Bearer ${client.emulator.controlToken}`,
    });
  const question = { workspace: "Shop", environment: client.ids.production, flag: "banner", key: "u1" };
  expect(await ask(question)).toMatchObject({
    status: 200,
    body: { treatment: "off", config: null, label: "default rule" },
  });
  expect(await ask({ ...question, flag: "none" })).toMatchObject({ body: { treatment: "control" } });
  expect(await ask({ ...question, environment: "none" })).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("none") as string },
  });
});

function treatments(client: EmulatorClient, ...values: unknown[]): string[] {
  return [...values.map((it) => client.served("u1", { it }).treatment), client.served("u1").treatment];
}
