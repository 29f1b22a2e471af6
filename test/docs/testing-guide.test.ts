import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blocksOf, ROOT } from "./blocks";

const PAGE = "docs/guides/testing.md";

test("the tests that the guide shows pass, and its failure is what a reader gets", () => {
  const directory = mkdtempSync(join(tmpdir(), "testing-guide-"));
  try {
    const [stack, ...tests] = blocksOf(PAGE).filter(({ language }) => language === "js");
    const failing = blocksOf(PAGE).find(({ text }) => text.includes("nearest who is:"));
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    writeFileSync(join(directory, "stack.mjs"), stack?.text ?? "");
    writeFileSync(join(directory, "personas.json"), blocksOf(PAGE).find(({ language }) => language === "json")?.text ?? "");
    const failure = `
      test("fails as the guide says", () => {
        const ada = served.for("ada", { country: "FR" }).inSegment("staff", false).in("production");
        assert.throws(() => ada.gets("search", "v2"), { message: ${JSON.stringify((failing?.text ?? "").trimEnd())} });
      });`;
    writeFileSync(join(directory, "stack.test.mjs"), [...tests.map(({ text }) => text), failure].join("\n"));
    const output = execFileSync(process.execPath, ["--test", "--test-reporter=tap"], { cwd: directory, encoding: "utf8" });
    expect(output).toContain(`# pass ${tests.length + 2}`);
    expect(output).toContain("# fail 0");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
