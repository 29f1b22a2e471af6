import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { hasTerraform } from "../fixtures/terraform-run";
import { CdktfProject } from "./cdktf-project";

/** The example as its README tells it: the real cdktf, the real terraform, the built package. */

const DELETE_SEGMENT_OVERRIDE = /segment-override/;

/** A stack with infrastructure beside its flags: the fixture provider's notes. */
const WITH_SECOND_PROVIDER = `
import { App, TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { FeatureFlag, FlagEnvironment, FlagsmithProvider, ReleaseGate } from "flagform";

class Notes extends TerraformProvider {
  synthesizeAttributes() {
    return { directory: import.meta.dirname ?? process.cwd() };
  }
}

const app = new App();
const stack = new TerraformStack(app, "both");
new FlagsmithProvider(stack, "flagsmith");
new Notes(stack, "notes", {
  terraformResourceType: "demofile",
  terraformProviderSource: "fixtures/demofile",
  terraformGeneratorMetadata: { providerName: "demofile", providerVersion: "1.0.0" },
});
const flag = new FeatureFlag(stack, "flag", { key: "a-flag" });
const definition = flag.define(FlagEnvironment.fromName(stack, "production", "production"), { enabled: true });
const gate = new ReleaseGate(stack, "gate", { after: [definition] });
const note = new TerraformResource(stack, "note", {
  terraformResourceType: "demofile_note",
  terraformGeneratorMetadata: { providerName: "demofile" },
  dependsOn: [gate],
});
note.addOverride("name", "a-note");
note.addOverride("content", "after the flag");
app.synth();
`;

test("its unit tests pass, without Terraform and without a server", () => {
  const folder = join(__dirname, "../../examples/checkout");
  const output = execFileSync(process.execPath, ["--test", "--test-reporter=tap"], { cwd: folder, encoding: "utf8" });
  expect(output).toContain("# pass 6");
  expect(output).toContain("# fail 0");
});

(hasTerraform() ? describe : describe.skip)("examples/checkout with cdktf", () => {
  let emulator: FlagsmithEmulator;
  let project: CdktfProject;

  beforeEach(async () => {
    const seed: unknown = JSON.parse(readFileSync(join(__dirname, "../../examples/checkout/seed.json"), "utf8"));
    emulator = await startFlagsmithEmulator({ key: "sesame", seed });
    project = new CdktfProject("checkout", {
      FLAGSMITH_HOST: emulator.url,
      FLAGSMITH_MASTER_API_KEY: "sesame",
      FLAGSMITH_PROJECT: "Shop",
    });
  });

  afterEach(async () => {
    project.remove();
    await emulator.stop();
  });

  test("deploys, has nothing more to do, and is destroyed", async () => {
    const first = await project.must("deploy", "checkout", "--auto-approve");
    expect(first).toContain("Apply complete! Resources: 6 added, 0 changed, 0 destroyed.");
    expect(first).toContain("the checkout flag is in place");
    expect(await project.must("diff", "checkout")).toContain("No changes.");
    expect(await project.must("destroy", "checkout", "--auto-approve")).toContain(
      "Destroy complete! Resources: 6 destroyed.",
    );
    expect(Object.keys(emulator.counts()).filter((route) => DELETE_SEGMENT_OVERRIDE.test(route))).not.toEqual([]);
  });

  test("deploys at the first try where another provider is in the stack", async () => {
    project.installSecondProvider();
    project.write("both.mjs", WITH_SECOND_PROVIDER);
    const app = ["--app", "node both.mjs", "--auto-approve"];
    expect(await project.must("deploy", "both", ...app)).toContain("Apply complete! Resources: 4 added");
    expect(await project.must("destroy", "both", ...app)).toContain("Destroy complete! Resources: 4 destroyed.");
  });
});
