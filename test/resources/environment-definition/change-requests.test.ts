import { ALL_RUNGS, FlagsmithWorkbench, on, planIs, type Strategy, withWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

const REQUIRED = { minimum_change_request_approvals: 1 };
const BYPASS = { platform: { bypass_change_requests: true } };

/** Where writes go that Flagsmith does not ask for change requests. */
const OWN: Readonly<Record<Strategy, RegExp>> = {
  __future__: /^\/api\/v1\/features\/featurestates\/\d+\/$/,
  experiments: /^\/api\/v1\/features\/featurestates\/\d+\/$/,
  legacy: /^\/api\/v1\/features\/featurestates\/\d+\/$/,
  versions: /\/versions\/$/,
};

describe.each(ALL_RUNGS)("an environment that requires change requests, $strategy", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const definition = () => ({ environment_definition: { d: { ...on(workbench.production, "production"), enabled: true } } });
  const require = () => workbench.api("PATCH", `/api/v1/environments/${workbench.production.key}/`, REQUIRED);

  test("is not written to, and the error names the setting and what overrides it", async () => {
    await require();
    workbench.forget();
    const [diagnostic] = await refusal(workbench.plan(definition()));
    expect(diagnostic).toMatchObject({
      summary: expect.stringContaining("update flag banner in environment production"),
      path: ["environment"],
      detail: expect.stringMatching(/minimum_change_request_approvals[^]*bypass_change_requests = true/),
    });
    expect(workbench.writes()).toEqual([]);
  });

  test("is written to past them where told so, through the APIs that allow it, with a warning", async () => {
    await require();
    const plan = await workbench.plan(definition(), BYPASS);
    workbench.forget();
    const { warnings } = await workbench.driver.apply(plan);
    const [write, ...more] = workbench.writes();
    expect(more).toEqual([]);
    expect(write?.path).toMatch(OWN[strategy]);
    expect(warnings).toMatchObject([{ detail: expect.stringContaining("Environment production requires change requests") }]);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true });
    expect((await workbench.plan(definition(), BYPASS)).empty).toBe(true);
  });

  test("that came to require them after the plan is met as if it had before", async () => {
    const plan = await workbench.plan(definition(), BYPASS);
    await require();
    await workbench.driver.apply(plan);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true });
  });

  test("that requires none is written to as ever", async () => {
    const plan = await workbench.plan(definition(), BYPASS);
    const { warnings } = await workbench.driver.apply(plan);
    expect(warnings).toEqual([]);
  });
});

test("an API that insists on them cannot be pinned at the same time", async () => {
  await withWorkbench({ server: "2.265" }, async (workbench) => {
    await workbench.flagByHand("banner");
    await workbench.api("PATCH", `/api/v1/environments/${workbench.production.key}/`, REQUIRED);
    const stack = { environment_definition: { d: { ...on(workbench.production, "production"), enabled: true } } };
    const flagsmith = { bypass_change_requests: true, write_api: "__future__" };
    const [diagnostic] = await refusal(workbench.apply(stack, { platform: flagsmith }));
    expect(diagnostic?.detail).toMatch(/write_api is "__future__"[^]*"legacy"/i);
    expect(workbench.writes()).toEqual([]);
  });
});

test("a project that requires them for segments: refused, and past them where told so", async () => {
  await withWorkbench({}, async (workbench) => {
    await workbench.api("PATCH", `/api/v1/projects/${workbench.project}/`, REQUIRED);
    workbench.forget();
    const stack = (value: string) => ({ segment: { s: { name: "pros", rules: planIs(value) } } });
    const [diagnostic] = await refusal(workbench.apply(stack("pro")));
    expect(diagnostic?.detail).toMatch(
      /project Shop requires change requests for segments \(minimum_change_request_approvals\)[^]*for this project[^]*bypass_change_requests = true/i,
    );
    expect(workbench.writes()).toEqual([]);

    const { warnings } = await workbench.driver.apply(await workbench.plan(stack("pro"), BYPASS));
    expect(warnings).toMatchObject([{ detail: expect.stringContaining("Project Shop requires change requests") }]);
    expect(await workbench.apply(stack("max"), BYPASS)).toHaveLength(1);
    expect((await workbench.plan(stack("max"), BYPASS)).empty).toBe(true);
    await workbench.destroy(stack("max"), BYPASS);
  });
});
