import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PLATFORMS } from "../../src/constructs/layout/provider-package";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { VERSION } from "../../src/version";
import { Workspace } from "../support/terraform-workspace";
import { flagform, start, startIn } from "./flagform";

const EXECUTABLE = `terraform-provider-flagform_v${VERSION}`;

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
  expect(stdout).toContain(`terraform init "-plugin-dir=${mirror}" (or tofu init)`);
  const printed = /^ {2}terraform \{[\s\S]*?^ {2}\}/m.exec(stdout)?.[0] ?? "";
  workspace.write("main.tf", `${printed}\ndata "flagform_environment" "one" {\n  name = "production"\n}\n`);
  await workspace.succeed("init", "-input=false", `-plugin-dir=${mirror}`);
  expect((await workspace.succeed("plan", "-input=false")).output).toContain("No changes.");
  const folder = join(mirror, "registry.terraform.io/flagform/flagform", VERSION);
  expect(readdirSync(folder).sort()).toEqual(["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"]);
  const executable = join(folder, "linux_arm64", EXECUTABLE);
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

test("in terraform.d/plugins, terraform init finds it without any setting, and OpenTofu by its own registry's name", async () => {
  const { code, stdout } = await startIn(workspace.directory, "provider", "--dir", "./terraform.d/plugins").finished;
  expect(code).toBe(0);
  expect(stdout).toContain("initialise in this folder with: terraform init (or tofu init)");
  workspace.configure(`data "flagform_environment" "one" {\n  name = "production"\n}\n`);
  await workspace.succeed("init", "-input=false");
  expect(await workspace.planIsEmpty()).toBe(true);
  const hosts = readdirSync(join(workspace.directory, "terraform.d", "plugins")).sort();
  expect(hosts).toEqual(["registry.opentofu.org", "registry.terraform.io"]);
  // Both hosts and all platforms share one file.
  const files = hosts.flatMap((host) =>
    PLATFORMS.map((platform) =>
      statSync(join(workspace.directory, "terraform.d/plugins", host, "flagform/flagform", VERSION, platform, EXECUTABLE)),
    ),
  );
  expect(files).toHaveLength(8);
  expect(new Set(files.map(({ ino }) => ino)).size).toBe(1);
  expect(files.every(({ mode }) => (mode & 0o111) === 0o111)).toBe(true);
});

test("in terraform.d/plugins of another folder, and of the home, it says where init finds it; elsewhere with which option", async () => {
  const said = async (dir: string) => (await startIn(workspace.directory, "provider", "--dir", dir).finished).stdout;
  expect(await said("live/terraform.d/plugins")).toContain("and initialise in live with: terraform init (or tofu init)\n");
  expect(await said("my terraform.d/plugins")).toContain(
    'and initialise with: terraform init "-plugin-dir=my terraform.d/plugins" (or tofu init)\n',
  );
  const argv = ["provider", "--dir", join(workspace.directory, ".terraform.d", "plugins")];
  const { stdout } = await start(argv, { HOME: workspace.directory }).finished;
  expect(stdout).toContain("and initialise in any folder with: terraform init (or tofu init)\n");
});

test("a place that cannot be written to is told by name, in one line with what to do", async () => {
  const below = join(workspace.write("a-file", ""), "below");
  const { code, stdout, output } = await flagform("provider", "--dir", below);
  expect([code, stdout]).toEqual([1, ""]);
  expect(output).toBe(
    `flagform provider: cannot write the provider to ${below}: a part of the path is a file, not a folder. Choose another folder with --dir.\n`,
  );
});

test("a folder that cannot be made is one line", async () => {
  const { code, output } = await flagform("provider", "--dir", "/proc/flagform/plugins");
  expect(code).toBe(1);
  expect(output.trim()).toMatch(
    /^flagform provider: cannot write the provider to \/proc\/flagform\/plugins: .* Choose another folder with --dir\.$/,
  );
});
