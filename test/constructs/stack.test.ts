import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { LOCK_FILE } from "../../src/constructs/layout/lock-file";
import { hasTerraform, Workspace } from "../fixtures/terraform-run";
import { checkout } from "./checkout-stack";
import { temporaryDirectory } from "./fake-package";

test("a whole stack as JSON", () => {
  expect(Testing.synth(checkout(), true)).toMatchSnapshot();
});

test("a whole stack as HCL", () => {
  expect(Testing.synthHcl(checkout(), true)).toMatchSnapshot();
});

(hasTerraform() ? describe : describe.skip)("the real terraform and the real provider take it", () => {
  let workspace: Workspace;
  beforeEach(() => (workspace = new Workspace()));
  afterEach(() => workspace.remove());

  /** The stack's directory as another machine would get it: a copy. */
  function copyOfStack(): void {
    const app = new App({ outdir: temporaryDirectory() });
    checkout(app);
    app.synth();
    cpSync(join(app.outdir, "stacks", "flags"), workspace.directory, { recursive: true });
  }

  test("as JSON, without network or configuration, and without a word about the lock file", () => {
    copyOfStack();
    const before = readFileSync(join(workspace.directory, LOCK_FILE), "utf8");
    workspace.must("init", "-lockfile=readonly");
    expect(workspace.must("validate")).toContain("The configuration is valid");
    expect(readFileSync(join(workspace.directory, LOCK_FILE), "utf8")).toBe(before);
  });

  test("as HCL", () => {
    copyOfStack();
    rmSync(join(workspace.directory, "cdk.tf.json"));
    workspace.write("main.tf", String(Testing.synthHcl(checkout())));
    workspace.must("init");
    expect(workspace.must("validate")).toContain("The configuration is valid");
  });
});
