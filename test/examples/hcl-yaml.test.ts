import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";

const EXAMPLES = join(__dirname, "..", "..", "examples");

test("flags in a YAML file: the module makes them all, a changed value is one change, and pipelines are valid YAML", async () => {
  const environments = [{ name: "staging" }, { name: "production" }];
  const emulator = await startFlagsmithEmulator({ seed: { projects: [{ name: "Shop", environments }] } });
  const workspace = new Workspace(emulator);
  try {
    cpSync(join(EXAMPLES, "hcl-yaml"), workspace.directory, { recursive: true });
    const pipelines = ["github.yml", "gitlab-ci.yml"].map((name) => join(EXAMPLES, "pipelines", name));
    workspace.write(
      "pipelines.tf",
      `output "keys" {\n  value = [for f in ${JSON.stringify(pipelines)} : keys(yamldecode(file(f)))]\n}\n`,
    );
    await workspace.init();
    expect(await workspace.apply()).toContain("Resources: 7 added");
    expect(await workspace.planIsEmpty()).toBe(true);
    const flags = readFileSync(join(workspace.directory, "flags.yaml"), "utf8");
    workspace.write("flags.yaml", flags.replace("value: 20", "value: 25"));
    expect((await workspace.plan()).changes).toEqual({
      'module.flag["search-page-size"].flagform_environment_definition.this["production"]': "update",
    });
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});
