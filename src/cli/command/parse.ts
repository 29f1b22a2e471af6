import { parseArgs } from "node:util";
import { getOwn } from "../../get-own";
import { nearWords } from "../../platforms/adapter/lists/near-words";
import { type Command, type Group, type Option, type Options, UsageError } from "./command";

/** What a command line asks for. */
type Request =
  | { readonly kind: "help"; readonly of: Command | Group; readonly path: readonly string[] }
  | { readonly kind: "version" }
  | {
      readonly kind: "run";
      readonly command: Command;
      readonly path: readonly string[];
      readonly values: Readonly<Record<string, unknown>>;
      readonly arguments: readonly string[];
    };

/** Throws a UsageError that names the nearest command or option, and the command whose help has the rest. */
export function parse(root: Group, argv: readonly string[]): Request {
  const { found, path, rest, help } = findCommand(root, argv);
  if (found === root && rest[0] !== undefined && ["--version", "-V", "version"].includes(rest[0]))
    return { kind: "version" };
  if (help || (found.kind === "command" && asksForHelp(rest))) return { kind: "help", of: found, path };
  const hint = `See ${[...path, "--help"].join(" ")}`;
  if (found.kind === "group") throw new LocatedUsageError(path, `${missing(found, rest)} ${hint}`);
  try {
    return { kind: "run", command: found, path, ...parseRest(found, rest) };
  } catch (cause) {
    throw cause instanceof UsageError ? new LocatedUsageError(path, `${cause.message} ${hint}`) : cause;
  }
}

/** Which command is meant: `flagform emulator`, for messages that begin with it. */
export class LocatedUsageError extends UsageError {
  constructor(
    readonly path: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

interface Found {
  readonly found: Command | Group;
  readonly path: readonly string[];
  readonly rest: readonly string[];
  /** `flagform help emulator` and `flagform --help emulator` are `flagform emulator --help`. */
  readonly help: boolean;
}

function findCommand(root: Group, argv: readonly string[]): Found {
  let found: Command | Group = root;
  const path = [root.name];
  let help = false;
  for (const [index, word] of argv.entries()) {
    if (found.kind === "command") return { found, path, rest: argv.slice(index), help };
    if (isHelp(word) || (word === "help" && path.length === 1)) {
      help = true;
      continue;
    }
    const next: Command | Group | undefined = found.commands.find(({ name }) => name === word);
    if (!next) return { found, path, rest: argv.slice(index), help: false };
    found = next;
    path.push(word);
  }
  return { found, path, rest: [], help };
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

function asksForHelp(rest: readonly string[]): boolean {
  const end = rest.indexOf("--");
  return rest.slice(0, end === -1 ? undefined : end).some(isHelp);
}

function missing({ commands, noun }: Group, [word]: readonly string[]): string {
  const names = commands.map(({ name }) => name);
  if (word === undefined) return `name a ${noun}: ${orList(names)}.`;
  if (word.startsWith("-")) return unknownOption(word.split("=", 1)[0] ?? word, ["--help", "--version"]);
  const meant = near(names, word).map((name) => `"${name}"`);
  return `there is no ${noun} "${word}".${meant.length > 0 ? didYouMean(meant) : ` It is ${orList(names)}.`}`;
}

function parseRest(
  command: Command,
  rest: readonly string[],
): { values: Readonly<Record<string, unknown>>; arguments: string[] } {
  const options = command.options ?? {};
  const given: string[] = [];
  const values = new Map<string, unknown>(
    Object.entries(options).map(([name, { many, value }]) => [name, many ? [] : value === undefined ? false : undefined]),
  );
  for (const token of tokenize(rest, options)) {
    if (token.kind === "positional") given.push(token.value);
    if (token.kind !== "option") continue;
    const option = getOwn(options, token.name);
    if (!option || token.rawName !== `--${token.name}`)
      throw new UsageError(
        unknownOption(
          token.rawName,
          Object.keys(options).map((each) => `--${each}`),
        ),
      );
    const value = valueOf(token.rawName, option, token.value, token.inlineValue === true);
    values.set(token.name, option.many ? [values.get(token.name), value].flat() : value);
  }
  const words = checkArguments(command, given);
  for (const [name, { required, value = "" }] of Object.entries(options))
    if (required && [values.get(name)].flat().every((each) => each === undefined))
      throw new UsageError(`--${name} is missing: add --${name} ${value}.`);
  return { values: Object.fromEntries(values), arguments: words };
}

/** Node's parser only splits: its messages would neither name the nearest option nor the next step. */
function tokenize(rest: readonly string[], options: Options) {
  const declared = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }] as const,
  );
  return parseArgs({ args: [...rest], options: Object.fromEntries(declared), strict: false, tokens: true }).tokens;
}

function unknownOption(name: string, known: readonly string[]): string {
  return `there is no option ${name}.${didYouMean(near(known, name))}`;
}

function valueOf(name: string, option: Option, value: string | undefined, isInline: boolean): string | boolean | number {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${name} takes no value, not "${value}".`);
    return true;
  }
  // `--key --port 1`: the next option is not the value. One that begins with a dash is written `--key=-x`.
  if (value === undefined || value === "" || (!isInline && value.startsWith("-") && value !== "-"))
    throw new UsageError(`${name} needs a value: ${name} ${option.value}.`);
  if (option.integer) {
    if (!/^\d{1,15}$/.test(value)) throw new UsageError(`${name} takes a whole number, not "${value}".`);
    return Number(value);
  }
  if (option.choices && !option.choices.includes(value))
    throw new UsageError(`${name} takes ${orList(option.choices)}, not "${value}".`);
  return value;
}

function checkArguments({ arguments: declared = [] }: Command, given: readonly string[]): string[] {
  const [extra] = given.slice(declared.length);
  if (extra !== undefined) throw new UsageError(`unexpected argument "${extra}".`);
  for (const [index, { name, choices }] of declared.entries()) {
    const value = given[index];
    if (value === undefined) throw new UsageError(`name a ${name}${choices ? `: ${orList(choices)}` : ""}.`);
    if (choices && !choices.includes(value))
      throw new UsageError(`there is no ${name} "${value}": it is ${orList(choices)}.`);
  }
  return [...given];
}

function near(words: readonly string[], wanted: string): string[] {
  const begun = words.filter((word) => wanted.length >= 3 && (word.startsWith(wanted) || wanted.startsWith(word)));
  return begun.length > 0 ? begun : nearWords(words, wanted);
}

function didYouMean(words: readonly string[]): string {
  return words.length > 0 ? ` Did you mean ${orList(words)}?` : "";
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
