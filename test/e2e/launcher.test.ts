import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../src/version";
import { startProcess } from "../support/processes";
import { type Checkout, startCheckout } from "./checkout";

/** The provider's executable finds Node, or says in one sentence that there is none. */

const EXECUTABLE = join(__dirname, "..", "..", "lib", "provider", `terraform-provider-flagform_v${VERSION}`);

let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ workspace, stop } = await startCheckout());
});
afterEach(() => stop());

/** A PATH with a shell's tools and without Node. */
function pathWithoutNode(): string {
  const folder = join(workspace.directory, "bin");
  mkdirSync(folder);
  for (const place of (process.env["PATH"] ?? "").split(":").reverse()) {
    for (const tool of ["sh", "env"]) {
      try {
        if (readdirSync(place).includes(tool) && !readdirSync(folder).includes(tool)) {
          symlinkSync(join(place, tool), join(folder, tool));
        }
      } catch {
        // A PATH may name folders that are not there.
      }
    }
  }
  return folder;
}

test("FLAGFORM_NODE is the Node that runs it, whatever PATH has", async () => {
  workspace.env["PATH"] = pathWithoutNode();
  expect(await workspace.planIsEmpty()).toBe(false);
  // The workspace's FLAGFORM_NODE writes down each process that it runs.
  expect(workspace.providers().length).toBeGreaterThan(1);
});

test("where there is no Node, Terraform shows the sentence that says what to do", async () => {
  workspace.env["PATH"] = pathWithoutNode();
  delete workspace.env["FLAGFORM_NODE"];
  expect(await workspace.fail("plan", "-input=false")).toMatch(
    /The flagform provider needs Node\.js 20 or newer, and \\?"node\\?" was not found on this machine: install a supported release, such as Node\.js 24, or set FLAGFORM_NODE to its path\./,
  );
});

test("where FLAGFORM_NODE leads nowhere, the sentence names it", async () => {
  workspace.env["FLAGFORM_NODE"] = "/nowhere/node";
  expect(await workspace.fail("plan", "-input=false")).toMatch(/\/nowhere\/node\\?" was not found/);
});

test("run by hand it explains itself, and fails", async () => {
  const { code, stdout, output } = await startProcess(EXECUTABLE, [], { env: { PATH: process.env["PATH"] } }).finished;
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(output).toContain("It is a plugin: Terraform (or OpenTofu) starts it by itself.");
  expect(output).toContain("terraform init");
});

test("the package holds nothing that Terraform could take for the executable but the executable", () => {
  const names = readdirSync(join(EXECUTABLE, ".."));
  expect(names.filter((name) => name.startsWith("terraform-provider-flagform"))).toHaveLength(1);
  expect(readFileSync(EXECUTABLE, "utf8").startsWith("#!/bin/sh\n")).toBe(true);
});

test("this release of Node knows the flags that the provider sets for itself", () => {
  const { stderr } = spawnSync(process.execPath, [join(EXECUTABLE, "..", "start.cjs")], { encoding: "utf8" });
  expect(stderr).toContain("Terraform");
  expect(stderr).not.toMatch(/unrecognized|Error:/);
});
