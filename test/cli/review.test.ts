import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./in-process";

/** `flagform review`: what it reads, and how it ends. */

const PLANS = join(__dirname, "..", "fixtures", "plans", "1.11");
const plan = (name: string): string => join(PLANS, `${name}.json`);
const { PATH } = process.env;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "flagform-review-")));
});
afterEach(() => {
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("text by default, and each format by its name", async () => {
  const { code, out, err } = await run(["review", plan("all-at-once")]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("! all-at-once  new-checkout in production goes from off to on for everyone else at once");
  const formats = await Promise.all(
    ["text", "markdown", "html", "json"].map(
      async (format) => (await run(["review", plan("all-at-once"), "--format", format])).out,
    ),
  );
  expect(formats.map((each) => each.slice(0, 12))).toEqual([
    "Flags: 1 dan",
    "<!-- flagfor",
    "<!doctype ht",
    '{\n  "format"',
  ]);
});

test.each([
  [
    "a plan without flags is no failure",
    "without-flags",
    ["--fail-on", "change", "--fail-on", "danger", "--fail-on", "moved>0%"],
    0,
    "",
  ],
  ["nothing changed is no failure", "nothing-changed", ["--fail-on", "change"], 0, ""],
  ["a danger", "kill-lifted", ["--fail-on", "danger"], 3, "--fail-on danger: 1 danger"],
  [
    "no danger, but a change",
    "rollout-step",
    ["--fail-on", "danger", "--fail-on", "change"],
    3,
    "--fail-on change: the plan changes something",
  ],
  ["less than the limit", "rollout-step", ["--fail-on", "moved>20%"], 0, ""],
  ["more than the limit", "rollout-step", ["--fail-on", "moved>19.5%"], 3, "20 % of users move for engine in production"],
  ["without a per cent sign", "rollout-step", ["--fail-on", "moved > 25"], 0, ""],
])("--fail-on: %s", async (_what, name, argv, code, message) => {
  const ran = await run(["review", plan(name), ...argv]);
  expect(ran.code).toBe(code);
  expect(ran.err).toContain(message);
  expect(ran.err.trim().split("\n")).toHaveLength(1);
});

test("--fail-on moved counts a share that the plan does not show as too large", async () => {
  const text = readFileSync(plan("all-at-once"), "utf8");
  const open = JSON.parse(text) as {
    resource_changes: { change: { after: { enabled: unknown }; after_unknown: object } }[];
  };
  const [change] = open.resource_changes;
  if (change)
    Object.assign(change.change, { after_unknown: { enabled: true }, after: { ...change.change.after, enabled: null } });
  const ran = await run(["review", file("open.json", JSON.stringify(open)), "--fail-on", "moved>99%"]);
  expect([ran.code, ran.err]).toEqual([
    3,
    expect.stringContaining("an unknown share of users move for new-checkout in production"),
  ]);
});

test.each([
  ["no file", ["review", "/none/plan.json"], "cannot read /none/plan.json: there is no such file or folder."],
  ["a folder", ["review", "/"], "cannot read /: it is a folder."],
  [
    "a rule of no kind",
    ["review", plan("all-at-once"), "--fail-on", "panic"],
    '--fail-on takes danger, change or moved>25%, not "panic".',
  ],
  ["a limit above all", ["review", plan("all-at-once"), "--fail-on", "moved>101%"], "--fail-on takes danger"],
  [
    "personas that are not there",
    ["review", plan("all-at-once"), "--personas", "/none"],
    "cannot read /none: there is no such file",
  ],
])("%s: one line, exit code 2", async (_what, argv, message) => {
  const { code, out, err } = await run(argv);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(`flagform review: ${message}`);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test.each([
  ["{", "is not JSON"],
  ["[1]", "is not a map of people by name"],
  ['{"anna": {"traits": {"a": {}}}}', "has at anna.traits.a what is not expected there"],
  ['{"anna": {"id": "x"}}', "has at anna what is not expected there"],
])("personas as %j are refused", async (text, message) => {
  const { code, err } = await run(["review", plan("all-at-once"), "--personas", file("people.json", text)]);
  expect([code, err]).toEqual([2, expect.stringContaining(`people.json ${message}`)]);
});

test("personas are asked one by one, and those for whom nothing changes are not named", async () => {
  const people = {
    anna: { identity: "anna", traits: { plan: "staff" } },
    bob: { identity: "bob" },
    carl: { identity: "carl", segments: ["x"] },
  };
  const { out } = await run(["review", plan("rollout-step"), "--personas", file("people.json", JSON.stringify(people))]);
  expect(out).toContain("anna: engine in production  classic → fast\n");
  expect(out).toContain("bob: engine in production  90 % classic, 10 % fast → 70 % classic, 30 % fast\n");
  const { out: other } = await run([
    "review",
    plan("override-lost"),
    "--personas",
    file("people.json", JSON.stringify(people)),
  ]);
  expect(other).not.toContain("anna");
});

test("--production names what counts as production", async () => {
  const { out } = await run(["review", plan("flag-deleted"), "--format", "json", "--production", "Staging"]);
  const { environments } = JSON.parse(out) as { environments: { name: string; production: boolean }[] };
  expect(environments.map(({ name, production }) => [name, production])).toEqual([
    ["staging", true],
    ["production", false],
  ]);
});

test("what PowerShell writes is read too", async () => {
  const text = readFileSync(plan("nothing-changed"), "utf8");
  for (const bytes of [Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from(`\ufeff${text}`)]) {
    const { out } = await run(["review", file("plan.json", bytes)]);
    expect(out).toBe("Flags: Nothing changes for anybody.\n");
  }
});

describe("a saved plan", () => {
  const saved = Buffer.from("PK\u0003\u0004 and so on");

  /** A program that says where it ran and with what, and then answers. */
  function provide(name: string, script: string): void {
    mkdirSync(join(folder, "bin"), { recursive: true });
    const path = join(folder, "bin", name);
    writeFileSync(path, `#!/bin/sh\necho "$PWD $*" >> '${folder}/called'\n${script}\n`);
    chmodSync(path, 0o755);
    process.env["PATH"] = `${join(folder, "bin")}:/usr/bin:/bin`;
  }

  test("is read by terraform, where it was initialised: in the plan's folder or above it", async () => {
    provide("terraform", `cat '${plan("all-at-once")}'`);
    mkdirSync(join(folder, "stack", ".terraform"), { recursive: true });
    mkdirSync(join(folder, "stack", "plans"));
    const given = join(folder, "stack", "plans", "plan");
    writeFileSync(given, saved);
    const { code, out } = await run(["review", given]);
    expect(code).toBe(0);
    expect(out).toContain("all-at-once");
    expect(readFileSync(join(folder, "called"), "utf8")).toBe(`${join(folder, "stack")} show -json -no-color ${given}\n`);
  });

  test("is read by tofu where terraform cannot, and the first error of each is said where none can", async () => {
    provide("terraform", "echo '╷'; echo '│ Error: Failed to read plan'; echo '│ '; echo '│ It is of OpenTofu.'; exit 1");
    provide("tofu", `cat '${plan("nothing-changed")}'`);
    expect((await run(["review", file("plan", saved)])).out).toBe("Flags: Nothing changes for anybody.\n");
    provide("tofu", "echo 'Error: no provider' >&2; exit 1");
    const { code, err } = await run(["review", file("plan", saved)]);
    expect(code).toBe(2);
    expect(err).toContain("terraform: Error: Failed to read plan It is of OpenTofu.; tofu: Error: no provider.");
    expect(err).toContain("Run terraform init there, or give the plan's JSON: terraform show -json PLANFILE");
  });

  test("without either of them, it says what to give instead", async () => {
    process.env["PATH"] = folder;
    const { code, err } = await run(["review", file("plan", saved)]);
    expect(code).toBe(2);
    expect(err).toContain("is a saved plan, which only terraform or tofu can read, and neither is on PATH.");
  });
});

test("a pipe is read to its end, as a process of its own", () => {
  const command = [join(__dirname, "..", "..", "lib", "flagform.js"), "review", "-"];
  const { status, stdout } = spawnSync(process.execPath, command, {
    input: readFileSync(plan("all-at-once")),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(stdout).toContain("all-at-once");
});
