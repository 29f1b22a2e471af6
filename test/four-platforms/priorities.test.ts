import { refusal, type Bodies } from "../resources/lab";
import { PlatformLab } from "./platform-lab";

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
  let lab: PlatformLab;
  beforeEach(async () => {
    lab = await PlatformLab.start(name);
  });
  afterEach(() => lab.stop());

  test("of separate resources, and inside an exact set", async () => {
    await lab.apply(FLAG);
    for (const stack of [apart(1, 1), set(1, 1)]) {
      const [diagnostic] = await refusal(lab.plan(stack));
      expect(diagnostic?.summary).toBe("Two overrides have priority 1");
      expect(diagnostic?.detail).toMatch(/"beta" and "vip"|"vip" and "beta"/);
      expect(diagnostic?.path).toContain("priority");
    }
  });

  test("by another name of the same flag", async () => {
    await lab.apply(FLAG);
    const id = String(lab.driver.instance("flagform_feature_flag.f")?.attributes["id"]);
    const [diagnostic] = await refusal(lab.plan(apart(1, 1, { flag: `id:${id}`, flag_id: null })));
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
      await lab.apply(apart(beta, vip));
      expect((await lab.plan(apart(beta, vip))).empty).toBe(true);
    }
  });

  test("in other environments or of other flags they are free", async () => {
    const two = apart(1, 1, { environment: "preview", depends_on: ["flagform_environment_definition.e"] });
    const elsewhere = { d: { ...PLACE, enabled: false }, e: { ...PLACE, environment: "preview", enabled: false } };
    await lab.apply({ ...two, environment_definition: elsewhere });
  });
});
