import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** What only the platform knows: refused at apply, before the first write, with what is near. */
describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeAll(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
    await workbench.api("POST", `/api/v1/projects/${workbench.project}/segments/`, {
      name: "Twin",
      project: Number(workbench.project),
      rules: [{ type: "ALL", rules: [], conditions: [] }],
    });
    await workbench.api("POST", `/api/v1/projects/${workbench.project}/segments/`, {
      name: "Twin",
      project: Number(workbench.project),
      rules: [{ type: "ALL", rules: [], conditions: [] }],
    });
  });
  afterAll(() => workbench.stop());

  const serve = { value: { string: "hello" } };
  const at = (settings: object = {}) => ({ environment: "production", flag: "banner", serve, ...settings });
  type Case = readonly [string, () => Bodies, { path: readonly string[]; detail: RegExp; provider?: object }];
  const CASES: readonly Case[] = [
    [
      "an environment that is not there",
      () => ({ environment_definition: { x: at({ environment: "prodution" }) } }),
      { path: ["environment"], detail: /There is no environment "prodution"[^]*"production"[^]*or add depends_on/ },
    ],
    [
      "a flag that is not there",
      () => ({ environment_definition: { x: at({ flag: "baner" }) } }),
      { path: ["flag"], detail: /There is no flag "baner"[^]*Did you mean "banner"/ },
    ],
    [
      "a segment that is not there",
      () => ({ segment_override: { x: at({ segment: "betta" }) } }),
      { path: ["segment"], detail: /There is no segment "betta"[^]*Did you mean "beta"/ },
    ],
    [
      "a segment of the exact set that is not there",
      () => ({ environment_definition: { x: at({ segment_overrides: { betta: { serve } } }) } }),
      { path: ["segment_overrides"], detail: /There is no segment "betta"[^]*Did you mean "beta"/ },
    ],
    [
      "a segment's name that two bear",
      () => ({ segment_override: { x: at({ segment: "Twin" }) } }),
      { path: ["segment"], detail: /2 segments are named "Twin"[^]*id:\d+ or id:\d+/ },
    ],
    [
      "a flag of an identity override",
      () => ({ identity_override: { x: at({ flag: "baner", identity: "u" }) } }),
      { path: ["flag"], detail: /Did you mean "banner"/ },
    ],
    [
      "a tag that is not there",
      () => ({ feature_flag: { x: { key: "new", tags: ["payment"] } } }),
      { path: ["tags"], detail: /no tag "payment"[^]*Did you mean "payments"[^]*create the tag in Flagsmith/ },
    ],
    [
      "a flag that is there, in other letters",
      () => ({ feature_flag: { x: { key: "BANNER" } } }),
      { path: ["key"], detail: /already exists[^]*import it with the id "BANNER"/ },
    ],
    [
      "a project that is not there",
      () => ({ feature_flag: { x: { key: "new", project: "Shopp" } } }),
      { path: ["project"], detail: /There is no project "Shopp"[^]*Did you mean "Shop"/ },
    ],
    [
      "a key with a space at its end",
      () => ({ feature_flag: { x: { key: "new " } } }),
      { path: ["key"], detail: /white space at its start or end/ },
    ],
    [
      "a key that the server does not take",
      () => ({ feature_flag: { x: { key: "x".repeat(2001) } } }),
      { path: ["key"], detail: /up to 2,000 characters/ },
    ],
  ];

  test.each(CASES)("%s", async (_name, stack, { path, detail }) => {
    workbench.forget();
    const [diagnostic] = await refusal(workbench.apply(stack()));
    expect(diagnostic?.summary).toMatch(/^(Could not|There is no) |would not store this text unchanged/);
    expect(diagnostic?.path).toEqual(path);
    expect(diagnostic?.detail).toMatch(detail);
    expect(workbench.writes()).toEqual([]);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("of two culprits each has its own diagnostic, at plan: nothing is made", async () => {
    const stack = {
      feature_flag: { good: { key: "good" } },
      segment_override: { x: at({ segment: "betta" }), y: at({ segment: "vpi" }) },
    };
    const diagnostics = await refusal(workbench.apply(stack));
    expect(diagnostics.map(({ address }) => address).sort()).toEqual([
      "flagform_segment_override.x",
      "flagform_segment_override.y",
    ]);
    expect(workbench.driver.state.instances).toEqual([]);
    workbench.driver = workbench.newDriver();
  });

  test.each(["validation", "environment", "segment"])(
    "a value the server alone refuses leaves the state (%s)",
    async (kind) => {
      const good = {
        environment: { e: { name: `e-${kind}` } },
        segment: { s: { name: `s-${kind}`, rules: planIs("a") } },
        environment_definition: { d: { ...on(workbench.production, "production"), serve } },
      };
      await workbench.apply(good);
      const state = workbench.driver.state;
      const changed =
        kind === "validation"
          ? {
              ...good,
              environment_definition: {
                d: { ...on(workbench.production, "production"), serve: { value: { string: "b" } } },
              },
            }
          : {
              ...good,
              [kind]: {
                [kind === "environment" ? "e" : "s"]: { name: "other", ...(kind === "segment" && { rules: planIs("b") }) },
              },
            };
      const plan = await workbench.plan(changed);
      workbench.server.fault({
        kind: "status",
        method: "PATCH",
        status: 400,
        times: 0,
        body: { detail: "The server says no." },
      });
      workbench.server.fault({
        kind: "status",
        method: "PUT",
        status: 400,
        times: 0,
        body: { detail: "The server says no." },
      });
      workbench.server.fault({
        kind: "status",
        method: "POST",
        status: 400,
        times: 0,
        body: { detail: "The server says no." },
      });
      const [diagnostic] = await refusal(workbench.driver.apply(plan));
      workbench.server.clearFaults();
      expect(diagnostic?.summary).toMatch(/^Could not update /);
      expect(diagnostic?.detail).toMatch(/^The server says no\. \(status 400 from 127\.0\.0\.1:\d+\)/);
      expect(workbench.driver.state.instances).toEqual(state.instances);
      expect((await workbench.plan(good)).empty).toBe(true);
      workbench.driver = workbench.newDriver();
    },
  );
});
