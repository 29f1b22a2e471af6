import type { Command, Group, Option } from "../command/command";

/** A point in a command line, after so many names of commands, and what may come next. */
export interface Place {
  /** "" at the start, then " emulator", " emulator flagsmith". */
  readonly at: string;
  /** What the words mean: "command", "platform", "shell". */
  readonly noun: string;
  readonly words: readonly { readonly word: string; readonly help: string }[];
  readonly options: readonly (Option & { readonly name: string })[];
}

const HELP = { name: "help", help: "show help" };
const VERSION = { name: "version", help: "show the version" };

/** Every place, from the first word to the last command. */
export function placesOf(node: Command | Group, at = ""): Place[] {
  if (node.kind === "command") {
    const [argument] = node.arguments ?? [];
    const words = (argument?.choices ?? []).map((word) => ({ word, help: "" }));
    const options = Object.entries(node.options ?? {}).map(([name, option]) => ({ ...option, name }));
    return [{ at, noun: argument?.name ?? "", words, options: [...options, HELP] }];
  }
  const words = node.commands.map(({ name, summary }) => ({ word: name, help: summary }));
  const here: Place = { at, noun: node.noun, words, options: at === "" ? [HELP, VERSION] : [HELP] };
  return [here, ...node.commands.flatMap((each) => placesOf(each, `${at} ${each.name}`))];
}

/** Whether its value is the name of a file, which shells complete by themselves. */
export function takesFile({ value }: Option): boolean {
  return value === "FILE" || value === "DIR";
}

/** In single quotes, for any of the shells. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
