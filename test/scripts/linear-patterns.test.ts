import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod/mini";

/** What the rule says to code as it would stand in src/, run as `npm run lint` runs it: by Node itself. */
function complaintsAbout(code: string): [line: number, message: string][] {
  const script = `
    import { Linter } from "eslint";
    import { parser } from "typescript-eslint";
    import { linearPatterns } from ${JSON.stringify(join(__dirname, "../../scripts/eslint/linear-patterns.mjs"))};
    const plugins = { flagform: { rules: { "linear-patterns": linearPatterns } } };
    const config = { plugins, languageOptions: { parser }, rules: { "flagform/linear-patterns": "error" } };
    console.log(JSON.stringify(new Linter().verify(${JSON.stringify(code)}, config).map(({ line, message }) => [line, message])));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return z.array(z.tuple([z.number(), z.string()])).parse(JSON.parse(stdout));
}

const SLOW = [
  String.raw`text.replace(/\/+$/, "");`,
  String.raw`/<title[^>]*>(.*?)<\/title>/s.exec(text);`,
  String.raw`/<[^>]*>/.test(text);`,
  String.raw`/^provider "[^]*?^}/gm.test(text);`,
  String.raw`/^(\w+\s?)*$/.test(text);`,
  String.raw`/^(\d*)\.?(\d*)$/.test(text);`,
  String.raw`new RegExp("\\s+$").test(text);`,
  "RegExp(`a+b+a+$`, 'g').test(text);",
  String.raw`new RegExp(pattern).test(text);`,
  String.raw`new RegExp("a", flags).test(text);`,
  "new RegExp(`^${pattern}$`).test(text);",
];

const FAST = [
  String.raw`text.replace(/^\/+/, "");`,
  String.raw`/^[a-z][a-z0-9+.-]*:\/\//i.test(text);`,
  String.raw`text.split(/\s/);`,
  String.raw`/a{1,20}$/.test(text);`,
  String.raw`/"[^"]*"/.test(text);`,
  String.raw`/(\{[^{}]*\}|\*)/.test(text);`,
  String.raw`/^[ \t]*version[ \t]*=/m.test(text);`,
  String.raw`/<[^]*/.test(text);`,
  String.raw`new RegExp(pattern);`,
  String.raw`new RegExp("[0-9]").test(text);`,
];

test("patterns that take more than linear time are found, in literals and in what is made of texts, and no others", () => {
  const found = complaintsAbout([...SLOW, ...FAST].join("\n"));
  expect([...new Set(found.map(([line]) => line))]).toEqual(SLOW.map((_, at) => at + 1));
  const [, message] = found[0] ?? [];
  expect(message).toBe(
    String.raw`Takes more than linear time on a text of many "/": the search starts again at each of them for "\/+".`,
  );
});
