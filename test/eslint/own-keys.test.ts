import { execFileSync } from "node:child_process";
import { join } from "node:path";

test("the rule finds each way in which a name that somebody chose meets what every object inherits, and nothing else", () => {
  const cases = join(__dirname, "own-keys-cases.mjs");
  expect(execFileSync(process.execPath, [cases], { encoding: "utf8" })).toMatch(/^\d+ valid, \d+ invalid\n$/);
});
