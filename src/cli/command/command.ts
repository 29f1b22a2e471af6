import type { Io } from "../terminal/io";

/** What the command line offers is data: parsing, help, completion and docs/cli.md all come from these declarations. */

export interface Option {
  /** A phrase for the help, without a full stop. */
  readonly help: string;
  /** What stands for its value in the help: `FILE`, `DIR`, `N`. A switch has none. Shells complete names of files for FILE and DIR. */
  readonly value?: string;
  /** Its value is a whole number. */
  readonly integer?: true;
  /** All values that it takes. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly many?: true;
  readonly required?: true;
}

interface Argument {
  readonly name: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

export type Options = Readonly<Record<string, Option>>;

/** The values of options: a list where an option may be repeated, a boolean for a switch, and undefined where it is not given. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { many: true }
    ? readonly string[]
    : O[K] extends { choices: readonly (infer C)[] }
      ? C | Absent<O[K]>
      : O[K] extends { integer: true }
        ? number | Absent<O[K]>
        : O[K] extends { value: string }
          ? string | Absent<O[K]>
          : boolean;
};

type Absent<O extends Option> = O extends { required: true } ? never : undefined;

interface Run<V> {
  readonly values: V;
  /** One for each declared argument: all are required. */
  readonly arguments: readonly string[];
  readonly io: Io;
  /** All commands. */
  readonly root: Group;
}

interface Declaration<V, O extends Options> {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** Paragraphs below the summary. */
  readonly about?: readonly string[];
  readonly arguments?: readonly Argument[];
  readonly options?: O;
  /** Exit codes of its own, besides those of all commands. */
  readonly exits?: Readonly<Record<number, string>>;
  /** Loads its code when it runs; returns the exit code. */
  run(given: Run<V>): Promise<number>;
}

export interface Command extends Declaration<Readonly<Record<string, unknown>>, Options> {
  readonly kind: "command";
}

/** Commands below a name, as `flagform emulator flagsmith`. */
export interface Group {
  readonly kind: "group";
  readonly name: string;
  readonly summary: string;
  /** What one of its commands is: "platform". */
  readonly noun: string;
  readonly commands: readonly (Command | Group)[];
}

export function defineCommand<const O extends Options = Record<never, never>>(
  declaration: Declaration<Values<O>, O>,
): Command {
  // The parser gives every declared option its value, in the form that its declaration asks for.
  return {
    ...declaration,
    kind: "command",
    run: (given) => declaration.run({ ...given, values: given.values as Values<O> }),
  };
}

/** An invalid command line, or a file named on it that cannot be used: exit code 2. The message ends with the next step. */
export class UsageError extends Error {}
