import { environmentAttributes } from "../../src/resources/environment/environment-attributes";
import { environmentDefinitionAttributes } from "../../src/resources/environment-definition/environment-definition-attributes";
import { featureFlagAttributes } from "../../src/resources/feature-flag/feature-flag-attributes";
import { identityOverrideAttributes } from "../../src/resources/overrides/identity-override-attributes";
import { segmentOverrideAttributes } from "../../src/resources/overrides/segment-override-attributes";
import { segmentAttributes } from "../../src/resources/segment/segment-attributes";
import type { Attributes } from "../../src/terraform/schema";
import { DEEP } from "../support/fast-check";
import { FlagsmithWorkbench, on, planIs } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

/** Values that are known only once `terraform_data.later` is applied. */
let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.openWithBanner();
});
afterEach(() => workbench.stop());

const later = (input: unknown) => ({ terraform_data: { later: { input } } });

const FLAG = {
  key: "new",
  project: "Shop",
  type: "string",
  description: "d",
  tags: ["search"],
  archived: false,
  on_destroy: "delete",
  deletion_protection: false,
  adopt_existing: true,
  flagsmith: { initial_enabled: true, initial_value: { string: "v" }, server_key_only: false },
};
const SEGMENT = {
  name: "pros",
  project: "Shop",
  description: "d",
  rules: planIs("pro"),
  deletion_protection: false,
  adopt_existing: false,
};
const ENVIRONMENT = { name: "canary", project: "Shop", description: "d", deletion_protection: false, adopt_existing: false };
const serve = { value: { string: "hello" } };
const definition = () => ({
  ...on(workbench.production, "production"),
  project: "Shop",
  flag_id: null,
  enabled: true,
  serve,
  segment_overrides: { beta: { priority: 0, serve } },
  on_destroy: "disable",
  adopt_existing: true,
});
const override = () => ({
  ...on(workbench.production, "production"),
  project: "Shop",
  flag_id: null,
  enabled: false,
  serve,
});

/** What Flagsmith refuses when it is set cannot be unknown and come true. */
const REFUSED = ["variants", "identities", "killed", "when_off", "rules", "identity_overrides"];
const CASES: readonly [string, Attributes, () => Readonly<Record<string, unknown>>][] = [
  ["feature_flag", featureFlagAttributes, () => FLAG],
  ["environment", environmentAttributes, () => ENVIRONMENT],
  ["segment", segmentAttributes, () => SEGMENT],
  ["environment_definition", environmentDefinitionAttributes, definition],
  [
    "segment_override",
    segmentOverrideAttributes,
    () => ({ ...override(), segment: "beta", segment_id: workbench.beta, priority: 3 }),
  ],
  ["identity_override", identityOverrideAttributes, () => ({ ...override(), identity: "user-1" })],
];
const each = CASES.flatMap(([type, attributes, body]) =>
  Object.entries(attributes)
    .filter(
      ([name, { presence }]) =>
        presence !== "computed" && (type === "segment" && name === "rules" ? true : !REFUSED.includes(name)),
    )
    .map(([name]) => [type, name, body] as const),
);
/** An attribute that several resources have (`project`, `description`, …): of the first of them; of all in the deep suite. */
const tried = DEEP ? each : each.filter(([, name], index) => each.findIndex(([, other]) => other === name) === index);

test.each(tried)("a %s whose %s is unknown is planned and applied", async (type, name, body) => {
  const value = body()[name];
  const unknown = name === "flag_id" ? null : value;
  const stack = (known: boolean): Bodies => ({
    ...later({ it: unknown }),
    [type]: { x: { ...body(), [name]: known ? unknown : "${terraform_data.later.output.it}" } },
  });
  const plan = await workbench.plan(stack(false));
  expect(plan.change(`flagform_${type}.x`)).toMatchObject({ action: "create", afterUnknown: { [name]: true } });
  await workbench.driver.apply(plan);
  expect((await workbench.plan(stack(false))).empty).toBe(true);
  expect((await workbench.plan(stack(true))).empty).toBe(true);
  const again = await workbench.plan({ ...stack(false), ...later({ it: unknown, changed: true }) });
  expect(again.change(`flagform_${type}.x`)?.action).toBe("update");
  workbench.forget();
  await workbench.driver.apply(again);
  expect(workbench.writes()).toEqual([]);
});

test("a part of what is served may be unknown: the value, a value's text, an element of the exact set", async () => {
  const at = on(workbench.production, "production");
  const parts = [
    { serve: { value: "${terraform_data.later.output.value}" } },
    { serve: { value: { string: "${terraform_data.later.output.value.string}" } } },
    { serve, segment_overrides: { beta: "${terraform_data.later.output.override}" } },
    { serve, segment_overrides: { beta: { serve: { value: { string: "x-${terraform_data.later.id}" } } } } },
  ];
  for (const part of parts) {
    workbench.driver = workbench.newDriver();
    const stack = {
      ...later({
        value: serve.value,
        override: { segment_id: null, priority: 1, enabled: true, serve: { ...serve, variant: null, split: null } },
      }),
      environment_definition: { x: { ...at, adopt_existing: true, enabled: true, ...part } },
    };
    await workbench.apply(stack);
    expect((await workbench.plan(stack)).empty).toBe(true);
  }
});

test("a value that turns out wrong is refused at apply, and nothing is written for it", async () => {
  const at = on(workbench.production, "production");
  const stack = {
    ...later({ text: " padded " }),
    environment_definition: { x: { ...at, serve: { value: { string: "${terraform_data.later.output.text}" } } } },
  };
  const plan = await workbench.plan(stack);
  workbench.forget();
  const [diagnostic] = await refusal(workbench.driver.apply(plan));
  expect(diagnostic).toMatchObject({ path: ["serve", "value", "string"] });
  expect(diagnostic?.detail).toContain("white space at its start or end");
  expect(workbench.writes()).toEqual([]);
});

test("an unknown provider configuration: plans send nothing, apply asks to apply first what it needs", async () => {
  const stack = workbench.stack(
    { ...later(workbench.server.url), feature_flag: { x: FLAG } },
    { platform: { host: "${terraform_data.later.output}" } },
  );
  workbench.forget();
  const plan = await workbench.driver.plan(stack);
  expect(plan.actions()).toEqual({ "flagform_feature_flag.x": "create", "terraform_data.later": "create" });
  expect(workbench.requests()).toEqual([]);
  await workbench.driver.apply(plan);
  expect(workbench.attributes("feature_flag.x")).toMatchObject({ key: "new" });
  expect((await workbench.driver.plan(stack)).empty).toBe(true);

  const moving = workbench.stack(
    { ...later(`${workbench.server.url}/`), feature_flag: { x: FLAG } },
    { platform: { host: "${terraform_data.later.output}" } },
  );
  workbench.forget();
  const refreshed = await workbench.driver.plan(moving);
  expect(refreshed.diagnostics).toMatchObject([{ summary: "Did not refresh flagform_feature_flag" }]);
  expect(workbench.requests()).toEqual([]);
});
