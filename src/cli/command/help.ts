import { styled, type Text } from "../terminal/style";
import type { Command, Group } from "./command";

/** The exit codes of all commands. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  0: "done",
  1: "it failed: the message says what was attempted",
  2: "the command line is invalid, or a file that it names cannot be used",
  130: "ended by Ctrl-C (143: by SIGTERM, 129: by a closed terminal)",
  141: "ended because the reader of the output is gone, as after | head",
};

const WIDTH = 100;

/** What `--help` prints. */
export function help(of: Command | Group, path: readonly string[], version: string): Text[] {
  const called = path.join(" ");
  const title = path.length === 1 ? `${called} ${version}: ${of.summary}` : `${called}: ${of.summary}`;
  const parts: Text[] = [...wrap(title, 0).map((line) => `${line}\n`)];
  if (of.kind === "command") for (const paragraph of of.about ?? []) parts.push(`\n${wrap(paragraph, 0).join("\n")}\n`);
  parts.push("\n", styled("bold", "Usage"), `\n  ${[called, usage(of)].join(" ").trim()}\n`);
  if (of.kind === "group") {
    parts.push(
      ...section(
        `${capital(of.noun)}s`,
        of.commands.map(({ name, summary }) => [name, summary]),
      ),
    );
    parts.push(...section("Options", [HELP_OPTION, ...(path.length === 1 ? [VERSION_OPTION] : [])]));
    parts.push("\n", `${called} ${of.noun.toUpperCase()} --help shows the options of each.\n`);
  } else {
    parts.push(
      ...section(
        "Arguments",
        (of.arguments ?? []).map((each) => [each.name.toUpperCase(), each.help]),
      ),
    );
    parts.push(...section("Options", [...optionRows(of), HELP_OPTION]));
  }
  const codes = { ...EXIT_CODES, ...(of.kind === "command" && of.exits) };
  parts.push(...section("Exit codes", Object.entries(codes)));
  return parts;
}

/** What follows the command's name: `--dir DIR`, `[options]`. */
function usage(of: Command | Group): string {
  if (of.kind === "group") return `${of.noun.toUpperCase()} [options]`;
  const words = (of.arguments ?? []).map(({ name }) => name.toUpperCase());
  const options = Object.entries(of.options ?? {});
  const required = options.filter(([, each]) => each.required).map(([name, { value = "" }]) => `--${name} ${value}`);
  return [...words, ...required, ...(options.length > required.length ? ["[options]"] : [])].join(" ");
}

type Row = readonly [string, string];

const HELP_OPTION: Row = ["-h, --help", "show this help"];
const VERSION_OPTION: Row = ["-V, --version", "show the version"];

function optionRows({ options = {} }: Command): Row[] {
  return Object.entries(options).map(([name, option]) => [
    option.value === undefined ? `--${name}` : `--${name} ${option.value}`,
    option.choices ? `${option.help} (${option.choices.join(", ")})` : option.help,
  ]);
}

function section(title: string, rows: readonly Row[]): Text[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.flatMap(([name, text]): Text[] => {
    const [first = "", ...others] = wrap(text, width + 4);
    const indented = others.map((line) => `${" ".repeat(width + 4)}${line}\n`);
    return ["  ", styled("cyan", name.padEnd(width)), `  ${first}\n`, ...indented];
  });
  return ["\n", styled("bold", title), "\n", ...lines];
}

function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= WIDTH - indent) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
