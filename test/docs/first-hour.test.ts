import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blocksOf } from "./blocks";
import { follow, idleReasons, notFollowed } from "./followed";
import { pack, Reader } from "./reader";

/** README, "Start here" and "In a pipeline", followed word by word in an empty folder: the emulator, the program, Terraform. */

const README = "README.md";
const START = "docs/guides/start.md";
const CI = "docs/ci.md";

/** The pages' port; the test's emulator takes a free one. */
const PORT = /8765/g;

let folder: string;
let packed: string;
let reader: Reader;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "packed-"));
  packed = pack(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  reader = new Reader();
  reader.install(packed);
});

afterEach(async () => {
  await reader.leave();
});

/** Starts the emulator as a page does, and gives how its other blocks are then to be read. */
async function startEmulator(page: string): Promise<(text: string) => string> {
  const block = follow(page, /^npx flagform emulator/m);
  const command = /^npx flagform emulator .*$/m.exec(block)?.[0] ?? "";
  const output = await reader.start(command.replace(PORT, "0").replace(/ &$/, ""), "Ctrl-C ends it");
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1] ?? "";
  return (text) => text.replace(PORT, port);
}

test("README: the example runs as printed, against the emulator as it starts", async () => {
  const here = await startEmulator(README);
  reader.write("main.mjs", follow(README, /new TerraformStack/));
  const commands = [follow(README, /^export FLAGSMITH_HOST/m), follow(README, /^node main\.mjs/m)];
  expect(await reader.run(here(commands.join("\n")))).toContain("Apply complete!");
});

test("README: plain HCL runs as printed, and the id that it names imports", async () => {
  const here = await startEmulator(README);
  reader.write("main.tf", follow(README, /^hcl\n/));
  const environment = follow(README, /^export FLAGSMITH_HOST/m);
  const commands = [environment, follow(README, /^npx flagform provider/m), "terraform apply"].join("\n");
  expect(await reader.run(here(commands))).toContain("Apply complete! Resources: 2 added");
  expect(readdirSync(join(reader.folder, "terraform.d", "plugins")).sort()).toEqual([
    "registry.opentofu.org",
    "registry.terraform.io",
  ]);
  const address = "flagform_environment_definition.production";
  const again = [environment, `terraform state rm ${address}`, `terraform import ${address} production/new-checkout`];
  expect(await reader.run(here(again.join("\n")))).toContain("Import successful!");
});

test("Start here: both ways lead to a flag, and to an empty plan", async () => {
  const here = await startEmulator(START);
  const environment = follow(START, /^export FLAGSMITH_HOST/m);
  reader.write("main.mjs", follow(START, /new TerraformStack/));
  const constructs = [
    ...[environment, follow(START, /^node main\.mjs/m)],
    ...["terraform plan -detailed-exitcode", "terraform destroy"],
  ];
  const planned = await reader.run(here(constructs.join("\n")));
  expect(planned).toContain("Apply complete! Resources: 2 added");
  expect(planned).toContain("No changes.");
  const main = follow(START, /^terraform\n/);
  reader.write("main.tf", main);
  const hcl = await reader.run(here(`${environment}\n${follow(START, /^npx flagform provider/m)}`));
  expect(hcl).toContain("Apply complete! Resources: 2 added");
  const changed = async (enabled: string) => {
    reader.write("main.tf", main.replace(/^ *enabled += true\n/m, enabled));
    return reader.run(here(`${environment}\nterraform plan`));
  };
  expect(await changed("enabled = false\n")).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
  expect(await changed("")).toContain("is no longer managed");
});

test("In a pipeline: a saved plan is applied, by constructs and by plain HCL", async () => {
  const here = await startEmulator(CI);
  const environment = follow(README, /^export FLAGSMITH_HOST/m);
  reader.write("main.mjs", follow(README, /new TerraformStack/));
  // The plan's exit code says that there are changes: a shell with -e would end there.
  const saved = await reader.run(here(`${environment}\n${follow(CI, /^node main\.mjs/m)}`), { goOn: true });
  expect(saved).toContain("Apply complete!");
  reader.write("main.tf", follow(README, /^hcl\n/));
  const hcl = await reader.run(here(`${environment}\n${follow(CI, /^terraform init$/m)}\nterraform validate`));
  expect(hcl).toContain("The configuration is valid.");
  expect(await reader.run(`rm -r terraform.d\n${remoteRuns()}`)).toContain("terraform init");
  const home = `rm -r terraform.d .terraform*\nnpx flagform provider --dir ~/.terraform.d/plugins\nterraform init`;
  expect(await reader.run(home)).toContain("Terraform has been successfully initialized!");
});

/** The second block of its kind: the provider becomes part of what is uploaded. */
function remoteRuns(): string {
  const [, second] = blocksOf(CI).filter(({ text }) => text.startsWith("npx flagform provider"));
  return follow(CI, new RegExp(`^sh\\n${(second?.text ?? "").replaceAll(".", "\\.")}$`));
}

// The last test of the file: it looks at what the others followed.
test("each block of the documentation is followed, or has a reason why not", () => {
  expect(notFollowed()).toEqual([]);
  expect(idleReasons()).toEqual([]);
});
