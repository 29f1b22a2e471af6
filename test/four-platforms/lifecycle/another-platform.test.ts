import { PLATFORMS, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** A pipeline whose variables point at another platform than the state's: an error before any request, and nothing else. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const stackOf = (enabled: boolean) => ({
  feature_flag: { f: { key: "checkout", type: "boolean" } },
  environment_definition: { d: { ...F, environment: "production", enabled } },
  identity_override: {
    i: {
      ...F,
      environment: "production",
      identity: "u1",
      enabled: false,
      depends_on: ["flagform_environment_definition.d"],
    },
  },
});
const STACK = stackOf(true);

const PAIRS = PLATFORMS.map((name, index) => [name, PLATFORMS[(index + 1) % PLATFORMS.length] ?? name] as const);

test.each(PAIRS)("a state of %s under a provider of %s", async (name, otherName) => {
  const workbench = await PlatformWorkbench.start(name);
  const other = await PlatformWorkbench.start(otherName);
  try {
    await workbench.apply(STACK);
    const before = workbench.server.requests().length;
    const lost = other.stack(stackOf(false));
    for (const options of [{}, { refresh: false }, { destroy: true }, { destroy: true, refresh: false }]) {
      const attempt = workbench.driver.plan(lost, options).then((plan) => workbench.driver.apply(plan));
      const diagnostics = await refusal(attempt);
      expect(diagnostics.map(({ detail }) => detail).join("\n")).toContain(name);
    }
    const changing = other.server.requests().filter(({ method, status }) => method !== "GET" && status < 400);
    expect(changing).toEqual([]);
    expect(workbench.server.requests()).toHaveLength(before);
    expect((await workbench.plan(STACK)).empty).toBe(true);
  } finally {
    await workbench.stop();
    await other.stop();
  }
});
