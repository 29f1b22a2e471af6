import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { VERSION } from "../../src/version";
import { Workspace } from "../support/terraform-workspace";
import { flagform } from "./flagform";

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startFlagsmithEmulator({
    seed: { projects: [{ name: "Shop", environments: [{ name: "production" }] }] },
  });
  workspace = new Workspace(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

test("what it lays out, and the configuration it prints, are what terraform init -plugin-dir takes", async () => {
  const mirror = join(workspace.directory, "of my own");
  const { code, stdout } = await flagform("provider", "--dir", mirror);
  expect(code).toBe(0);
  expect(stdout).toContain(`The provider ${VERSION} is in ${mirror}.`);
  const printed = /^ {2}terraform \{[\s\S]*?^ {2}\}/m.exec(stdout)?.[0] ?? "";
  workspace.write("main.tf", `${printed}\ndata "flagform_environment" "one" {\n  name = "production"\n}\n`);
  await workspace.succeed("init", "-input=false", `-plugin-dir=${mirror}`);
  expect((await workspace.succeed("plan", "-input=false")).output).toContain("No changes.");
  const folder = join(mirror, "registry.terraform.io/flagform/flagform", VERSION);
  expect(readdirSync(folder).sort()).toEqual(["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"]);
  const executable = join(folder, "linux_arm64", `terraform-provider-flagform_v${VERSION}`);
  expect(statSync(executable).mode & 0o111).toBe(0o111);
});

test("laid out again it changes nothing that Terraform has locked", async () => {
  const mirror = join(workspace.directory, "mirror-of-two");
  mkdirSync(mirror);
  await flagform("provider", `--dir=${mirror}`);
  workspace.configure(`data "flagform_environment" "one" {\n  name = "production"\n}\n`);
  await workspace.succeed("init", "-input=false", `-plugin-dir=${mirror}`);
  expect((await flagform("provider", "--dir", mirror)).code).toBe(0);
  await workspace.succeed("init", "-input=false", "-lockfile=readonly", `-plugin-dir=${mirror}`);
});

test.each([
  [[], "set the target directory with --dir"],
  [["--dir", ""], "set the target directory with --dir"],
  [["--directory", "somewhere"], "'--directory'"],
  [["somewhere"], "somewhere"],
])("%j is refused with the usage", async (argv, reason) => {
  const { code, stdout, output } = await flagform("provider", ...argv);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(output).toContain(reason);
  expect(output).toContain("usage: flagform provider --dir DIR");
});

test("a place that cannot be written to is told by name, without a stack trace", async () => {
  const file = workspace.write("a-file", "");
  const { code, output } = await flagform("provider", "--dir", join(file, "below"));
  expect(code).toBe(1);
  expect(output).toMatch(/^flagform: .*a-file/);
  expect(output).not.toContain("    at ");
});
