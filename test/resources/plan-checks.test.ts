import { Lab, on, refusal, type Bodies } from "./lab";

/** A plan that cannot apply fails at plan, from the lists that the run needs anyway. */

let lab: Lab;
let flag: string;
beforeEach(async () => {
  lab = await Lab.start();
  flag = await lab.flagByHand("banner");
});
afterEach(async () => {
  await lab.stop();
});

const definition = (more: object = {}): Bodies => ({
  environment_definition: { d: { environment: "production", flag: "banner", enabled: true, ...more } },
});

const CASES: readonly [string, () => Bodies, object, RegExp][] = [
  ["a flag", () => definition({ flag: "baner" }), {}, /no flag "baner"[^]*"banner"[^]*flag_id = flagform_feature_flag/],
  ["a flag's id", () => definition({ flag: null, flag_id: "999999" }), {}, /no flag "id:999999"/],
  ["an environment", () => definition({ environment: "prodution" }), {}, /no environment "prodution"[^]*"production"/],
  [
    "a segment",
    () => ({ segment_override: { s: { ...on(lab.production, "production"), segment: "betta", enabled: true } } }),
    {},
    /no segment "betta"[^]*"beta"/,
  ],
  ["a segment of a set", () => definition({ segment_overrides: { betta: { enabled: true } } }), {}, /no segment "betta"/],
  ["an identity's environment", () => ({ identity: { i: { environment: "nowhere", identity: "u" } } }), {}, /"nowhere"/],
  ["a server key's environment", () => ({ server_key: { k: { environment: "nowhere", name: "k" } } }), {}, /"nowhere"/],
  ["a tag", () => ({ feature_flag: { f: { key: "new", tags: ["paymens"] } } }), {}, /no tag "paymens"[^]*"payments"/],
  ["a project", () => definition(), { provider: { project: "Shopp" } }, /no project "Shopp"[^]*"Shop"/],
  ["a key", () => definition(), { flagsmith: { api_key: "wrong.key" } }, /40[13]/],
  ["a host", () => definition(), { flagsmith: { host: "http://127.0.0.1:9" } }, /127\.0\.0\.1:9|ECONNREFUSED|refused/i],
];

test.each(CASES)(
  "%s that is wrong is refused at plan; a destroy goes on with -refresh=false",
  async (_what, stack, more, words) => {
    const fine = { feature_flag: { other: { key: "other" } } };
    await lab.apply(fine);
    const broken = { ...fine, ...stack() };
    if (broken.feature_flag !== fine.feature_flag) Object.assign(broken.feature_flag, fine.feature_flag);
    const [diagnostic] = await refusal(lab.plan(broken, more));
    expect(`${diagnostic?.summary ?? ""} ${diagnostic?.detail ?? ""}`).toMatch(words);
    const ends = Object.keys(more).length > 0;
    // Where the refresh itself fails, it says so in its own words.
    if (!ends) expect(diagnostic?.detail).toContain("To destroy anyway: terraform destroy -refresh=false.");
    await refusal(lab.driver.plan(lab.stack(broken, more), { destroy: true }));
    await lab.driver.destroy(lab.stack(broken, ends ? {} : more), { refresh: false });
    expect(lab.driver.state.instances).toEqual([]);
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
  const [diagnostic] = await refusal(lab.apply(stack));
  expect(diagnostic?.summary).toContain(`create ${noun}`);
  expect((await lab.plan(stack, { provider: { defaults: { adopt_existing: true } } })).actions()).not.toEqual({});
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
  await lab.apply(stack);
  expect((await lab.plan(stack)).empty).toBe(true);
});

test("a parent that the refresh has just found gone is warned of, and does not block a destroy", async () => {
  await lab.apply(definition());
  await lab.api("DELETE", `/api/v1/projects/${lab.project}/features/${flag}/`);
  const plan = await lab.plan(definition());
  expect(plan.diagnostics).toMatchObject([{ severity: "warning", summary: "A flag is gone" }]);
  await lab.driver.destroy(lab.stack(definition()));
  expect(lab.driver.state.instances).toEqual([]);
});

test("plan_checks = false turns it off", async () => {
  lab.forget();
  await lab.plan(definition({ flag: "baner" }), { provider: { plan_checks: false } });
  expect(lab.requests()).toEqual([]);
});

test("two that name one unit by name and by id are found", async () => {
  const stack: Bodies = {
    environment_definition: {
      one: { environment: "production", flag: "banner", enabled: true },
    },
  };
  await lab.apply(stack);
  const both = {
    environment_definition: {
      ...stack["environment_definition"],
      two: { environment_id: lab.production.id, flag_id: flag, enabled: true },
    },
  };
  const [diagnostic] = await refusal(lab.plan(both));
  expect(diagnostic?.summary).toContain("is managed twice");
});

test("change requests that an environment requires are met at plan, before anything is written", async () => {
  await lab.api("PATCH", `/api/v1/environments/${lab.production.key}/`, { minimum_change_request_approvals: 1 });
  const [diagnostic] = await refusal((lab.forget(), lab.plan({ ...definition(), feature_flag: { f: { key: "first" } } })));
  expect(diagnostic?.detail).toMatch(/minimum_change_request_approvals[^]*bypass_change_requests = true/);
  expect(lab.writes().filter(({ path }) => path.includes("features"))).toEqual([]);
});

test("costs: an all-new stack looks at each list once, a plan without changes asks nothing more", async () => {
  const stack: Bodies = {
    feature_flag: { f: { key: "one", tags: ["payments"] }, g: { key: "two" } },
    segment: { s: { name: "new", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "x" }] }] } },
    environment_definition: {
      d: { environment: "production", flag_id: "${flagform_feature_flag.f.id}", enabled: true },
      e: { environment: "staging", flag_id: "${flagform_feature_flag.g.id}", enabled: true },
    },
  };
  lab.forget();
  const plan = await lab.plan(stack);
  const asked = lab.requests();
  expect(asked.length).toBeLessThanOrEqual(3 + 2 * 2);
  expect(new Set(asked).size).toBe(asked.length);
  await lab.driver.apply(plan);
  lab.forget();
  expect((await lab.plan(stack)).empty).toBe(true);
  const refresh = lab.requests();
  lab.forget();
  await lab.plan(stack, { provider: { plan_checks: false } });
  expect(refresh.sort()).toEqual(lab.requests().sort());
});
