import { FlagsmithWorkbench } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

/** A plan that cannot apply fails at plan, from the lists that the run needs anyway. */

let workbench: FlagsmithWorkbench;
let flag: string;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
  flag = await workbench.flagByHand("banner");
});
afterEach(async () => {
  await workbench.stop();
});

const definition = (more: object = {}): Bodies => ({
  environment_definition: { d: { environment: "production", flag: "banner", enabled: true, ...more } },
});

/** What Flagsmith alone has; the rest is in test/four-platforms/plan-checks.test.ts. */
const CASES: readonly [string, () => Bodies, RegExp][] = [
  ["an identity's environment", () => ({ identity: { i: { environment: "nowhere", identity: "u" } } }), /"nowhere"/],
  ["a server key's environment", () => ({ server_key: { k: { environment: "nowhere", name: "k" } } }), /"nowhere"/],
  ["a tag", () => ({ feature_flag: { f: { key: "new", tags: ["paymens"] } } }), /no tag "paymens"[^]*"payments"/],
];

test.each(CASES)(
  "%s that is wrong is refused at plan; a destroy goes on with -refresh=false",
  async (_what, stack, words) => {
    const fine = { feature_flag: { other: { key: "other" } } };
    await workbench.apply(fine);
    const wrong = stack();
    const broken = { ...wrong, feature_flag: { ...fine.feature_flag, ...wrong["feature_flag"] } };
    const [diagnostic] = await refusal(workbench.plan(broken));
    expect(`${diagnostic?.summary ?? ""} ${diagnostic?.detail ?? ""}`).toMatch(words);
    expect(diagnostic?.detail).toContain("To destroy anyway: terraform destroy -refresh=false.");
    await refusal(workbench.driver.plan(workbench.stack(broken), { destroy: true }));
    await workbench.driver.destroy(workbench.stack(broken), { refresh: false });
    expect(workbench.driver.state.instances).toEqual([]);
  },
);

test.each([
  ["environment", { environment: { e: { name: "production" } } }],
  [
    "segment",
    { segment: { s: { name: "beta", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "x" }] }] } } },
  ],
])("a %s that stands in the way is refused", async (noun, stack: Bodies) => {
  // What was made a moment ago may be what an interrupted run left: that the apply looks at.
  const [diagnostic] = await refusal(workbench.apply(stack));
  expect(diagnostic?.summary).toContain(`create ${noun}`);
  expect((await workbench.plan(stack, { provider: { defaults: { adopt_existing: true } } })).actions()).not.toEqual({});
});

test("what the run makes is known by its reference or, planned before, by its name", async () => {
  const stack: Bodies = {
    feature_flag: { f: { key: "new" } },
    environment: { e: { name: "qa" } },
    environment_definition: {
      byId: { environment_id: "${flagform_environment.e.id}", flag_id: "${flagform_feature_flag.f.id}", enabled: true },
    },
    identity_override: {
      byName: {
        environment: "${flagform_environment.e.name}",
        flag: "${flagform_feature_flag.f.key}",
        identity: "user-1",
        enabled: true,
      },
    },
  };
  await workbench.apply(stack);
  expect((await workbench.plan(stack)).empty).toBe(true);
});

test("a parent that the refresh has just found gone is warned of, and does not block a destroy", async () => {
  await workbench.apply(definition());
  await workbench.api("DELETE", `/api/v1/projects/${workbench.project}/features/${flag}/`);
  const plan = await workbench.plan(definition());
  expect(plan.diagnostics).toMatchObject([{ severity: "warning", summary: "The flag no longer exists" }]);
  await workbench.driver.destroy(workbench.stack(definition()));
  expect(workbench.driver.state.instances).toEqual([]);
});

test("plan_checks = false turns it off", async () => {
  workbench.forget();
  await workbench.plan(definition({ flag: "baner" }), { provider: { plan_checks: false } });
  expect(workbench.requests()).toEqual([]);
});

test("two that name one unit by name and by id are found", async () => {
  const stack: Bodies = {
    environment_definition: {
      one: { environment: "production", flag: "banner", enabled: true },
    },
  };
  await workbench.apply(stack);
  const both = {
    environment_definition: {
      ...stack["environment_definition"],
      two: { environment_id: workbench.production.id, flag_id: flag, enabled: true },
    },
  };
  const [diagnostic] = await refusal(workbench.plan(both));
  expect(diagnostic?.summary).toContain("is managed twice");
});

test("change requests that an environment requires are met at plan, before anything is written", async () => {
  await workbench.api("PATCH", `/api/v1/environments/${workbench.production.key}/`, { minimum_change_request_approvals: 1 });
  const [diagnostic] = await refusal(
    (workbench.forget(), workbench.plan({ ...definition(), feature_flag: { f: { key: "first" } } })),
  );
  expect(diagnostic?.detail).toMatch(/minimum_change_request_approvals[^]*bypass_change_requests = true/);
  expect(workbench.writes().filter(({ path }) => path.includes("features"))).toEqual([]);
});

const RULES = [{ match: "all", conditions: [{ operator: "is_set", trait: "x" }] }];

test("change requests that a project requires for segments are met at plan too", async () => {
  const stack: Bodies = { segment: { s: { name: "crew", rules: RULES } } };
  await workbench.apply(stack);
  await workbench.api("PATCH", `/api/v1/projects/${workbench.project}/`, { minimum_change_request_approvals: 1 });
  const changed: Bodies = { segment: { s: { name: "crew", rules: RULES, description: "The crew" } } };
  expect((await workbench.plan(stack)).empty).toBe(true);
  const [diagnostic] = await refusal(workbench.plan(changed));
  expect(diagnostic).toMatchObject({ summary: "Could not update segment crew" });
  expect(diagnostic?.detail).toMatch(/change requests for segments[^]*bypass_change_requests = true/);
  expect((await workbench.plan(changed, { platform: { bypass_change_requests: true } })).actions()).toEqual({
    "flagform_segment.s": "update",
  });
});

test("where nothing is written, change requests stand in nobody's way", async () => {
  await workbench.apply(definition());
  await workbench.api("PATCH", `/api/v1/environments/${workbench.production.key}/`, { minimum_change_request_approvals: 1 });
  const other = definition({ on_destroy: "disable" });
  await workbench.apply(other);
  expect((await workbench.plan(other)).empty).toBe(true);
});

test("an environment that this run makes to require change requests takes none of its changes", async () => {
  const made = (approvals: string, more: object = {}): Bodies => ({
    environment: { e: { name: "qa", flagsmith: { minimum_change_request_approvals: approvals } } },
    environment_definition: {
      d: {
        ...{ environment: "${flagform_environment.e.name}", environment_id: "${flagform_environment.e.id}" },
        ...{ flag: "banner", enabled: true, ...more },
      },
    },
  });
  const [diagnostic] = await refusal(workbench.plan(made("1")));
  expect(diagnostic?.detail).toMatch(/environment qa requires change requests/i);
  await workbench.apply(made("off"));
  await workbench.api("PATCH", `/api/v1/environments/${await keyOf("qa")}/`, { minimum_change_request_approvals: 1 });
  // Switched off by the same run, before anything is written there.
  await workbench.apply(made("off", { enabled: false }));
  expect((await workbench.plan(made("off", { enabled: false }))).empty).toBe(true);
});

async function keyOf(name: string): Promise<string> {
  const { results } = (await workbench.api("GET", `/api/v1/environments/?project=${workbench.project}`)) as unknown as {
    results: { name: string; api_key: string }[];
  };
  return results.find((each) => each.name === name)?.api_key ?? "";
}

test("costs: an all-new stack looks at each list once, a plan without changes asks nothing more", async () => {
  const stack: Bodies = {
    feature_flag: { f: { key: "one", tags: ["payments"] }, g: { key: "two" } },
    segment: { s: { name: "new", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "x" }] }] } },
    environment_definition: {
      d: { environment: "production", flag_id: "${flagform_feature_flag.f.id}", enabled: true },
      e: { environment: "staging", flag_id: "${flagform_feature_flag.g.id}", enabled: true },
    },
  };
  workbench.forget();
  const plan = await workbench.plan(stack);
  const asked = workbench.requests();
  expect(asked.length).toBeLessThanOrEqual(3 + 2 * 2);
  expect(new Set(asked).size).toBe(asked.length);
  await workbench.driver.apply(plan);
  workbench.forget();
  expect((await workbench.plan(stack)).empty).toBe(true);
  const refresh = workbench.requests();
  workbench.forget();
  await workbench.plan(stack, { provider: { plan_checks: false } });
  expect(refresh.sort()).toEqual(workbench.requests().sort());
});
