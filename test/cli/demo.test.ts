import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, HOW_TO_GET_IT } from "../../src/cli/terraform-binary";
import { start } from "./flagform";

/** The first thing that people run. */

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagform-demo-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The story by its steps' titles. */
function stepsOf(output: string): ReadonlyMap<string, string> {
  const [, ...steps] = output.split(/^━━ \d+\. /m);
  return new Map(steps.map((step) => [step.slice(0, step.indexOf("\n")), step]));
}

function step(steps: ReadonlyMap<string, string>, beginning: string): string {
  const found = [...steps].find(([title]) => title.startsWith(beginning));
  if (!found) throw new Error(`the demo has no step that begins with "${beginning}"`);
  return found[1];
}

/** What both engines must tell alike, in fewer lines than a page or two. */
function expectTheStory(output: string): void {
  expect(output.trimEnd().split("\n").length).toBeLessThan(100);
  expect(output).not.toContain("\u001b");
  const steps = stepsOf(output);
  expect(steps.size).toBe(7);
  expect(step(steps, "Plan again")).toContain("No changes.");
  expect(step(steps, "Apply")).toContain(
    "Served to bob (from elsewhere): staging no flag → on 100, production no flag → off 10",
  );
  const drift = step(steps, "Someone turns the flag on in production by hand");
  expect(drift).toContain("Served to bob (from elsewhere): production off 10 → on 10\n");
  expect(drift).toMatch(/^ {4}enabled: true -> false$/m);
  expect(drift).toContain("Served to bob (from elsewhere): production on 10 → off 10\n");
  const change = step(steps, "The limit changes in code");
  expect(change).toMatch(/^ {4}integer: 10 -> 25$/m);
  expect(change).toContain("(2 reads, 1 write)");
  expect([...change.matchAll(/^ +(\d+) {2}(POST|PATCH|PUT|DELETE) (.*)$/gm)].map(([, ...each]) => each)).toEqual([
    ["1", "PATCH", "/api/__future__/environments/{environment}/features/{feature}/"],
  ]);
  // Warnings are Terraform's own.
  const destroy = step(steps, "Destroy");
  expect(destroy).toContain("Warning: Flags that are still served will be deleted\n");
  expect(destroy).toMatch(/Flag new-checkout is on in staging/);
  expect(destroy.match(/→ no flag/g)).toHaveLength(6);
  expect(destroy).toContain("! flag-deleted  new-checkout is deleted while it is on in production, staging\n");
  expect(destroy).toMatch(/everyone else +off \(25\) → nothing\n/);
  expectTheSummary(output);
}

function expectTheSummary(output: string): void {
  const [, summary = ""] = output.split("━━ Summary: ");
  expect(summary).toMatch(/^\d+\.\d seconds, requests to Flagsmith: \d+ \(\d+ reads, \d+ writes\)$/m);
  const rows = summary.split("\n").slice(1, 5);
  expect(rows.map((row) => row.trim().split(/ {3,}/))).toEqual([
    ["production", "at first", "applied", "by hand", "corrected", "in code", "destroyed"],
    ["user-42", "no flag", "on 500", "on 500", "on 500", "on 500", "no flag"],
    ["anna", "no flag", "on 50", "on 50", "on 50", "on 50", "no flag"],
    ["bob", "no flag", "off 10", "on 10", "off 10", "off 25", "no flag"],
  ]);
}

test("with Terraform on PATH it is the real one that plans, applies and destroys", async () => {
  const binary = findTerraform();
  if (!binary) throw new Error(`This test runs the real Terraform, and there is none on PATH. ${HOW_TO_GET_IT}`);
  const { code, output } = await start(["demo"], { TMPDIR: folder }).finished;
  if (code !== 0) throw new Error(output);
  expect(output).toContain(`The real ${binary.name} (${binary.file}) runs the provider as a process of its own.`);
  expect(output).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
  expectTheStory(output);
  // What it needed on disk is gone.
  expect(readdirSync(folder)).toEqual([]);
});

test("without Terraform, this process takes its place and says so", async () => {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const { code, output } = await start(["demo"], { PATH: bin, TMPDIR: folder }).finished;
  if (code !== 0) throw new Error(output);
  expect(output).toContain("There is no terraform or tofu on PATH, so this process takes its place");
  expect(output).toContain(HOW_TO_GET_IT);
  expectTheStory(output);
  expect(readdirSync(folder)).toEqual(["bin"]);
});

test("what Terraform says when it fails is shown whole, then one line with what to do", async () => {
  const terraform = join(folder, "terraform");
  writeFileSync(terraform, "#!/bin/sh\necho 'Initializing…'\necho '│ Error: the disk is on fire' >&2\nexit 3\n", {
    mode: 0o755,
  });
  const { code, stdout, output } = await start(["demo"], { PATH: `${folder}:${process.env["PATH"] ?? ""}` }).finished;
  expect(code).toBe(1);
  const stderr = output.slice(stdout.length);
  expect(stderr).toContain("Initializing…\n│ Error: the disk is on fire\n");
  expect(stderr.trimEnd().split("\n").at(-1)).toBe(
    "flagform demo: terraform init -input=false -no-color failed: what it said is above. To see every step's output: flagform demo --verbose",
  );
});

test("--verbose shows Terraform's own words, and every route", async () => {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, "node"));
  const { code, output } = await start(["demo", "--verbose"], { PATH: bin, FORCE_COLOR: "1" }).finished;
  expect(code).toBe(0);
  const plain = output.replace(/\u001b\[\d+m/g, "");
  expect(plain).not.toBe(output);
  expect(plain).toMatch(/^ {2}│ {3}~ resource "flagform_environment_definition"/m);
  expect(plain).toMatch(/^ +\d+ {2}GET \/api\/v1\/projects\/$/m);
  expectTheSummary(plain);
});
