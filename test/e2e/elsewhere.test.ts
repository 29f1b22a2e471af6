import { bystanderOf } from "../faults/bystander";
import { DEEP } from "../support/fast-check";
import { PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { Workspace } from "../support/terraform-workspace";
import { neutralStack } from "./neutral-stack";

/**
 * The whole life of a stack with the real Terraform on the platforms beside Flagsmith, whose own is in lifecycle.test.ts: in the normal suite
 * on two of them, while import-elsewhere.test.ts runs on the third. four-platforms/ has the same without Terraform, on all.
 */

const OTHERS = PLATFORMS.filter((name) => (DEEP ? name !== "flagsmith" : name === "split" || name === "mixpanel"));
const DEFINITION = "flagform_environment_definition.production";
const IMPORTED = new Map([
  ["flagform_feature_flag.checkout", "checkout"],
  ["flagform_segment_override.beta", "production/checkout/beta"],
  ["flagform_identity_override.user", "production/checkout/user-42"],
]);

describe.each(OTHERS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  let workspace: Workspace;

  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
    workspace = new Workspace({ url: workbench.server.url, key: "none" });
  });
  afterEach(async () => {
    workspace.remove();
    await workbench.stop();
  });

  /** Where a platform serves nothing at all, an application has its own default: off. */
  const served = async (): Promise<boolean[]> => {
    const everybody = [
      workbench.evaluate("production", "checkout", { identity: "anybody" }),
      workbench.evaluate("production", "checkout", { identity: "b1", traits: { plan: "beta" } }),
      workbench.evaluate("production", "checkout", { identity: "user-42" }),
      workbench.evaluate("preview", "checkout", { identity: "anybody" }),
    ];
    return (await Promise.all(everybody)).map((value) => value === true);
  };

  test("a stack is created, shows drift and nothing else, is changed, imported, replaced and destroyed", async () => {
    workspace.configure(neutralStack(workbench));
    await workspace.init();
    await workspace.apply();
    expect(await served()).toEqual([false, true, true, true]);

    // What others add beside us is none of our business; what they change of ours is.
    expect(bystanderOf(workbench).addTo("checkout", "neighbour")).toBe(true);
    const theirs = { flag: "checkout", environment: "production", enabled: true };
    await workbench.apply({ environment_definition: { theirs } });
    expect((await served())[0]).toBe(true);
    const { changes, drift } = await workspace.plan();
    expect(changes).toEqual({ [DEFINITION]: "update" });
    expect(drift).toEqual([DEFINITION]);
    const before = workbench.server.requests().length;
    await workspace.succeed("apply", "-input=false", "plan");
    const writes = workbench.server
      .requests()
      .slice(before)
      .filter(({ method }) => method !== "GET");
    expect(writes).toHaveLength(1);
    expect(await served()).toEqual([false, true, true, true]);
    expect(JSON.stringify(bystanderOf(workbench).everything())).toContain("neighbour");

    await workspace.succeed("state", "rm", ...IMPORTED.keys());
    const blocks = [...IMPORTED].map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`);
    workspace.configure(neutralStack(workbench, { preview: false, beta: false, more: blocks.join("") }));
    await workspace.apply();
    expect(await served()).toEqual([false, false, true, false]);
    expect(await workspace.planIsEmpty()).toBe(true);

    // Mixpanel gives the key of a deleted flag to no other: the plan refuses it.
    if (name !== "mixpanel") await workspace.apply("-replace=flagform_feature_flag.checkout");
    expect(await served()).toEqual([false, false, true, false]);
    expect(await workspace.planIsEmpty()).toBe(true);

    expect(await workspace.destroy()).toContain("Resources: 5 destroyed");
    expect(JSON.stringify(bystanderOf(workbench).everything())).not.toContain("checkout");
  });
});
