import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { installDemofile } from "../fixtures/install-demofile";
import { writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";

/** What the guide shows to those who come from the Flagsmith provider does what it says. */

const GUIDE = join(__dirname, "..", "..", "docs", "guides", "coming-from-flagsmith-provider.md");

const SEED = {
  projects: [
    {
      name: "Shop",
      environments: [{ name: "production" }, { name: "staging" }],
      features: [{ name: "new-checkout", initial_value: "classic" }],
    },
  ],
};

test("the state moves as the guide shows, and nothing is written", async () => {
  const emulator = await startFlagsmithEmulator({ seed: SEED });
  const workspace = new Workspace(emulator);
  try {
    const [project] = emulator.planted.projects;
    const [production, staging] = project?.environments ?? [];
    const [feature] = project?.features ?? [];
    const unit = { environment_id: production?.id, feature_id: feature?.id };
    const value = { type: "unicode", string_value: "classic", integer_value: null, boolean_value: null };
    writeFileSync(
      join(workspace.directory, "terraform.tfstate"),
      stateOf({
        flagsmith_feature: ["checkout", { id: feature?.id, feature_name: "new-checkout", project_id: project?.id }],
        flagsmith_feature_state: [
          "checkout_production",
          { ...unit, id: 1, enabled: false, segment_id: null, feature_state_value: value },
        ],
        flagsmith_environment: ["staging", { id: staging?.id, name: "staging", project_id: project?.id }],
      }),
    );
    workspace.write("main.tf", configuration());
    // Terraform demands that the old provider is there; what stands in for it here knows none of its resources.
    installDemofile(workspace.mirror, "flagsmith", "flagsmith");
    await workspace.init();
    await workspace.succeed("state", "rm", "flagsmith_environment.staging");
    await workspace.apply();
    expect(writesOf(emulator)).toEqual([]);
    expect(Object.keys(await workspace.state()).sort()).toEqual([
      "data.flagform_environment.production",
      "flagform_environment.staging",
      "flagform_environment_definition.checkout_production",
      "flagform_feature_flag.checkout",
    ]);
    expect(await workspace.planIsEmpty()).toBe(true);
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});

/**
 * The guide's blocks, one after the other: what is moved, then what is let go and imported. For `removed` Terraform wants the
 * old provider's schema, which a stand-in has not: that part goes by the guide's commands.
 */
function configuration(): string {
  const blocks = [...readFileSync(GUIDE, "utf8").matchAll(/^```hcl\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  expect(blocks).toHaveLength(2);
  return blocks.join("\n").replace(/^removed \{[\s\S]*?^\}/m, "");
}

/** A state file as the Flagsmith provider leaves it. */
function stateOf(resources: Readonly<Record<string, readonly [name: string, attributes: object]>>): string {
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "5f0f6c1e-0000-4000-8000-000000000000",
    outputs: {},
    resources: Object.entries(resources).map(([type, [name, attributes]]) => ({
      mode: "managed",
      type,
      name,
      provider: 'provider["registry.terraform.io/flagsmith/flagsmith"]',
      instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
    })),
  });
}
