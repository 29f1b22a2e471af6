import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FLAGFORM } from "../../src/cli/commands/all";
import { placesOf } from "../../src/cli/completion/places";
import { run } from "./in-process";

test("bash completes commands, options, values and files, at every place", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flagform-completion-"));
  try {
    writeFileSync(join(folder, "my seed.json"), "");
    const { out: script } = await run(["completion", "bash"]);
    const asked = [
      [""],
      ["em"],
      ["emulator", ""],
      ["emulator", "flagsmith", "--se"],
      ["emulator", "flagsmith", "--edge", "--server", ""],
      ["emulator", "flagsmith", "--seed", "my"],
      ["emulator", "flagsmith", "--key", ""],
      ["completion", ""],
      ["demo", "--v"],
    ];
    const tries = asked.map((words) => `try flagform ${words.map((word) => `'${word}'`).join(" ")}`);
    const test = `${script}\ntry() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _flagform; (IFS="|"; echo "\${COMPREPLY[*]}"); }\n${tries.join("\n")}\n`;
    const answers = execFileSync("bash", ["--norc", "-s"], { input: test, cwd: folder, encoding: "utf8" });
    expect(answers.split("\n").slice(0, -1)).toEqual([
      "provider|adopt|review|export|check|emulator|demo|completion|--help|--version",
      "emulator",
      "flagsmith|split|vercel|mixpanel|--help",
      "--seed|--server",
      "2.265|2.240|2.200",
      "my seed.json",
      "",
      "bash|zsh|fish|--help",
      "--verbose",
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(["zsh", "fish"])("%s gets every command and every option", async (shell) => {
  const { out, code } = await run(["completion", shell]);
  expect(code).toBe(0);
  for (const { at, words, options } of placesOf(FLAGFORM)) {
    expect(out).toContain(at);
    for (const { word } of words) expect(out).toContain(word);
    for (const { name, help } of options) {
      expect(out).toContain(shell === "zsh" ? `--${name}[` : `-l ${name} `);
      // The quotes and brackets in a help text end nothing.
      expect(out).toContain(help.split(/['[\]:\\]/)[0]);
    }
  }
});
