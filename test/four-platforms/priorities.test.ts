import { type Bodies, PlatformWorkbench, refusal } from "../support/platform-workbench";

/** Two overrides of one priority leave it to chance who wins: refused at plan, however they are stated. */

const PLACE = {
  flag: "${flagform_feature_flag.f.key}",
  flag_id: "${flagform_feature_flag.f.id}",
  environment: "production",
};
const FLAG: Bodies = {
  feature_flag: { f: { key: "checkout", type: "boolean" } },
  environment_definition: { d: { ...PLACE, enabled: false } },
};
const AFTER = { depends_on: ["flagform_environment_definition.d"] };
const apart = (beta: number | undefined, vip: number | undefined, more: object = {}): Bodies => ({
  ...FLAG,
  segment_override: {
    beta: { ...PLACE, ...AFTER, segment: "beta", enabled: true, ...(beta !== undefined && { priority: beta }) },
    vip: { ...PLACE, ...AFTER, segment: "vip", enabled: true, ...(vip !== undefined && { priority: vip }), ...more },
  },
});
const set = (beta: number, vip: number): Bodies => ({
  ...FLAG,
  environment_definition: {
    d: {
      ...PLACE,
      enabled: false,
      segment_overrides: { beta: { enabled: true, priority: beta }, vip: { enabled: true, priority: vip } },
    },
  },
});

describe.each(["flagsmith", "vercel", "mixpanel"] as const)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  test("of separate resources, and inside an exact set", async () => {
    await workbench.apply(FLAG);
    for (const stack of [apart(1, 1), set(1, 1)]) {
      const [diagnostic] = await refusal(workbench.plan(stack));
      expect(diagnostic?.summary).toBe("Two overrides have priority 1");
      expect(diagnostic?.detail).toMatch(/"beta" and "vip"|"vip" and "beta"/);
      expect(diagnostic?.path).toContain("priority");
    }
  });

  test("by another name of the same flag", async () => {
    await workbench.apply(FLAG);
    const id = String(workbench.driver.instance("flagform_feature_flag.f")?.attributes["id"]);
    const [diagnostic] = await refusal(workbench.plan(apart(1, 1, { flag: `id:${id}`, flag_id: null })));
    expect(diagnostic?.summary).toBe("Two overrides have priority 1");
  });

  test("a swap is none, nor is a place that another leaves in the same plan", async () => {
    for (const [beta, vip] of [
      [1, 2],
      [2, 1],
      [1, 3],
      [3, 4],
      [undefined, 3],
    ] as const) {
      await workbench.apply(apart(beta, vip));
      expect((await workbench.plan(apart(beta, vip))).empty).toBe(true);
    }
  });

  test("in other environments or of other flags they are free", async () => {
    const two = apart(1, 1, { environment: "preview", depends_on: ["flagform_environment_definition.e"] });
    const elsewhere = { d: { ...PLACE, enabled: false }, e: { ...PLACE, environment: "preview", enabled: false } };
    await workbench.apply({ ...two, environment_definition: elsewhere });
  });
});
