import { OPERATORS } from "../../../src/emulator/flagsmith/areas/segments/segment-rules";
import { stopAll } from "./client";
import type { OfficialClient } from "./official-client";
import { ofSdk, openOfficialClient } from "./official-client";

let client: OfficialClient | undefined;

afterEach(async () => {
  await client?.close();
  await stopAll();
});

type Plain = string | number | boolean;
type Same = readonly [operator: string, value: string | null, trait: Plain | undefined, expected: boolean];
type Differing = readonly [operator: string, value: string, trait: Plain, server: boolean, sdk: boolean, why: string];

const SAME: readonly Same[] = [
  ["EQUAL", "12", 12, true],
  ["EQUAL", "a", "b", false],
  ["EQUAL", "true", true, true],
  ["EQUAL", "false", true, false],
  ["EQUAL", "1.2.3:semver", "1.2.3", true],
  ["NOT_EQUAL", "a", "b", true],
  ["NOT_EQUAL", "0.5", 0.5, false],
  ["NOT_EQUAL", "a", undefined, false],
  ["GREATER_THAN", "12", 12.5, true],
  ["GREATER_THAN", "b", "a", false],
  ["GREATER_THAN", "1.2.9:semver", "1.2.10", true],
  ["GREATER_THAN_INCLUSIVE", "12", 12, true],
  ["GREATER_THAN_INCLUSIVE", "13", 12, false],
  ["LESS_THAN", "b", "a", true],
  ["LESS_THAN", "1.2.3:semver", "1.2.3", false],
  ["LESS_THAN_INCLUSIVE", "-3", -3, true],
  ["LESS_THAN_INCLUSIVE", "-4", -3, false],
  ["CONTAINS", "b", "abc", true],
  ["CONTAINS", "2", 12, false],
  ["CONTAINS", "", "abc", true],
  ["NOT_CONTAINS", "x", "abc", true],
  ["NOT_CONTAINS", "x", 12, false],
  ["REGEX", "^a.c$", "abc", true],
  ["REGEX", "^\\d$", 12, false],
  ["MODULO", "5|2", 12, true],
  ["MODULO", "2.5|0", 11, false],
  ["IN", "1,12,a", 12, true],
  ["IN", '["a","b"]', "b", true],
  ["IN", "true", true, false],
  ["IS_SET", null, "a", true],
  ["IS_SET", null, undefined, false],
  ["IS_NOT_SET", null, undefined, true],
  ["IS_NOT_SET", null, 0, false],
  ["PERCENTAGE_SPLIT", "100", undefined, false],
];

/** Where this SDK (8.1.2) does not do what the server does; the second column of answers is the server's. */
const DIFFERING: readonly Differing[] = [
  ["NOT_CONTAINS", "x", "12", false, true, "the server takes text that looks like a number for one"],
  ["LESS_THAN", "12", "9", true, false, "the same: by number there, by character here"],
  ["NOT_EQUAL", "a", 12, false, true, "what cannot be compared matches nothing on the server"],
  ["LESS_THAN", "12.5", 12, false, true, "the server compares integers with integers only"],
  ["EQUAL", "12,5", 12, false, true, "the SDK reads a number as far as it goes"],
  ["NOT_EQUAL", "1.2.3:semver", "no version", false, true, "what is no version matches nothing on the server"],
  ["EQUAL", "1.2.3:semver", "v1.2.3", false, true, "a version with a v is one for the SDK only"],
  ["CONTAINS", "1.2:semver", "1.2.3", false, true, "the SDK looks for the text before the mark"],
  ["GREATER_THAN", "ﬀ", "😀", true, false, "by code points there, by UTF-16 here"],
  ["REGEX", "b", "abc", false, true, "the server looks at the beginning only"],
  ["REGEX", "(?i)AB", "abc", true, false, "flags inside the expression are Python's"],
  ["REGEX", "T", true, true, false, "a boolean is True there, true here"],
  ["MODULO", "3|2", -1, true, false, "the remainder has the divisor's sign there, the number's here"],
  ["MODULO", "2|1", true, true, false, "a boolean is a number to the server"],
  ["IN", "0,1", 0, true, false, "0 is nothing to the SDK"],
  ["IN", "[1,2]", 1, true, false, "numbers in a JSON list are compared as text by the server only"],
  ["PERCENTAGE_SPLIT", "100", "abc", true, false, "the SDK splits by the identity and by paths only"],
];

test("the SDK's own engine and the emulator put the same identity into the same segments, but for what is listed", async () => {
  client = await openOfficialClient();
  const rows: readonly { readonly operator: string; readonly value: string | null; readonly trait: Plain | undefined }[] = [
    ...SAME.map(([operator, value, trait]) => ({ operator, value, trait })),
    ...DIFFERING.map(([operator, value, trait]) => ({ operator, value, trait })),
  ];
  const traits: Record<string, Plain> = {};
  const segments: number[] = [];
  for (const [index, { operator, value, trait }] of rows.entries()) {
    const property = `p${index}`;
    if (trait !== undefined) traits[property] = trait;
    const conditions = [{ operator, property, ...(value !== null && { value }) }];
    const rules = [{ type: "ALL", rules: [], conditions }];
    segments.push(await client.make(`/api/v1/projects/${client.project}/segments/`, { name: property, rules }));
  }
  await client.ownIdentity("anna", traits);
  const own = new Set(await client.ownSegments("anna"));
  const sdk = new Set((await client.local().getIdentitySegments("anna", { ...traits })).map(({ id }) => id));
  const told = rows.map((row, index) => ({
    ...row,
    server: own.has(segments[index] ?? 0),
    sdk: sdk.has(segments[index] ?? 0),
  }));
  expect(told).toEqual([
    ...SAME.map(([operator, value, trait, expected]) => ({ operator, value, trait, server: expected, sdk: expected })),
    ...DIFFERING.map(([operator, value, trait, server, local]) => ({ operator, value, trait, server, sdk: local })),
  ]);
  expect(new Set(SAME.map(([operator]) => operator))).toEqual(new Set(OPERATORS));
});

const condition = (operator: string, property: string, value: string): object => ({ operator, property, value });
const rule = (type: string, conditions: readonly object[], rules: readonly object[] = []): object => ({
  type,
  conditions,
  rules,
});

test("a rule counts its inner rules by its own type, apart from its conditions, on the server and in the SDK", async () => {
  client = await openOfficialClient();
  const yes = rule("ALL", [condition("EQUAL", "plan", "pro")]);
  const no = rule("ALL", [condition("EQUAL", "plan", "free")]);
  const [yesToo, noToo] = [condition("EQUAL", "age", "7"), condition("EQUAL", "age", "8")];
  const shapes: readonly (readonly [holds: boolean, shape: object])[] = [
    [true, rule("ANY", [], [yes, no])],
    [false, rule("ALL", [], [yes, no])],
    [false, rule("NONE", [], [yes, no])],
    [true, rule("NONE", [], [no])],
    [true, rule("ANY", [yesToo, noToo], [yes, no])],
    [false, rule("ANY", [yesToo], [no])],
    [false, rule("ANY", [noToo], [yes])],
    [false, rule("NONE", [noToo], [yes])],
    [true, rule("NONE", [noToo], [no])],
    [true, rule("ALL", [], [yes, rule("NONE", [])])],
    [true, rule("ANY", [])],
  ];
  const made: number[] = [];
  for (const [index, [, shape]] of shapes.entries()) {
    made.push(await client.make(`/api/v1/projects/${client.project}/segments/`, { name: `s${index}`, rules: [shape] }));
  }
  await client.ownIdentity("anna", { plan: "pro", age: 7 });
  const sdk = await client.local().getIdentitySegments("anna", { plan: "pro", age: 7 });
  const expected = made.filter((_id, index) => shapes[index]?.[0]);
  expect(await client.ownSegments("anna")).toEqual(expected);
  expect(sdk.map(({ id }) => id)).toEqual(expected);
});

test("what is known about the request is found by its path, however it is written", async () => {
  client = await openOfficialClient();
  const made: number[] = [];
  const values: readonly (readonly [property: string, value: string])[] = [
    ["$.identity.identifier", "anna"],
    ["$.identity['identifier']", "anna"],
    ["$.identity.traits.plan", "pro"],
    ["$.identity.traits['plan']", "pro"],
    ["$.environment.name", "production"],
    ["$.environment.key", client.environment.key],
    ["$.identity.key", `${client.environment.key}_anna`],
    ["$.identity", "anna"],
    ["$.nothing", "anna"],
  ];
  for (const [property, value] of values) {
    const rules = [rule("ALL", [condition("EQUAL", property, value)])];
    made.push(await client.make(`/api/v1/projects/${client.project}/segments/`, { name: property, rules }));
  }
  await client.ownIdentity("anna", { plan: "pro" });
  const sdk = await client.local().getIdentitySegments("anna", { plan: "pro" });
  expect(await client.ownSegments("anna")).toEqual(made.slice(0, 7));
  expect(sdk.map(({ id }) => id)).toEqual(made.slice(0, 7));
});

test("flags that are off and hidden, and traits of earlier, are known to the server only", async () => {
  client = await openOfficialClient();
  const flag = await client.feature("banner", "default");
  const segment = await client.segment("GB");
  const override = { segment: { id: segment }, priority: 0, enabled: true, value: { type: "string", value: "british" } };
  await client.call("PATCH", client.flagPath(flag), { segment_overrides: [override] });
  await client.ownIdentity("anna", { country: "GB" });
  await client.call("PATCH", `/api/v1/environments/${client.environment.key}/`, { hide_disabled_flags: true });
  expect(await client.ownFlags()).toEqual({});
  expect(ofSdk(await client.local().getEnvironmentFlags())).toEqual({ banner: { enabled: false, value: "default" } });
  expect(await client.ownIdentity("anna", {})).toEqual({ banner: { enabled: true, value: "british" } });
  expect(ofSdk(await client.remote().getIdentityFlags("anna"))).toEqual({ banner: { enabled: true, value: "british" } });
  expect(ofSdk(await client.local().getIdentityFlags("anna"))).toEqual({ banner: { enabled: false, value: "default" } });
});
