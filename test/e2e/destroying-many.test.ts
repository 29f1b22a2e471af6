import { PlatformWorkbench } from "../support/platform-workbench";
import { Workspace } from "../support/terraform-workspace";
import { providerBlock } from "./neutral-stack";

/** What the destroy of a whole stack tells people: one block for each kind of warning, however many flags there are. */

const FLAGS = 4;
const ENVIRONMENTS = ["production", "preview"];

function stackOf(workbench: PlatformWorkbench): string {
  const flags = Array.from({ length: FLAGS }, (_, index) => `flag-${String(index)}`);
  const definition = (flag: string, environment: string): string => `
resource "flagform_environment_definition" "${flag}_${environment}" {
  environment = "${environment}"
  flag        = flagform_feature_flag.${flag}.key
  flag_id     = flagform_feature_flag.${flag}.id
  enabled     = true
}
`;
  const resources = flags.map(
    (flag) => `
resource "flagform_feature_flag" "${flag}" {
  key  = "${flag}"
  type = "boolean"
}
${ENVIRONMENTS.map((environment) => definition(flag, environment)).join("")}`,
  );
  return `provider "flagform" ${providerBlock(workbench)}\n${resources.join("")}`;
}

test("flags that are served and definitions that would stay are told of in two blocks that Terraform folds", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  const workspace = new Workspace({ url: workbench.server.url, key: "" });
  try {
    workspace.configure(stackOf(workbench));
    await workspace.init();
    await workspace.apply();
    const told = await workspace.destroy();
    expect(told.match(/Warning: .*/g)?.sort()).toEqual([
      "Warning: Definitions are kept: their flags stay served, unless the flags are deleted too",
      "Warning: Flags that are still served will be deleted",
    ]);
    expect(told).toContain(`(and ${String(FLAGS - 1)} more similar warnings elsewhere)`);
    expect(told).toContain(`(and ${String(FLAGS * ENVIRONMENTS.length - 1)} more similar warnings elsewhere)`);
    expect(told).toContain("Destroy complete! Resources: 12 destroyed.");
  } finally {
    workspace.remove();
    await workbench.stop();
  }
});
