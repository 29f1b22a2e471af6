import type { Driver } from "../../../src/testing/driver";
import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** Two stacks with the same flag in their code, as two workspaces of one: neither takes from the other what is served. */

const flag = (settings: object = {}): Bodies => ({ feature_flag: { f: { key: "checkout", type: "boolean", ...settings } } });
const serving = (environment = "production", enabled = true): Bodies => ({
  ...flag(),
  environment_definition: {
    d: {
      flag: "${flagform_feature_flag.f.key}",
      flag_id: "${flagform_feature_flag.f.id}",
      environment,
      enabled,
    },
  },
});

describe.each(PLATFORMS)("%s", (name: PlatformName) => {
  let workbench: PlatformWorkbench;
  let other: Driver;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
    other = workbench.newDriver();
  });
  afterEach(() => workbench.stop());

  const apply = async (driver: Driver, stack: Bodies) => driver.apply(await driver.plan(workbench.stack(stack)));
  const destroy = async (driver: Driver, stack: Bodies) => {
    const plan = await driver.plan(workbench.stack(stack), { destroy: true });
    return driver.apply(plan);
  };
  const served = (identity = "ann") => workbench.evaluate("production", "checkout", { identity });

  test("what another stack serves is not taken over", async () => {
    await apply(other, serving());
    const [diagnostic] = await refusal(workbench.apply(serving()));
    expect(diagnostic?.detail).toMatch(/on in production.*import it with the id "checkout".*adopt_existing = true/s);
    expect(workbench.driver.state.instances).toEqual([]);
    await workbench.destroy(serving());
    expect(await served()).toBe(true);
    expect((await other.plan(workbench.stack(serving()))).empty).toBe(true);
  });

  test("neither is one with an override in it, though it is off everywhere", async () => {
    const stack: Bodies = {
      ...serving("preview", false),
      identity_override: {
        o: {
          flag: "${flagform_environment_definition.d.flag}",
          flag_id: "${flagform_feature_flag.f.id}",
          environment: "preview",
          identity: "ann",
          enabled: true,
        },
      },
    };
    await apply(other, stack);
    const [diagnostic] = await refusal(workbench.apply(flag()));
    expect(diagnostic?.detail).toContain("off in preview, with 1 identity override");
  });

  test("what nobody serves yet is taken over, and kept when another serves it by then", async () => {
    await apply(other, flag());
    const plan = await workbench.plan(serving("preview"));
    await workbench.driver.apply(plan);
    await apply(other, serving());
    const { warnings } = await destroy(workbench.driver, serving("preview"));
    expect(warnings.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(
        /is used by objects that this configuration does not manage: .*production.*Delete it on the platform if nobody needs it/,
      ),
    );
    expect(await served()).toBe(true);
    expect((await other.plan(workbench.stack(serving()))).empty).toBe(true);
    // What the warning says, and why it is no loss: the other stack still manages it.
    await destroy(other, serving());
    expect((await workbench.plan(serving())).actions()).toMatchObject({ "flagform_feature_flag.f": "create" });
  });

  test("what an interrupted run left is taken over, served, and goes with the stack", async () => {
    await workbench.apply(flag());
    workbench.driver.forget("flagform_feature_flag.f");
    const { warnings } = await workbench.driver.apply(workbench.stack(serving()));
    expect(warnings.map(({ summary }) => summary)).toContain("Taken over from an interrupted run");
    expect((await workbench.plan(serving())).diagnostics).toEqual([]);
    expect(await served()).toBe(true);
    await workbench.destroy(serving());
    expect((await workbench.plan(flag())).actions()).toEqual({ "flagform_feature_flag.f": "create" });
    expect(workbench.driver.state.instances).toEqual([]);
    await apply(other, flag());
    expect(other.instance("flagform_feature_flag.f")).toBeDefined();
  });
});
