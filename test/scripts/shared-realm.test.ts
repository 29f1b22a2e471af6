import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** How jest loads and ends test files here, tried by a jest of its own: test/support/shared-realm. */

const REALM = resolve("test", "support", "shared-realm");

const CONFIG = {
  testEnvironment: join(REALM, "environment.cjs"),
  runtime: join(REALM, "runtime.cjs"),
  modulePaths: [resolve("node_modules")],
  testRegex: "\\.check\\.[jt]s$",
  transform: { "\\.ts$": resolve("test", "support", "esbuild-transform.cjs") },
};

/** What the one file leaves behind, and what the other would find of it. */
const MODULE = "module.exports = { count: 0 };";
const LEAVES = `
const own = require("./own");
const { add_operation } = require("json-logic-js");
test("leaves", () => {
  own.count = 1;
  globalThis.left = true;
  globalThis.fetch = () => "left";
  process.env.LEFT = "1";
  delete process.env.KEPT;
  process.on("SIGUSR2", () => undefined);
  process.exit = () => "left";
  process.exitCode = 7;
  process.chdir("..");
  jest.spyOn(Math, "max").mockReturnValue("left");
  jest.mock("./mocked", () => "a mock");
  add_operation("left", () => true);
  expect(require("./mocked")).toBe("a mock");
});
`;
const FINDS = `
const { apply } = require("json-logic-js");
test("finds", () => {
  const before = require("./own");
  expect(before.count).toBe(0);
  expect("left" in globalThis).toBe(false);
  expect(String(globalThis.fetch)).not.toContain("left");
  expect(process.env.LEFT).toBe(undefined);
  expect(process.env.KEPT).toBe("1");
  expect(process.listenerCount("SIGUSR2")).toBe(0);
  expect(String(process.exit)).not.toContain("left");
  expect(process.cwd()).toBe(__dirname);
  expect(Math.max(1, 2)).toBe(2);
  expect(require("./mocked")).toBe("the real one");
  expect(() => apply({ left: [] })).toThrow("Unrecognized operation");
  let again;
  jest.isolateModules(() => { again = require("./own"); });
  expect(again).not.toBe(before);
  expect(require("node:module").createRequire(__filename)("./own")).toBe(before);
});
`;
const TAKES_TOO_LONG = 'test("never ends", () => new Promise(() => undefined), 50);';
/** Types that are no code, so that lines move. */
const TYPES = "interface Nothing {\n  readonly a: string;\n  readonly b: string;\n}\n";
const FAILS = `${TYPES}import { check } from "./helper";\n\ntest("is wrong", () => {\n  check(1 as number);\n});\n`;
const HELPER = `${TYPES}export function check(one: number): void {\n  expect(one).toBe(2);\n}\n`;

function run(files: Readonly<Record<string, string>>): { readonly code: number | null; readonly output: string } {
  const directory = mkdtempSync(join(tmpdir(), "realm-"));
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      resolve("node_modules/jest/bin/jest.js"),
      "--runInBand",
      "--no-cache",
      "--rootDir",
      directory,
      "-c",
      JSON.stringify(CONFIG),
    ],
    { cwd: directory, encoding: "utf8", env: { ...process.env, KEPT: "1" } },
  );
  return { code: status, output: stdout + stderr };
}

test("what one test file leaves behind, the next does not find", () => {
  // The larger file is run first.
  const { code, output } = run({
    "leaves.check.js": `${LEAVES}//${"-".repeat(2000)}\n`,
    "finds.check.js": FINDS,
    "own.js": MODULE,
    "mocked.js": 'module.exports = "the real one";',
  });
  expect(output).toContain("2 passed, 2 total");
  expect(output.indexOf("PASS ./leaves.check.js")).toBeLessThan(output.indexOf("PASS ./finds.check.js"));
  expect(code).toBe(0);
});

test("a test that never ends, and one that is wrong, fail and say where", () => {
  const { code, output } = run({ "long.check.js": TAKES_TOO_LONG, "wrong.check.ts": FAILS, "helper.ts": HELPER });
  expect(code).toBe(1);
  expect(output).toContain("Exceeded timeout of 50 ms");
  expect(output).toContain("helper.ts:6:15");
  expect(output).toContain("wrong.check.ts:8:3");
});
