import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, Group, Option } from "../../src/cli/command/command";
import { FLAGFORM } from "../../src/cli/commands/all";
import { wantsColours } from "../../src/cli/terminal/colours";
import { VERSION } from "../../src/version";
import { isAlive } from "../support/processes";
import { start, startUnread } from "./flagform";
import { run } from "./in-process";

/** Every command, well and badly called. What depends on the process itself (pipes, signals, colours) is tried on a process of its own. */

type Row = readonly [string, Command | Group, readonly string[]];

function walk(node: Command | Group, path: readonly string[]): Row[] {
  const here: Row = [["flagform", ...path].join(" "), node, path];
  return node.kind === "command" ? [here] : [here, ...node.commands.flatMap((each) => walk(each, [...path, each.name]))];
}

const EVERYTHING = walk(FLAGFORM, []);
const COMMANDS = EVERYTHING.flatMap(([called, node, path]) =>
  node.kind === "command" ? [[called, node, path] as const] : [],
);

describe.each(EVERYTHING)("%s", (called, node, path) => {
  test.each([[[...path, "--help"]], [[...path, "-h"]], [["help", ...path]], [["--help", ...path]]])(
    "%j helps",
    async (argv) => {
      const { code, out, err } = await run(argv);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain(`\nUsage\n  ${called}`);
      const parts =
        node.kind === "group"
          ? node.commands.map(({ name }) => name)
          : Object.keys(node.options ?? {}).map((name) => `--${name}`);
      for (const part of [...parts, "-h, --help"]) expect(out).toMatch(new RegExp(`^  ${part}\\b`, "m"));
      for (const exit of ["0 ", "1 ", "2 ", "130", "141"]) expect(out).toMatch(new RegExp(`^  ${exit}`, "m"));
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    },
  );

  test("refuses an option that it does not have, in one line", async () => {
    await expectRefused([...path, "--nonsense"], called, "there is no option --nonsense. See");
    await expectRefused([...path, "-x"], called, "there is no option -x. See");
    await expectRefused([...path, "--constructor"], called, "there is no option --constructor. See");
  });
});

describe.each(COMMANDS)("%s", (called, { options = {}, arguments: declared = [] }, path) => {
  const given = declared.map(({ choices = ["x"] }) => choices[0] ?? "x");

  test("refuses more arguments than it takes", async () => {
    await expectRefused([...path, ...given, "surplus"], called, 'unexpected argument "surplus".');
  });

  test("refuses a bad value of each option", async () => {
    for (const [name, option] of Object.entries(options))
      await expectOptionChecked(called, [...path, ...given], name, option);
  });
});

async function expectOptionChecked(called: string, before: readonly string[], name: string, option: Option): Promise<void> {
  const argv = [...before, `--${name}`];
  if (option.value === undefined) {
    await expectRefused([...argv.slice(0, -1), `--${name}=yes`], called, `--${name} takes no value, not "yes".`);
    return;
  }
  await expectRefused(argv, called, `--${name} needs a value: --${name} ${option.value}.`);
  await expectRefused([...argv, ""], called, `--${name} needs a value`);
  await expectRefused([...argv, "--help-me"], called, `--${name} needs a value`);
  if (option.integer) await expectRefused([...argv, "many"], called, `--${name} takes a whole number, not "many".`);
  if (option.choices) await expectRefused([...argv, "none-of-these"], called, `--${name} takes `);
}

/** One line on stderr that begins with the command and ends with the next step; nothing on stdout. */
async function expectRefused(argv: readonly string[], called: string, reason: string): Promise<void> {
  const { code, out, err } = await run(argv);
  expect(err).toContain(`${called}: ${reason}`);
  expect(err.endsWith("\n") && err.trimEnd().split("\n")).toHaveLength(1);
  expect(err.trimEnd()).toMatch(/ --help$/);
  expect([code, out]).toEqual([2, ""]);
}

test.each([
  [["demmo"], "flagform", 'there is no command "demmo". Did you mean "demo"?'],
  [["emu"], "flagform", 'there is no command "emu". Did you mean "emulator"?'],
  [["constructor"], "flagform", 'there is no command "constructor". It is provider, '],
  [["--verison"], "flagform", "there is no option --verison. Did you mean --version?"],
  [["emulator"], "flagform emulator", "name a platform: flagsmith, split, vercel or mixpanel."],
  [["emulator", "Flagsmit"], "flagform emulator", 'there is no platform "Flagsmit". Did you mean "flagsmith"?'],
  [
    ["emulator", "optimizely"],
    "flagform emulator",
    'there is no platform "optimizely". It is flagsmith, split, vercel or mixpanel.',
  ],
  [["emulator", "split", "--page-size", "5"], "flagform emulator split", "there is no option --page-size."],
  [["demo", "--verbos"], "flagform demo", "there is no option --verbos. Did you mean --verbose?"],
  [["provider"], "flagform provider", "--dir is missing: add --dir DIR."],
  [["provider", "--directory", "x"], "flagform provider", "there is no option --directory. Did you mean --dir?"],
  [["completion"], "flagform completion", "name a shell: bash, zsh or fish."],
  [["completion", "tcsh"], "flagform completion", 'there is no shell "tcsh": it is bash, zsh or fish.'],
])("%j is refused by name, with what is near", async (argv, called, reason) => {
  await expectRefused(argv, called, reason);
});

test.each([["--version"], ["-V"], ["version"]])("%s is the package's", async (argument) => {
  expect(await run([argument])).toEqual({ code: 0, out: `${VERSION}\n`, err: "" });
});

test("without a command it helps, and fails", async () => {
  const { code, out, err } = await run([]);
  expect([code, err]).toEqual([2, ""]);
  expect(out).toBe((await run(["--help"])).out);
});

describe("colours", () => {
  const terminal = { isTTY: true };
  test.each<[string, { isTTY?: boolean }, NodeJS.ProcessEnv, boolean]>([
    ["a terminal", terminal, { TERM: "xterm-256color" }, true],
    ["a pipe", {}, { TERM: "xterm-256color" }, false],
    ["a terminal with NO_COLOR", terminal, { TERM: "xterm-256color", NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR, which asks for nothing", terminal, { TERM: "xterm-256color", NO_COLOR: "" }, true],
    ["a dumb terminal", terminal, { TERM: "dumb" }, false],
    ["a pipe with FORCE_COLOR", {}, { FORCE_COLOR: "1" }, true],
    ["a terminal with FORCE_COLOR=0", terminal, { TERM: "xterm-256color", FORCE_COLOR: "0" }, false],
    ["a pipe with both, as in Node", {}, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ])("%s", (_what, stream, env, wanted) => {
    expect(wantsColours(stream, env)).toBe(wanted);
  });

  test("are in what a process prints, and in its errors, only where they are wanted", async () => {
    const clean = { FORCE_COLOR: undefined, NO_COLOR: undefined };
    const [plain, coloured, refused] = await Promise.all([
      start(["--help"], clean).finished,
      start(["--help"], { ...clean, FORCE_COLOR: "1", NO_COLOR: "1" }).finished,
      start(["demmo"], { ...clean, FORCE_COLOR: "1" }).finished,
    ]);
    expect(plain.output).not.toContain("\u001b");
    expect(coloured.output).toContain("\u001b[1mUsage\u001b[22m");
    expect(coloured.output.replace(/\u001b\[\d+m/g, "")).toBe(plain.output);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.output).toContain("\u001b[31mflagform:\u001b[39m there is no command");
  });
});

describe("a process that is ended before its time", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flagform-ended-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([[["--help"]], [["completion", "bash"]], [["emulator", "flagsmith"]], [["demo"]]])(
    "%j: nobody reads: it ends in silence with 141, and leaves nothing behind",
    async (argv) => {
      const { code, stderr } = await startUnread(argv, { TMPDIR: folder });
      expect([code, stderr]).toEqual([141, ""]);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "demo, by %s: Terraform ends first, then it does, with %i, and leaves nothing behind",
    async (signal, expected) => {
      const demo = start(["demo"], { TMPDIR: folder });
      await demo.printed("━━ 1.");
      demo.kill(signal);
      const { code, output } = await demo.finished;
      expect(code).toBe(expected);
      expect(output).not.toContain("flagform demo:");
      expect(readdirSync(folder)).toEqual([]);
      expect(isAlive(demo.id)).toBe(false);
    },
  );
});
