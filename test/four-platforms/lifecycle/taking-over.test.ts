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

/** The same of an environment, on a Split whose list says when each was made. It begins without definitions. */
describe("split: an environment", () => {
  let workbench: PlatformWorkbench;
  let other: Driver;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start("split", { split: { options: { permissionsInList: true } } });
    other = workbench.newDriver();
    await other.apply(workbench.stack(flag()));
    await workbench.apply(QA);
    workbench.driver.forget("flagform_environment.qa");
  });
  afterEach(() => workbench.stop());

  const QA: Bodies = { environment: { qa: { name: "qa" } } };
  const IDENTITIES = { identity_overrides: { ann: { enabled: true } } };
  const theirs: Bodies = {
    ...flag(),
    environment_definition: { d: { environment: "qa", flag: "checkout", enabled: false, ...IDENTITIES } },
  };

  test("in which others have a definition is not taken over, though the flag is off", async () => {
    await other.apply(workbench.stack(theirs));
    const [diagnostic] = await refusal(workbench.apply(QA));
    expect(diagnostic?.detail).toMatch(/It is in use \(flag checkout\).*import it with the id "qa"/s);
  });

  test("that was taken over is kept with a definition that others have made since", async () => {
    await workbench.driver.apply(workbench.stack(QA));
    await other.apply(workbench.stack(theirs));
    const { warnings } = await workbench.driver.destroy(workbench.stack(QA));
    expect(warnings.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^Environment qa was taken over.*does not manage: flag checkout\. Delete it on the platform/),
    );
    expect((await other.plan(workbench.stack(theirs))).actions()).toEqual({});
  });

  test("is not kept for what this stack's own definition leaves on in it", async () => {
    const own: Bodies = {
      ...QA,
      feature_flag: { own: { key: "own", type: "boolean" } },
      environment_definition: {
        d: {
          flag: "${flagform_feature_flag.own.key}",
          flag_id: "${flagform_feature_flag.own.id}",
          environment: "qa",
          environment_id: "${flagform_environment.qa.id}",
          enabled: true,
          overrides: "listed",
          ...IDENTITIES,
          on_destroy: "with_flag",
        },
      },
    };
    const { warnings } = await workbench.driver.apply(workbench.stack(own));
    expect(warnings.map(({ summary }) => summary)).toContain("Taken over from an interrupted run");
    // It is not kept. Its keys are the interrupted run's, and only the answer to the creation named them.
    const [diagnostic] = await refusal(workbench.driver.destroy(workbench.stack(own)));
    expect(diagnostic?.detail).toContain("The environment qa still has API keys");
    expect(workbench.driver.state.instances.map(({ address }) => address)).toEqual(["flagform_environment.qa"]);
  });
});
