import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";

/** Each example of the pages is applied by the real Terraform, as a module of one configuration; then each is imported. */

const EXAMPLES = join(__dirname, "..", "..", "docs", "examples");
const FILES = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tf"));

const SEED = {
  projects: [
    {
      name: "Shop",
      environments: [{ name: "staging" }, { name: "production" }],
      features: [{ name: "legacy-search" }],
      segments: [
        {
          name: "beta testers",
          rules: [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "beta", value: "true" }] }],
        },
      ],
    },
  ],
};

let emulator: FlagsmithEmulator;
let workspace: Workspace;
let main: string;

beforeAll(async () => {
  emulator = await startFlagsmithEmulator({ seed: SEED });
  workspace = new Workspace(emulator);
  const provider = read("provider/provider.tf");
  const required = /^terraform \{[\s\S]*?^\}/m.exec(provider)?.[0] ?? "";
  const modules = examples().map(([name, text]) => {
    const folder = join(workspace.directory, name);
    mkdirSync(folder);
    workspace.write(join(name, "main.tf"), `${required}\n${text}`);
    return `module "${name}" {\n  source = "./${name}"\n}`;
  });
  main = [provider, ...modules].join("\n\n");
  workspace.write("main.tf", main);
  await workspace.init();
});

afterAll(async () => {
  workspace.remove();
  await emulator.stop();
});

test("the examples apply together, leave nothing to do, and are imported by the ids that the pages give", async () => {
  await workspace.apply();
  // The examples that list what is there see now what the others made.
  await workspace.apply();
  expect((await workspace.plan()).changes).toEqual({});

  rmSync(join(workspace.directory, "terraform.tfstate"));
  workspace.write("imports.tf", imports());
  // What no page imports stands in the way of being made again.
  workspace.write("main.tf", main.replace(/^provider "flagform" \{/m, "$&\n  plan_checks = false"));
  const { changes } = await workspace.plan();
  const imported = importedAddresses();
  expect(imported.length).toBeGreaterThan(5);
  // What the server does not tell is settled by an update that sends nothing; a wrong id would fail the plan.
  expect(imported.filter((address) => (changes[address] ?? "update") !== "update")).toEqual([]);
});

/** Modules by name: what stands on the page of a resource, a data source or a function. */
function examples(): [string, string][] {
  return FILES.filter((file) => /\/(resource|data-source|function)\.tf$/.test(file)).map((file) => [
    moduleOf(file),
    read(file),
  ]);
}

function moduleOf(file: string): string {
  return file.replace(/\.tf$/, "").replace("/", "_");
}

function imports(): string {
  return FILES.filter((file) => file.endsWith("/import.tf"))
    .map((file) => read(file).replace("to = ", `to = module.${moduleOf(file.replace("import.tf", "resource.tf"))}.`))
    .join("\n");
}

function importedAddresses(): string[] {
  return [...imports().matchAll(/to = (\S+)/g)].map(([, address = ""]) => address);
}

function read(file: string): string {
  return readFileSync(join(EXAMPLES, file), "utf8");
}
