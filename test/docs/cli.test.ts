import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, Group } from "../../src/cli/command/command";
import { FLAGFORM } from "../../src/cli/commands/all";
import { startIn } from "../cli/flagform";

/** docs/cli.md names every command, option and value, and what it shows is what is printed. */

const PAGE = readFileSync(join(__dirname, "..", "..", "docs", "cli.md"), "utf8");
const SECTIONS = new Map(PAGE.split(/^## /m).map((text) => [text.slice(0, text.indexOf("\n")), text]));

function commandsIn(node: Command | Group): Command[] {
  return node.kind === "command" ? [node] : node.commands.flatMap(commandsIn);
}

test.each(FLAGFORM.commands.map((each) => [each.name, each] as const))(
  "flagform %s has a section with every option, value and exit codes",
  (name, node) => {
    const section = SECTIONS.get(`flagform ${name}`) ?? "";
    expect(PAGE).toContain(`[\`flagform ${name}\`](#flagform-${name})`);
    expect(section).toContain("\nExit codes: 0");
    for (const command of commandsIn(node)) {
      if (node.kind === "group") expect(section).toContain(`\`flagform ${name} ${command.name}\``);
      for (const [option, { value, choices = [] }] of Object.entries(command.options ?? {})) {
        expect(section).toContain(`| \`--${option}${value === undefined ? "" : ` ${value}`}\` |`);
        for (const choice of choices) expect(section).toContain(`\`${choice}\``);
      }
      for (const { choices = [] } of command.arguments ?? [])
        for (const choice of choices) expect(section).toContain(`\`${choice}\``);
    }
  },
);

/** Each `$` line and what it prints; `…` stands for anything. */
function transcripts(): [command: string, printed: string][] {
  const blocks = [...PAGE.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part): [string, string] => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]),
  );
}

test("what the page shows is what the commands print", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flagform-docs-"));
  try {
    expect(transcripts().length).toBeGreaterThan(4);
    for (const [command, printed] of transcripts()) {
      const seed = /^echo '(.*)' > (\S+)$/.exec(command);
      if (seed) {
        writeFileSync(join(folder, seed[2] ?? ""), seed[1] ?? "");
        continue;
      }
      const started = startIn(folder, ...command.replace(/^npx flagform /, "").split(" "));
      if (printed.includes("Ctrl-C ends it")) {
        await started.printed("Ctrl-C ends it");
        started.interrupt();
      }
      const pattern = printed
        .trim()
        .split("…")
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      expect((await started.finished).output.trim()).toMatch(new RegExp(`^${pattern.join(".*")}$`));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
