import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
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

/** What both engines must tell alike. */
function expectTheStory(output: string): void {
  const steps = stepsOf(output);
  expect(steps.size).toBe(7);
  expect(step(steps, "Plan again")).toContain("No changes.");
  const table = (text: string) =>
    [...text.matchAll(/^ {2}(user-42|anna|bob), .*? {3,}(o.*?) {3}(o.*)$/gm)].map(([, who, ...cells]) => [
      who,
      ...cells.map((cell) => cell.trim()),
    ]);
  expect(table(step(steps, "Apply"))).toEqual([
    ["user-42", "on  100", "on  500"],
    ["anna", "on  100", "on  50"],
    ["bob", "on  100", "off 10"],
  ]);
  const drift = step(steps, "Someone turns the flag on in production by hand");
  expect(drift).toMatch(/bob, from elsewhere +on {2}100 +on {2}10$/m);
  expect(drift).toMatch(/~ +enabled += true -> false/);
  const change = step(steps, "The limit changes in code");
  expect(change).toMatch(/~ +integer += 10 -> 25/);
  expect([...change.matchAll(/^ +(\d+) {2}(POST|PATCH|PUT|DELETE) (.*)$/gm)].map(([, ...each]) => each)).toEqual([
    ["1", "PATCH", "/api/__future__/environments/{environment}/features/{feature}/"],
  ]);
  expect(change).toMatch(/bob, from elsewhere +on {2}100 +off 25$/m);
  const destroy = step(steps, "Destroy");
  expect(destroy).toMatch(
    /1 {2}DELETE \/api\/__future__\/environments\/\{environment\}\/features\/\{feature\}\/segment-overrides\/\{segment\}\//,
  );
  expect(destroy).toMatch(/1 {2}DELETE \/api\/v1\/environments\/\{environment\}\/identities\/\{identity\}\/featurestates\//);
  expect(destroy.match(/no such flag/g)).toHaveLength(6);
}

test("with Terraform on PATH it is the real one that plans, applies and destroys", async () => {
  const binary = findTerraform();
  if (!binary) throw new Error(`This test runs the real Terraform, and there is none on PATH. ${HOW_TO_GET_IT}`);
  const { code, output } = await start(["demo"], { TMPDIR: folder }).finished;
  if (code !== 0) throw new Error(output);
  expect(output).toContain(`The real ${binary.name} (${binary.file}) runs the provider as a process of its own.`);
  expect(output).toContain("Apply complete! Resources: 6 added, 0 changed, 0 destroyed.");
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
