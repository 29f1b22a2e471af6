import { type Bodies, PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";

/** Two stacks own different overrides of one flag, which a third made, and are applied at once: each in a process of its own. */

const UNIT = { flag: "checkout", environment: "production" };
const OWNER: Bodies = {
  feature_flag: { f: { key: "checkout", type: "boolean" } },
  environment_definition: {
    d: {
      flag: "${flagform_feature_flag.f.key}",
      flag_id: "${flagform_feature_flag.f.id}",
      environment: "production",
      enabled: false,
    },
  },
};
const people = (names: readonly string[]): Bodies => ({
  identity_override: Object.fromEntries(names.map((each) => [each, { ...UNIT, identity: each, enabled: true }])),
});

const FIRST = ["ann", "bob", "cid"];
const SECOND = ["dan", "eve", "fay"];

/** On Split its guards see to it: without them a first key covers another's that came in the moment since the read. */
test.each(PLATFORMS)("%s", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  try {
    await workbench.apply(OWNER);
    const drivers = [FIRST, SECOND].map((names) => ({ names, driver: workbench.newDriver() }));
    const plans = await Promise.all(drivers.map(({ names, driver }) => driver.plan(workbench.stack(people(names)))));
    await Promise.all(
      drivers.map(async ({ driver }, index) => {
        const plan = plans[index];
        if (plan) await driver.apply(plan);
      }),
    );
    const served = await Promise.all(
      [...FIRST, ...SECOND].map((identity) => workbench.evaluate("production", "checkout", { identity })),
    );
    expect(served).toEqual(served.map(() => true));
    for (const { names, driver } of drivers) {
      expect((await driver.plan(workbench.stack(people(names)))).actions()).toEqual({});
    }
    expect((await workbench.plan(OWNER)).empty).toBe(true);
  } finally {
    await workbench.stop();
  }
});
