import { FlagsmithWorkbench, RUNGS, withWorkbench } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

const SUMMARY = "Flags that are still served will be deleted";

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
  });
  afterEach(() => workbench.stop());

  const flags = (count: number, settings: object = {}): Bodies => ({
    feature_flag: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`f${String(index)}`, { key: `flag-${String(index)}`, ...settings }]),
    ),
  });

  async function warnings(resources: Bodies, settings: { refresh?: boolean; more?: { provider?: object } } = {}) {
    const { refresh = true, more } = settings;
    const plan = await workbench.driver.plan(workbench.stack(resources, more), { destroy: true, refresh });
    return plan.diagnostics.filter(({ summary }) => summary === SUMMARY).map(({ detail }) => detail);
  }

  test("the environments where a flag is on are named, and how many overrides it has there", async () => {
    await workbench.apply(flags(4));
    await workbench.defaultByHand(workbench.production, "flag-0", true, "x");
    await workbench.defaultByHand(workbench.staging, "flag-0", true, "x");
    await workbench.overrideByHand(workbench.production, "flag-0", workbench.beta);
    await workbench.overrideByHand(workbench.production, "flag-0", workbench.vip, { enabled: false });
    await workbench.overrideByHand(workbench.staging, "flag-1", workbench.beta);
    await workbench.overrideByHand(workbench.staging, "flag-2", workbench.beta, { enabled: false });
    const details = await warnings(flags(4));
    expect(details).toHaveLength(2);
    expect(details.join("\n")).toMatch(
      /^Flag flag-0 is on in staging; on in production, with 2 segment overrides\. Applications get/m,
    );
    expect(details.join("\n")).toMatch(/^Flag flag-1 is off in staging except for 1 segment override\. Applications get/m);
  });

  test("what is kept, archived or protected is not warned of, what leaves the configuration is", async () => {
    await workbench.apply(flags(1, { on_destroy: "keep" }));
    await workbench.defaultByHand(workbench.production, "flag-0", true, "x");
    expect(await warnings({})).toEqual([]);
    await workbench.apply(flags(1, { on_destroy: "archive" }));
    expect(await warnings({})).toEqual([]);
    await workbench.apply(flags(1));
    const plan = await workbench.plan({});
    expect(plan.diagnostics).toMatchObject([
      { summary: SUMMARY, detail: expect.stringContaining("Flag flag-0 is on in production.") },
    ]);
  });

  test.each(["sweep", "exact"])(
    "it takes two requests per environment for any number of flags (refresh = %s)",
    async (refresh) => {
      const provider = { refresh };
      await workbench.apply(flags(12), { provider });
      for (const index of [0, 1, 2]) await workbench.defaultByHand(workbench.production, `flag-${String(index)}`, true, "x");
      workbench.forget();
      expect(await warnings(flags(12), { refresh: false, more: { provider } })).toHaveLength(3);
      const requests = workbench.requests();
      expect(requests.filter((each) => /\/(features|document)\//.test(each))).toHaveLength(4);
      // The project and its environments.
      expect(requests).toHaveLength(6);
    },
  );

  test("a server that does not answer, or has no document, is no error of a plan", async () => {
    await workbench.apply(flags(3));
    await workbench.defaultByHand(workbench.production, "flag-0", true, "x");
    workbench.server.fault({ kind: "status", status: 500, path: "/api/v1/environments/{key}/document/", times: 0 });
    expect(await warnings(flags(3), { refresh: false })).toHaveLength(1);
    workbench.server.fault({ kind: "status", status: 500, path: "/api/v1/*", times: 0 });
    workbench.forget();
    expect(await warnings(flags(3), { refresh: false })).toEqual([]);
    expect(workbench.requests().length).toBeLessThanOrEqual(3);
    expect(workbench.logged.join("\n")).toContain("could not check whether flag");
  });
});

test("a flag of another project is not looked for in this one", () =>
  withWorkbench({}, async (workbench) => {
    const stack: Bodies = { feature_flag: { f: { key: "banner" } } };
    await workbench.apply(stack);
    await workbench.defaultByHand(workbench.production, "banner", true, "x");
    await workbench.api("POST", "/api/v1/projects/", { name: "Other", organisation: workbench.server.organisationId });
    workbench.forget();
    const elsewhere = workbench.stack(stack, { provider: { project: "Other" } });
    const plan = await workbench.driver.plan(elsewhere, { destroy: true, refresh: false });
    expect(plan.diagnostics).toEqual([]);
    expect(workbench.requests()).toEqual([expect.stringContaining("/api/v1/projects/")]);
    await expect(workbench.driver.apply(plan)).rejects.toThrow("points at another project");
  }));
