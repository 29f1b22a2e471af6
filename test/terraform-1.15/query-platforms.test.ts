import { livedIn } from "../support/lived-in";
import { type Arrangement, ARRANGEMENTS } from "../support/moving-in";
import { PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { Workspace } from "../support/terraform-workspace";

/** A project that was lived in, on each platform: what the real Terraform writes for it only imports, and changes nothing afterwards. */

const hasEnvironments = (name: string): boolean => name === "flagsmith" || name === "split";

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(livedIn(name));
  });
  afterAll(() => workbench.stop());

  test.each(Object.keys(ARRANGEMENTS) as Arrangement[])("what is generated only imports (overrides %s)", async (how) => {
    const workspace = new Workspace({ url: workbench.server.url, key: "" });
    try {
      const { provider } = workbench.stack({}) as { readonly provider: unknown };
      const terraform = { required_providers: { flagform: { source: "flagform/flagform" } } };
      workspace.write("main.tf.json", JSON.stringify({ terraform, provider }));
      const types = ARRANGEMENTS[how].filter((type) => type !== "environment" || hasEnvironments(name));
      const lists = types.map((type) => `list "flagform_${type}" "${type}" {\n  provider = flagform\n  limit = 1000\n}\n`);
      workspace.write("all.tfquery.hcl", lists.join("\n"));
      await workspace.init();
      workbench.forget();
      await workspace.succeed("query", "-generate-config-out=generated.tf");
      const { output } = await workspace.succeed("plan", "-input=false");
      expect(output).toMatch(/Plan: [1-9]\d* to import, 0 to add, 0 to change, 0 to destroy\./);
      expect(output).not.toContain("no longer managed");
      await workspace.apply();
      expect(await workspace.planIsEmpty()).toBe(true);
      expect(workbench.writes()).toEqual([]);
    } finally {
      workspace.remove();
    }
  });
});
