import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planOf, resourceChange, SCOPE } from "../review/plan-of";
import { run } from "./in-process";

/** `flagform export` and `flagform check`: what applications get of a plan. */

const VARIANTS = { fast: { value: { string: "quick" } }, classic: { value: { string: "slow" } } };
const definition = (environment: string, more: object): object =>
  resourceChange(`flagform_environment_definition.${environment}`, {
    after: { environment, flag: "checkout", enabled: true, overrides: "exact", scope: SCOPE, ...more },
  });
const PLAN = planOf([
  resourceChange("flagform_feature_flag.checkout", {
    after: { key: "checkout", type: "string", description: "Which </checkout>.", variants: VARIANTS, scope: SCOPE },
  }),
  resourceChange("flagform_feature_flag.banner", { after: { key: "banner", type: "boolean", scope: SCOPE } }),
  resourceChange("flagform_segment.beta", {
    after: {
      name: "beta",
      rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }],
      scope: SCOPE,
    },
  }),
  definition("staging", { serve: { variant: "fast" } }),
  definition("production", {
    serve: { variant: "classic" },
    segment_overrides: { beta: { priority: 0, enabled: true, serve: { split: { weights: { fast: 25, classic: 75 } } } } },
    identity_overrides: { anna: { enabled: true, serve: { value: { string: "hers" } } } },
  }),
]);

let folder: string;
let plan: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagform-export-"));
  plan = file("plan.json", PLAN);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("flagd's definitions of one environment, with segments as evaluators", async () => {
  const { code, out, err } = await run(["export", "flagd", plan, "--environment", "production"]);
  expect([code, err]).toEqual([0, ""]);
  expect(JSON.parse(out)).toEqual({
    $schema: "https://flagd.dev/schema/v0/flags.json",
    flags: {
      checkout: {
        state: "ENABLED",
        variants: { fast: "quick", classic: "slow", value: "hers" },
        defaultVariant: null,
        targeting: {
          if: [
            { "===": [{ var: "targetingKey" }, "anna"] },
            "value",
            { $ref: "segment beta" },
            { fractional: [{ cat: ["checkout", { var: "targetingKey" }] }, ["fast", 25], ["classic", 75]] },
            "classic",
          ],
        },
      },
    },
    $evaluators: { "segment beta": { "===": [{ var: "plan" }, "pro"] } },
  });
});

test("OpenFeature's manifest, in the order of the keys, to a file", async () => {
  const out = join(folder, "flags.json");
  expect(await run(["export", "openfeature", plan, "--out", out])).toEqual({ code: 0, out: "", err: "" });
  expect(JSON.parse(readFileSync(out, "utf8"))).toEqual({
    $schema: "https://raw.githubusercontent.com/open-feature/cli/refs/heads/main/schema/v0/flag-manifest.json",
    flags: {
      banner: { flagType: "boolean", defaultValue: false },
      checkout: { flagType: "string", defaultValue: "", description: "Which </checkout>." },
    },
  });
});

test("the folder of a synthesized stack will do: it is applied in memory", async () => {
  const stack = {
    terraform: { required_providers: { flagform: { source: "flagform/flagform", version: "0.1.0" } } },
    provider: { flagform: [{ project: "Shop", flagsmith: { host: "https://flags.example.com" } }] },
    resource: {
      flagform_feature_flag: { search: { key: "search", type: "string", description: "How to search." } },
      flagform_environment_definition: {
        search: {
          environment: "production",
          flag: "${flagform_feature_flag.search.key}",
          flag_id: "${flagform_feature_flag.search.id}",
          enabled: true,
          serve: { value: { string: "vector" } },
        },
      },
    },
  };
  file("cdk.tf.json", JSON.stringify(stack));
  const manifest = await run(["export", "openfeature", folder]);
  expect(JSON.parse(manifest.out)).toMatchObject({
    flags: { search: { flagType: "string", description: "How to search." } },
  });
  const flagd = await run(["export", "flagd", folder]);
  expect(JSON.parse(flagd.out)).toMatchObject({
    flags: { search: { defaultVariant: "value", variants: { value: "vector" } } },
  });
});

test("a stack that would be refused, and a folder that is none, are errors", async () => {
  expect(await run(["export", "flagd", folder])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Give the folder of a synthesized stack"),
  });
  const flag = { search: { key: "search", type: "strange" } };
  file(
    "cdk.tf.json",
    JSON.stringify({ provider: { flagform: [{ flagsmith: {} }] }, resource: { flagform_feature_flag: flag } }),
  );
  const { code, err } = await run(["export", "openfeature", folder]);
  expect(code).toBe(1);
  expect(err).toContain("the stack cannot be applied: ");
});

test("what flagd cannot say is left out, and named", async () => {
  const matching = definition("production", {
    serve: { variant: "fast" },
    segment_overrides: { others: { enabled: true, serve: { variant: "fast" } } },
  });
  const odd = file(
    "odd.json",
    planOf([
      resourceChange("flagform_feature_flag.checkout", {
        after: { key: "checkout", type: "string", variants: VARIANTS, scope: SCOPE },
      }),
      matching,
    ]),
  );
  const { code, out, err } = await run(["export", "flagd", odd]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ flags: {} });
  expect(err).toBe('flagform export flagd: checkout is left out: segment "others" is not among these resources\n');
});

test.each([
  [["export", "flagd", "PLAN"], "flags are defined in production, staging. Choose one with --environment"],
  [
    ["export", "flagd", "PLAN", "--environment", "live"],
    'no flag is defined in "live". There are flags in production, staging',
  ],
  [["export", "openfeature", "PLAN", "--out", "/nowhere/flags.json"], "cannot write /nowhere/flags.json"],
  [["check", "PLAN"], "--expects"],
])("%j is refused with what to do", async (argv, message) => {
  const { code, out, err } = await run(argv.map((each) => (each === "PLAN" ? plan : each)));
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});

test("a plan without its platform is refused, with the option that names it", async () => {
  const first = file(
    "first.json",
    planOf([resourceChange("flagform_feature_flag.banner", { after: { key: "banner", type: "boolean", scope: null } })]),
  );
  const { code, err } = await run(["export", "openfeature", first]);
  expect([code, err]).toEqual([2, expect.stringContaining("name it with --platform")]);
  const { out } = await run(["export", "openfeature", first, "--platform", "split"]);
  expect(JSON.parse(out)).toMatchObject({ flags: { banner: { flagType: "boolean" } } });
});

test("what applications expect is there", async () => {
  const app = file(
    "app.json",
    '{"flags":{"checkout":{"flagType":"string","variants":["fast"],"environments":["production"]}}}',
  );
  const manifest = file("manifest.json", '{"flags":{"banner":{"flagType":"boolean","defaultValue":true}}}');
  const { code, out, err } = await run(["check", plan, "--expects", app, "--expects", manifest]);
  expect({ code, out, err }).toEqual({
    code: 0,
    out: "2 expected flags are as the applications need them\n",
    err: "",
  });
});

test("what applications miss is named with the application's file", async () => {
  const app = file(
    "app.json",
    JSON.stringify({
      flags: {
        Checkout: {},
        checkout: { flagType: "integer", variants: ["fast", "turbo"], environments: ["production", "canary"] },
      },
    }),
  );
  const { code, err } = await run(["check", plan, "--expects", app]);
  expect(code).toBe(3);
  expect(err.trim().split("\n")).toEqual(
    [
      'flag "Checkout" does not exist; there is "checkout", and keys are compared with case',
      'flag "checkout" is of type string, and the application expects integer',
      'flag "checkout" has no variant "turbo"',
      'flag "checkout" is not defined in "canary"',
    ].map((line) => `flagform check: ${app}: ${line}`),
  );
});

test.each([
  ["not JSON", "is not JSON"],
  ['{"flag":{}}', "is not as expected at flags"],
  ['{"flags":{"a":{"flagType":"text"}}}', "is not as expected at flags.a.flagType"],
])("a file of expectations that is %s is refused", async (text, message) => {
  const app = file("app.json", text);
  const { code, err } = await run(["check", plan, "--expects", app]);
  expect(code).toBe(2);
  expect(err).toContain(`${app} ${message}`);
});
