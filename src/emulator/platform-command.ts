import type { RunningEmulator } from "./wire/server/start";

/** What `flagform emulator <platform>` needs of a platform. */
export interface PlatformCommand {
  /** The platform's name as shown in messages: "Flagsmith". */
  readonly title: string;
  /** The options that only this platform has. */
  readonly options: Readonly<Record<string, PlatformOption>>;
  /** The seed that it starts with if it gets none: what the examples of README and guides need. */
  readonly starter: Readonly<Record<string, readonly unknown[]>>;
  /**
   * Starts the emulator and returns how to point the provider at it. Throws a ZodError for invalid options and a
   * SeedError for an invalid seed.
   */
  start(given: Given): Promise<Started>;
}

interface PlatformOption {
  readonly help: string;
  /** What stands for the value in the help: "SLUG". A switch has none. */
  readonly value?: string;
  readonly integer?: true;
  readonly choices?: readonly string[];
}

/** The options' values: common ones, and the platform's own by name. */
interface Given {
  readonly common: {
    readonly port?: number;
    readonly key?: string;
    readonly limitedKey?: string;
    /** Requests per minute. */
    readonly budget?: number;
    readonly seed?: unknown;
  };
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  on(name: string): boolean;
}

export interface Started {
  readonly emulator: RunningEmulator;
  /** What was created from the seed, line by line. */
  readonly facts: readonly string[];
  /** The provider's environment variables, keys included: whoever starts the emulator needs them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The rest of the provider's configuration. */
  readonly provider: ProviderBlock;
}

interface ProviderBlock {
  /** In HCL, without the braces around it, line by line. */
  readonly hcl: readonly string[];
  /** With the constructs: one statement in a stack. */
  readonly typescript: string;
}

/** Of the platforms whose lists have pages of any size. */
export const PAGE_SIZE: PlatformOption = {
  value: "N",
  integer: true,
  help: "rows per page: a small number makes short lists page",
};

/** One of the choices; the command line accepts no other text. */
export function oneOf<T extends string>(choices: readonly T[], given: string | undefined): T | undefined {
  return choices.find((each) => each === given);
}

/** The block of a platform whose provider takes a project by name: named if there is exactly one. */
export function projectBlock(platform: string, construct: string, names: readonly string[]): ProviderBlock {
  const [name, ...others] = names;
  const project = name === undefined || others.length > 0 ? undefined : JSON.stringify(name);
  return {
    hcl: [`platform = "${platform}"`, ...(project === undefined ? [] : [`project  = ${hclText(project)}`])],
    typescript: `new ${construct}(stack, "flags"${project === undefined ? "" : `, { project: ${project} }`});`,
  };
}

/** Terraform evaluates `${` and `%{` in a text. */
export function hclText(quoted: string): string {
  return quoted.replace(/[$%](?=\{)/g, "$&$&");
}
