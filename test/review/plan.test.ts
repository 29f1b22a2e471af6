import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonReview } from "../../src/review/formats/json";
import { readPlan } from "../../src/review/plan/read-plan";
import { reviewPlan } from "../../src/review/review";
import {
  dangersIn,
  definitionChange,
  definitionValues,
  flagValues,
  linesOf,
  planOf,
  resourceChange,
  reviewOf,
  SCOPE,
} from "./plan-of";

/** What a plan can be, and what it is not. */

const recorded = (name: string) => readFileSync(join(__dirname, "..", "fixtures", "plans", "1.11", `${name}.json`), "utf8");

test.each([
  ["nothing", "", "is empty. Give it what this prints: terraform show -json PLANFILE"],
  ["white space", " \n\t", "is empty."],
  ["a text", "Terraform will perform", "is not JSON."],
  ["a truncated plan", recorded("all-at-once").slice(0, 5000), "is not complete: the JSON ends too early, or is damaged."],
  ["a log of plan -json", '{"@level":"info"}\n{"@level":"info"}\n', "holds several JSON documents"],
  ["one line of it", '{"@level":"info","@message":"x"}', "is the log that terraform plan -json writes"],
  ["a list", "[]", "is JSON, but not a plan."],
  ["a number", "5", "is JSON, but not a plan."],
  ["some other JSON", '{"a":1}', "is JSON, but not a plan: it has no format_version."],
  ["a synthesized stack", '{"terraform":{},"resource":{}}', "is a configuration, not a plan."],
  ["a state file", '{"version":4,"serial":1,"lineage":"x","resources":[]}', "is a state, not a plan."],
  ["a state that is shown", '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', "is a state, not a plan."],
  ["schemas", '{"format_version":"1.0","provider_schemas":{}}', "is the schemas of providers, not a plan."],
  ["modules that are shown", '{"format_version":"1.0"}', "is JSON of the format of Terraform, but not a plan."],
  [
    "another major version",
    '{"format_version":"2.0","planned_values":{}}',
    "is a plan of the format 2.0, and this flagform reads 1.x.",
  ],
  [
    "something else inside",
    '{"format_version":"1.2","planned_values":{},"resource_changes":[{"type":7}]}',
    "is not a plan as Terraform writes it: resource_changes.0.",
  ],
])("%s is refused in one sentence", (_what, text, message) => {
  expect(() => readPlan(text)).toThrow(message);
});

test("a later minor version is read, with what it adds", () => {
  const plan = JSON.parse(recorded("all-at-once")) as object;
  const review = reviewPlan(readPlan(JSON.stringify({ ...plan, format_version: "1.9", something_new: [{}] })));
  expect(linesOf(review)).toEqual(["production new-checkout: everyone off → on (100)"]);
});

test("a plan without flags says so, and one that changes nothing has one line", () => {
  expect(reviewOf([]).summary).toMatchObject({ text: "This plan has no flags.", has_flags: false });
  const kept = flagValues("a");
  const review = reviewOf([resourceChange("flagform_feature_flag.a", { actions: ["no-op"], before: kept, after: kept })]);
  expect(review.summary).toMatchObject({ text: "Nothing changes for anybody.", has_flags: true, changes: 0 });
});

test("a provider of another name with the same types is not ours, and a mirror's is", () => {
  const change = (provider: string) =>
    resourceChange("flagform_feature_flag.a", { after: flagValues("a"), more: { provider_name: provider } });
  expect(reviewOf([change("registry.terraform.io/acme/other")]).summary.has_flags).toBe(false);
  for (const host of ["registry.opentofu.org", "mirror.example.com"])
    expect(reviewOf([change(`${host}/flagform/flagform`)]).resources).toHaveLength(1);
});

test("modules, for_each and references by id alone: what is new belongs to the flag that it refers to", () => {
  const definition = (key: string) => ({
    environment: "production",
    enabled: true,
    ...(key === "" ? {} : { description: key }),
  });
  const unknown = { id: true, scope: true, flag: true, flag_id: true };
  const changes = ["a", "b"].flatMap((key) => [
    resourceChange(`module.flags.flagform_feature_flag.each["${key}"]`, {
      after: { key: `flag-${key}` },
      unknown: { id: true },
    }),
    resourceChange(`module.rollout.flagform_environment_definition.each["${key}"]`, { after: definition(key), unknown }),
  ]);
  const configuration = {
    provider_config: { flagform: { expressions: { platform: { constant_value: "flagsmith" } } } },
    root_module: {
      module_calls: {
        flags: { module: { resources: [{ address: "flagform_feature_flag.each", provider_config_key: "flagform" }] } },
        rollout: {
          expressions: { ids: { references: ["module.flags.ids", "module.flags"] } },
          module: {
            resources: [
              {
                address: "flagform_environment_definition.each",
                provider_config_key: "flagform",
                expressions: { flag_id: { references: ["flagform_feature_flag.each", "each.key"] } },
              },
            ],
          },
        },
      },
    },
  };
  // A flag in another module is only known by an output, which the plan does not follow: then it is said that it is not known.
  expect(linesOf(reviewOf(changes, { configuration }))).toEqual([]);
  const inOne = changes.map(
    (each) => JSON.parse(JSON.stringify(each).replaceAll("module.rollout", "module.flags")) as object,
  );
  const { root_module: root, ...rest } = configuration;
  const resources = [...root.module_calls.flags.module.resources, ...root.module_calls.rollout.module.resources];
  const together = { ...rest, root_module: { module_calls: { flags: { module: { resources } } } } };
  expect(linesOf(reviewOf(inOne, { configuration: together }))).toEqual([
    "production flag-a: everyone nothing → on (0)",
    "production flag-b: everyone nothing → on (0)",
  ]);
});

test("a flag that a module gets in a variable is followed to where it comes from", () => {
  const changes = [
    resourceChange("flagform_feature_flag.a", { after: { key: "checkout" }, unknown: { id: true } }),
    resourceChange("module.m.module.n.flagform_environment_definition.d", {
      after: { environment: "production", enabled: true },
      unknown: { flag: true, flag_id: true },
    }),
  ];
  const pass = { expressions: { flag: { references: ["var.flag"] } } };
  const resources = [
    { address: "flagform_environment_definition.d", expressions: { flag_id: { references: ["var.flag"] } } },
  ];
  const configuration = {
    provider_config: { flagform: { expressions: { flagsmith: {} } } },
    root_module: {
      resources: [{ address: "flagform_feature_flag.a", expressions: {} }],
      module_calls: {
        m: {
          expressions: { flag: { references: ["flagform_feature_flag.a.id", "flagform_feature_flag.a"] } },
          module: { module_calls: { n: { ...pass, module: { resources } } } },
        },
      },
    },
  };
  expect(linesOf(reviewOf(changes, { configuration }))).toEqual(["production checkout: everyone nothing → on (0)"]);
});

test("what a partial plan leaves out is in the state, and counts as it is", () => {
  const state = (address: string, type: string, values: object) => ({ address, mode: "managed", type, name: "x", values });
  const kept = definitionValues("checkout", "staging", { enabled: false });
  const prior_state = {
    values: {
      root_module: {
        resources: [state("flagform_feature_flag.checkout", "flagform_feature_flag", flagValues("checkout"))],
        child_modules: [
          {
            address: "module.m",
            resources: [state("module.m.flagform_environment_definition.s", "flagform_environment_definition", kept)],
          },
        ],
      },
    },
  };
  const [, change] = definitionChange({ enabled: false }, { enabled: true });
  const review = reviewOf([change ?? {}], { prior_state, complete: false });
  expect(linesOf(review)).toEqual(["production checkout: everyone off → on (100)"]);
  expect(dangersIn(review)).toEqual(["all-at-once", "production-first"]);
  expect(review.unseen.map(({ id }) => id)).toEqual(["incomplete"]);
});

test("a plan that ended with an error, and what is deferred, are said", () => {
  const [flag, change] = definitionChange({ enabled: false }, { enabled: true });
  const deferred = [{ reason: "instance_count_unknown", resource_change: change }];
  const review = reviewOf([flag ?? {}], { errored: true, complete: false, deferred_changes: deferred });
  expect(review.unseen.map(({ id, addresses }) => [id, ...addresses])).toEqual([
    ["errored"],
    ["deferred", "flagform_environment_definition.checkout_production"],
  ]);
});

test("an imported resource, a moved one and one that leaves the state are named", () => {
  const kept = flagValues("a");
  const { resources } = reviewOf([
    resourceChange("flagform_feature_flag.a", { actions: ["no-op"], before: kept, after: kept, importing: { id: "a" } }),
    resourceChange("flagform_feature_flag.b", {
      actions: ["no-op"],
      before: flagValues("b"),
      after: flagValues("b"),
      more: { previous_address: "flagform_feature_flag.old" },
    }),
    resourceChange("flagform_feature_flag.c", { actions: ["forget"], before: flagValues("c"), after: null }),
  ]);
  expect(resources.map(({ change }) => change)).toEqual(["imported", "moved", "forgotten"]);
});

test("unknown values are unknown, with the reason, and never unchanged", () => {
  const [flag, change] = definitionChange({ enabled: true }, { enabled: null });
  const open = JSON.parse(JSON.stringify(change)) as { change: { after_unknown: object } };
  open.change.after_unknown = { enabled: true };
  const review = reviewOf([flag ?? {}, open]);
  expect(linesOf(review)).toEqual(["production checkout: everyone on → unknown (?)"]);
  expect(review.environments[0]?.flags[0]?.audiences[0]?.after).toMatchObject({
    kind: "unknown",
    because: ["whether checkout is enabled in production is known after the apply"],
  });
  expect(review.summary).toMatchObject({ changes: 1, unknown: 1, most_moved_percent: null });
});

test("without a word on the platform nothing is guessed, and --platform tells it", () => {
  const changes = [
    resourceChange("flagform_feature_flag.a", { after: { key: "a" } }),
    resourceChange("flagform_environment_definition.a", { after: { flag: "a", environment: "production", enabled: true } }),
  ];
  const blind = reviewOf(changes);
  expect(blind.unseen.map(({ id }) => id)).toEqual(["platform"]);
  expect(linesOf(blind)).toEqual(["production a: everyone nothing → unknown (0)"]);
  expect(linesOf(reviewOf(changes, {}, { platform: "vercel" }))).toEqual(["production a: everyone nothing → on (0)"]);
});

test("an environment and a segment that are renamed in place are still the same", () => {
  const environment = (name: string) => ({ name, id: "id-production", scope: SCOPE });
  const segment = (name: string) => ({ name, id: "id-beta", scope: SCOPE, rules: [{ match: "all", conditions: [] }] });
  const definition = (env: string, name: string) => ({
    ...definitionValues("checkout", "production", { enabled: false, overrides: "listed" }),
    environment: env,
    segment_overrides: { [name]: { enabled: true, priority: 0, segment_id: "id-beta" } },
  });
  const kept = flagValues("checkout");
  const review = reviewOf([
    resourceChange("flagform_feature_flag.checkout", { actions: ["no-op"], before: kept, after: kept }),
    resourceChange("flagform_environment.p", { before: environment("prod"), after: environment("live") }),
    resourceChange("flagform_segment.b", { before: segment("beta"), after: segment("testers") }),
    resourceChange("flagform_environment_definition.d", {
      before: definition("prod", "beta"),
      after: definition("live", "testers"),
    }),
  ]);
  expect(linesOf(review)).toEqual([]);
  expect(review.dangers).toEqual([]);
  expect(review.resources.map(({ text }) => text.replace(/[\u0002\u0003]/g, ""))).toEqual([
    "environment live changes: name",
    "segment testers changes: name",
  ]);
});

test("two projects may have a flag of one key", () => {
  const other = "flagsmith:api.flagsmith.com/2";
  const change = (name: string, scope: string, after: boolean) =>
    resourceChange(`flagform_environment_definition.${name}`, {
      before: { ...definitionValues("checkout", "production", { enabled: false }), scope },
      after: { ...definitionValues("checkout", "production", { enabled: after }), scope },
    });
  const review = reviewOf([change("one", SCOPE, true), change("two", other, false)]);
  expect(review.environments.map(({ project }) => project)).toEqual(["api.flagsmith.com/1"]);
});

describe("sensitive values", () => {
  const secret = "hunter2-and-more";

  test.each([
    ["a value", { serve: { value: { string: secret } } }, { serve: { value: { string: true } } }],
    ["all that is served", { serve: { value: { string: secret } } }, { serve: true }],
    ["the whole resource", { serve: { value: { string: secret } } }, true],
    [
      "an identity",
      { enabled: true, identity_overrides: { [secret]: { serve: { value: { string: "x" } } } } },
      { identity_overrides: true },
    ],
  ])("%s: it is shown nowhere", (_what, values, mark) => {
    const before = definitionValues("checkout", "production", { ...values, enabled: true });
    const after = {
      ...definitionValues("checkout", "production", { ...values, enabled: false }),
      id: `production/checkout/${secret}`,
    };
    const change = resourceChange("flagform_environment_definition.d", {
      before,
      after,
      beforeSensitive: mark,
      afterSensitive: mark,
    });
    const drift = resourceChange("flagform_environment_definition.d", {
      before,
      after: before,
      beforeSensitive: mark,
      afterSensitive: mark,
    });
    const review = reviewOf([change], { resource_drift: [drift], variables: { token: { value: secret } } });
    expect(jsonReview(review)).not.toContain(secret);
    expect(review.unseen.map(({ id }) => id)).toContain("sensitive");
  });

  test("a name that contains one is shown without it", () => {
    const values = { identity: secret, flag: "checkout", environment: "production", enabled: true, scope: SCOPE };
    const review = reviewOf([
      resourceChange(`flagform_identity_override.each["${secret}"]`, {
        before: values,
        beforeSensitive: { identity: true },
      }),
    ]);
    expect(jsonReview(review)).not.toContain(secret);
  });
});

test("names that every object has are names as any other", () => {
  const review = reviewOf(
    ["__proto__", "constructor", "toString"].flatMap((name) =>
      definitionChange(
        { enabled: false, overrides: "exact", identity_overrides: JSON.parse(`{"${name}": {"enabled": true}}`) as object },
        { enabled: true, overrides: "exact", identity_overrides: {} },
        [name, "production"],
      ),
    ),
  );
  expect(review.environments[0]?.flags.map(({ flag }) => flag)).toEqual(["__proto__", "constructor", "toString"]);
  expect(linesOf(review)).toContain("production constructor: everyone off → on (100)");
});

test("the plan's text may be large and have many resources", () => {
  const changes = Array.from({ length: 300 }, (_, index) =>
    definitionChange({ enabled: false }, { enabled: index % 2 === 0 }, [`flag-${String(index)}`, "staging"]),
  );
  const review = reviewPlan(readPlan(planOf(changes.flat())));
  expect(review.summary).toMatchObject({ changes: 150, dangers: 0, most_moved_percent: 100 });
});
