import { Lab, RUNGS, withLab, type Bodies } from "../lab";

const SUMMARY = "Flags that are still served will be deleted";

describe.each(RUNGS)("$rung", ({ options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
  });
  afterEach(() => lab.stop());

  const flags = (count: number, settings: object = {}): Bodies => ({
    feature_flag: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`f${String(index)}`, { key: `flag-${String(index)}`, ...settings }]),
    ),
  });

  async function warnings(resources: Bodies, settings: { refresh?: boolean; more?: { provider?: object } } = {}) {
    const { refresh = true, more } = settings;
    const plan = await lab.driver.plan(lab.stack(resources, more), { destroy: true, refresh });
    return plan.diagnostics.filter(({ summary }) => summary === SUMMARY).map(({ detail }) => detail);
  }

  test("the environments where a flag is on are named, and how many overrides it has there", async () => {
    await lab.apply(flags(4));
    await lab.defaultByHand(lab.production, "flag-0", true, "x");
    await lab.defaultByHand(lab.staging, "flag-0", true, "x");
    await lab.overrideByHand(lab.production, "flag-0", lab.beta);
    await lab.overrideByHand(lab.production, "flag-0", lab.vip, { enabled: false });
    await lab.overrideByHand(lab.staging, "flag-1", lab.beta);
    await lab.overrideByHand(lab.staging, "flag-2", lab.beta, { enabled: false });
    const details = await warnings(flags(4));
    expect(details).toHaveLength(2);
    expect(details.join("\n")).toMatch(
      /^Flag flag-0 is on in staging; on in production, with 2 segment overrides\. Applications get/m,
    );
    expect(details.join("\n")).toMatch(/^Flag flag-1 is off in staging but for 1 segment override\. Applications get/m);
  });

  test("what is kept, archived or protected is not warned of, what leaves the configuration is", async () => {
    await lab.apply(flags(1, { on_destroy: "keep" }));
    await lab.defaultByHand(lab.production, "flag-0", true, "x");
    expect(await warnings({})).toEqual([]);
    await lab.apply(flags(1, { on_destroy: "archive" }));
    expect(await warnings({})).toEqual([]);
    await lab.apply(flags(1));
    const plan = await lab.plan({});
    expect(plan.diagnostics).toMatchObject([
      { summary: SUMMARY, detail: expect.stringContaining("Flag flag-0 is on in production.") },
    ]);
  });

  test.each(["sweep", "exact"])(
    "it takes two requests per environment for any number of flags (refresh = %s)",
    async (refresh) => {
      const provider = { refresh };
      await lab.apply(flags(12), { provider });
      for (const index of [0, 1, 2]) await lab.defaultByHand(lab.production, `flag-${String(index)}`, true, "x");
      lab.forget();
      expect(await warnings(flags(12), { refresh: false, more: { provider } })).toHaveLength(3);
      const requests = lab.requests();
      expect(requests.filter((each) => /\/(features|document)\//.test(each))).toHaveLength(4);
      // The project and its environments.
      expect(requests).toHaveLength(6);
    },
  );

  test("a server that does not answer, or has no document, is no error of a plan", async () => {
    await lab.apply(flags(3));
    await lab.defaultByHand(lab.production, "flag-0", true, "x");
    lab.server.fault({ kind: "status", status: 500, path: "/api/v1/environments/{key}/document/", times: 0 });
    expect(await warnings(flags(3), { refresh: false })).toHaveLength(1);
    lab.server.fault({ kind: "status", status: 500, path: "/api/v1/*", times: 0 });
    lab.forget();
    expect(await warnings(flags(3), { refresh: false })).toEqual([]);
    expect(lab.requests().length).toBeLessThanOrEqual(3);
    expect(lab.logged.join("\n")).toContain("is still served could not be looked up");
  });
});

test("a flag of another project is not looked for in this one", () =>
  withLab({}, async (lab) => {
    const stack: Bodies = { feature_flag: { f: { key: "banner" } } };
    await lab.apply(stack);
    await lab.defaultByHand(lab.production, "banner", true, "x");
    await lab.api("POST", "/api/v1/projects/", { name: "Other", organisation: lab.server.organisationId });
    lab.forget();
    const elsewhere = lab.stack(stack, { provider: { project: "Other" } });
    const plan = await lab.driver.plan(elsewhere, { destroy: true, refresh: false });
    expect(plan.diagnostics).toEqual([]);
    expect(lab.requests()).toEqual([expect.stringContaining("/api/v1/projects/")]);
    await expect(lab.driver.apply(plan)).rejects.toThrow("points at another project");
  }));
