import { servedFunction } from "../../../src/resources/functions/served";
import { RESOURCES } from "../../../src/resources/provider/resources";
import { Decimal, UNKNOWN } from "../../../src/terraform/value";
import { encodeValue } from "../../../src/terraform/values/encode";

/** The function `served`, with arguments as the kit decodes them. */

function resource(type: string, values: object): object {
  const attributes = RESOURCES.find((each) => each.type === `flagform_${type}`)?.attributes ?? {};
  return { ...Object.fromEntries(Object.keys(attributes).map((name) => [name, null])), ...values };
}
const string = (text: string) => ({ boolean: null, string: text, integer: null, number: null, json: null });
const serve = (what: object) => ({ value: null, variant: null, split: null, rollout: null, ...what });

const FLAG = resource("feature_flag", {
  key: "checkout",
  type: "string",
  variants: { fast: { value: string("quick") }, classic: { value: string("slow") } },
});
const split = serve({
  split: { weights: { fast: 12.5, classic: new Decimal("87.5") }, control: null, bucket_by: null, otherwise: null },
});
const DEFINITION = resource("environment_definition", {
  environment: "production",
  flag: "checkout",
  enabled: true,
  serve: split,
  identity_overrides: { anna: { enabled: true, serve: serve({ variant: "fast" }) } },
});

const ask = async (resources: unknown, person: unknown, platform = "split", flag = "checkout") => {
  const result = await servedFunction.call([platform, resources, "production", flag, person]);
  // What cannot be written would be an error only under Terraform.
  encodeValue(servedFunction.returns, result);
  return result;
};

test("a certain answer has its value, its variant and its reason", async () => {
  expect(await ask([FLAG, DEFINITION], { identity: "anna" })).toMatchObject({
    kind: "certain",
    enabled: true,
    value: { string: "quick" },
    variant: "fast",
    reason: "identity anna",
    shares: [],
    because: [],
  });
});

test("a bucket makes a distribution, with exact shares", async () => {
  expect(await ask([FLAG, DEFINITION], { identity: "bob" })).toMatchObject({
    kind: "distribution",
    enabled: null,
    shares: [
      { percent: new Decimal("87.5"), variant: "classic", value: { string: "slow" }, reason: "default" },
      { percent: new Decimal("12.5"), variant: "fast", value: { string: "quick" }, reason: "default" },
    ],
  });
});

test("resources are found in lists, in the maps of for_each, and alone", async () => {
  const others = resource("environment_definition", { environment: "staging", flag: "checkout", enabled: false });
  for (const resources of [[FLAG, { production: DEFINITION, staging: others }], { all: [[FLAG], [DEFINITION, null]] }])
    expect(await ask(resources, { identity: "anna" })).toMatchObject({ kind: "certain", variant: "fast" });
  const alone = await ask(DEFINITION, { identity: "anna" });
  expect(alone).toMatchObject({ kind: "unknown", because: ['flag "checkout" is not among these resources'] });
});

test("what is known only after the apply makes the result unknown, only if it matters", async () => {
  const planned = { ...DEFINITION, id: UNKNOWN, flag_id: UNKNOWN, serve: UNKNOWN };
  expect(await ask([{ ...FLAG, id: UNKNOWN }, planned], { identity: "anna" })).toMatchObject({ variant: "fast" });
  expect(await ask([FLAG, planned], { identity: "bob" })).toBe(UNKNOWN);
  expect(await ask([FLAG, DEFINITION, UNKNOWN], { identity: "anna" })).toBe(UNKNOWN);
  expect(await ask([FLAG, DEFINITION, { ...DEFINITION, environment: UNKNOWN }], { identity: "anna" })).toBe(UNKNOWN);
});

test("an unmanaged default is unknown, and says why", async () => {
  const result = await ask([FLAG, { ...DEFINITION, serve: null }], { identity: "bob" });
  expect(result).toMatchObject({ kind: "unknown", because: [expect.stringContaining("not managed")] });
});

test.each([
  [
    "a platform that there is not",
    ["launchdarkly", [DEFINITION], "checkout", null],
    0,
    'There is no platform "launchdarkly"',
  ],
  ["a text in the place of a resource", ["split", ["checkout"], "checkout", null], 1, 'resources["0"] is not a resource'],
  [
    "a flag that nothing defines",
    ["split", [DEFINITION], "search", null],
    1,
    'None of the resources defines the flag "search"',
  ],
  ["a person with an unknown attribute", ["split", [DEFINITION], "checkout", { name: "anna" }], 4, "all optional"],
  ["a time that is none", ["split", [DEFINITION], "checkout", { at: "soon" }], 4, "at: is not a time in RFC 3339"],
] as const)("refuses %s", async (_, [platform, resources, flag, person], index, message) => {
  await expect(ask(resources, person, platform, flag)).rejects.toMatchObject({
    index,
    message: expect.stringContaining(message),
  });
});
