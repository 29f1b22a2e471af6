import { PlatformWorkbench } from "../support/platform-workbench";

/** A flag and what its rules name go in one run, side by side: whichever the platform is asked to delete first. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const when = (segment: string) => [
  {
    match: "all",
    conditions: [
      { operator: "in_segment", values: [segment] },
      { operator: "equal_to", trait: "plan", value: "pro" },
    ],
  },
];

test.each(["split", "vercel", "mixpanel"] as const)("%s", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  const stack = {
    feature_flag: { f: { key: "checkout", type: "boolean" } },
    segment: {
      s: {
        name: "staff",
        rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "staff", value: "yes" }] }],
      },
    },
    environment_definition: {
      d: {
        ...F,
        environment: "production",
        enabled: false,
        rules: [{ key: "staff", when: when("${flagform_segment.s.name}"), enabled: true }],
      },
    },
  };
  try {
    await workbench.apply(stack);
    expect((await workbench.plan(stack)).empty).toBe(true);
    await workbench.destroy(stack);
    expect(workbench.driver.state.instances).toEqual([]);
  } finally {
    await workbench.stop();
  }
});
