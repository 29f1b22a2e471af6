import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adoptFrom } from "../support/adopting";
import { livedIn } from "../support/lived-in";
import { type PlatformName, PLATFORMS, PlatformWorkbench, SECRET } from "../support/platform-workbench";
import { Workspace } from "../support/terraform-workspace";

/** What is adopted, with the real Terraform, and the program with TypeScript's own compiler at its strictest. */

const CREDENTIALS: Readonly<Record<PlatformName, string>> = {
  flagsmith: "FLAGSMITH_MASTER_API_KEY",
  split: "SPLIT_API_KEY",
  vercel: "VERCEL_TOKEN",
  mixpanel: "MIXPANEL_SECRET",
};
const ROOT = join(__dirname, "..", "..");

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  let workspace: Workspace;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(livedIn(name));
  });
  afterAll(() => workbench.stop());
  beforeEach(() => {
    const key = name === "flagsmith" ? `admin000.${SECRET}` : SECRET;
    const account = { MIXPANEL_USERNAME: usernameOf(workbench) };
    workspace = new Workspace({ url: workbench.server.url, key }, { [CREDENTIALS[name]]: key, ...account });
  });
  afterEach(() => {
    workspace.remove();
  });

  test("the configuration is as terraform fmt writes it, and its plan only imports", async () => {
    const { files, adopted } = await adoptFrom(workbench, { format: "hcl" });
    for (const [file, text] of Object.entries(files).filter(([each]) => each.endsWith(".tf"))) workspace.write(file, text);
    await workspace.succeed("fmt", "-check", "-diff");
    await workspace.init();
    await expectOnlyImports(adopted.plan.imports);
  });

  test("the program compiles, and what it writes only imports", async () => {
    const { files, adopted } = await adoptFrom(workbench);
    for (const [file, text] of Object.entries(files)) workspace.write(file, text);
    install(workspace.directory);
    execFileSync(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc")], { cwd: workspace.directory });
    execFileSync(process.execPath, [join("build", "main.js")], { cwd: workspace.directory, env: workspace.env });
    workspace.cwd = join(workspace.directory, "cdktf.out", "stacks", name === "mixpanel" ? name : "shop");
    await workspace.succeed("init", "-input=false");
    await expectOnlyImports(adopted.plan.imports);
  });

  async function expectOnlyImports(count: number): Promise<void> {
    workbench.forget();
    const only = `Plan: ${String(count)} to import, 0 to add, 0 to change, 0 to destroy.`;
    expect(await workspace.apply()).toContain(only);
    expect(workbench.writes()).toEqual([]);
    expect(await workspace.planIsEmpty()).toBe(true);
  }
});

/** The packages as npm install would put them there. */
function install(directory: string): void {
  const modules = join(directory, "node_modules");
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, "flagform"));
  for (const each of ["cdktf", "constructs", "@types"]) symlinkSync(join(ROOT, "node_modules", each), join(modules, each));
  writeFileSync(join(directory, ".npmrc"), "");
}

function usernameOf({ server }: PlatformWorkbench): string {
  return "username" in server ? String(server.username) : "";
}
