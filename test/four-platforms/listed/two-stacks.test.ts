import { type Bodies, type PlatformName, PlatformWorkbench, type WorkbenchOptions } from "../../support/platform-workbench";
import { FLAG, NAMED, ON } from "./shared-unit";

/** Two stacks whose definitions list different overrides of one flag in one environment, applied at the same time. */

const OFF = { enabled: false };
const stackOf = (segments: object, identities: object): Bodies => ({
  environment_definition: {
    d: { ...NAMED, overrides: "listed", segment_overrides: segments, identity_overrides: identities },
  },
});

type Round = readonly [first: Bodies, second: Bodies];

const ROUNDS: readonly Round[] = [
  [stackOf({ vip: ON }, { ann: ON, bob: ON }), stackOf({ beta: ON }, { cid: ON, zed: ON })],
  [stackOf({ vip: OFF }, { ann: OFF }), stackOf({ beta: ON }, { cid: ON, dan: ON, zed: ON })],
  [stackOf({}, { ann: ON, eve: ON }), stackOf({ beta: OFF }, { zed: ON })],
  [stackOf({ vip: ON }, {}), stackOf({ beta: ON }, { zed: OFF })],
];

const CASES: readonly (readonly [string, PlatformName, WorkbenchOptions])[] = [
  ["Flagsmith, whole-flag endpoint", "flagsmith", { flagsmith: { server: "2.265" } }],
  ["Flagsmith, experiments", "flagsmith", { flagsmith: { server: "2.240" } }],
  ["Flagsmith, versions", "flagsmith", { flagsmith: { server: "2.200", versioning: true } }],
  ["Flagsmith, single states", "flagsmith", { flagsmith: { server: "2.200" } }],
  ["Split", "split", {}],
  ["Vercel", "vercel", {}],
  ["Mixpanel", "mixpanel", {}],
];

test.each(CASES)("%s", async (_title, name, options) => {
  const workbench = await PlatformWorkbench.start(name, options);
  try {
    await workbench.apply({
      ...FLAG,
      environment_definition: { d: { ...NAMED, flag_id: "${flagform_feature_flag.f.id}", enabled: false } },
    });
    const [one, other] = [workbench.newDriver(), workbench.newDriver()];
    for (const [first, second] of ROUNDS) {
      const [mine, theirs] = [workbench.stack(first), workbench.stack(second)];
      const plans = await Promise.all([one.plan(mine), other.plan(theirs)]);
      await Promise.all([one.apply(plans[0]), other.apply(plans[1])]);
      expect((await one.plan(mine)).actions()).toEqual({});
      expect((await other.plan(theirs)).actions()).toEqual({});
    }
    await Promise.all([one.apply(workbench.stack({})), other.apply(workbench.stack({}))]);
    const last = workbench.newDriver();
    const all = stackOf({}, {});
    await last.import(workbench.stack(all), "flagform_environment_definition.d", "production/checkout");
    expect(last.instance("flagform_environment_definition.d")?.attributes["segment_overrides"] ?? null).toBeNull();
    expect(last.instance("flagform_environment_definition.d")?.attributes["identity_overrides"] ?? null).toBeNull();
  } finally {
    await workbench.stop();
  }
});
