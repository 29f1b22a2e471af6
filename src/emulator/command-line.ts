import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ZodError } from "zod";
import { getOwn } from "../get-own";
import { SeedError } from "./wire/seed";
import type { RunningEmulator } from "./wire/server/start";

/** Invalid arguments; the message is shown to the user. */
export class UsageError extends Error {}

/** What `flagform emulator <platform>` needs of a platform. */
export interface PlatformCommand {
  /** The platform's name as shown in the help: "Flagsmith". */
  readonly title: string;
  /** Help lines for the options that only this platform has: `--edge  identities live at the edge`. */
  readonly help: readonly string[];
  readonly texts: readonly string[];
  readonly switches: readonly string[];
  /**
   * Starts the emulator and returns how to point the provider at it. Throws a ZodError for invalid options and a
   * SeedError for an invalid seed.
   */
  start(given: Arguments): Promise<Started>;
}

export interface Started {
  readonly emulator: RunningEmulator;
  /** What was created from the seed, line by line. */
  readonly facts: readonly string[];
  /** The provider's environment variables, keys included: whoever starts the emulator needs them. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The arguments that all platforms share, and access to the platform's own. */
interface Arguments {
  readonly common: {
    readonly port?: number;
    readonly key?: string;
    readonly limitedKey?: string;
    readonly budget?: number;
    readonly seed?: unknown;
  };
  readonly pageSize: number | undefined;
  text(name: string): string | undefined;
  on(name: string): boolean;
}

export async function readArguments(argv: string[], { texts, switches }: PlatformCommand): Promise<Arguments> {
  const values = parse(argv, texts, switches);
  const text = (name: string): string | undefined => {
    const value = getOwn(values, name);
    return typeof value === "string" ? value : undefined;
  };
  const [port, budget, seed, pageSize] = [text("port"), text("budget"), text("seed"), text("page-size")];
  const [key, limitedKey] = [text("key"), text("limited-key")];
  return {
    common: {
      ...(port !== undefined && { port: wholeNumber("--port", port) }),
      ...(key !== undefined && { key }),
      ...(limitedKey !== undefined && { limitedKey }),
      ...(budget !== undefined && { budget: requestsAMinute(budget) }),
      ...(seed !== undefined && { seed: await readSeed(seed) }),
    },
    pageSize: pageSize === undefined ? undefined : wholeNumber("--page-size", pageSize),
    text,
    on: (name) => getOwn(values, name) === true,
  };
}

/** Throws a UsageError unless the value is one of the choices. */
export function choose<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((each) => each === value);
  if (!found) throw new UsageError(`--${name} takes one of ${choices.join(", ")}, not "${value}"`);
  return found;
}

function parse(argv: string[], texts: readonly string[], switches: readonly string[]): Record<string, unknown> {
  const common = ["port", "key", "limited-key", "page-size", "budget", "seed"];
  const options = Object.fromEntries([
    ...[...common, ...texts].map((name) => [name, { type: "string" as const }]),
    ...switches.map((name) => [name, { type: "boolean" as const }]),
  ]) as Record<string, { type: "string" | "boolean" }>;
  try {
    return parseArgs({ args: argv, strict: true, options }).values;
  } catch (failure) {
    throw new UsageError(failure instanceof Error ? failure.message : String(failure));
  }
}

export function wholeNumber(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new UsageError(`${name} takes a whole number, not "${value}"`);
  return Number(value);
}

function requestsAMinute(value: string): number {
  const number = /^(\d+)\/min$/.exec(value)?.[1];
  if (number === undefined) throw new UsageError(`--budget takes requests per minute, for example 5/min, not "${value}"`);
  return Number(number);
}

async function readSeed(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as unknown;
  } catch (failure) {
    throw new UsageError(`cannot read the seed ${file}: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}

/** Errors in the arguments or the seed, which the user can fix. */
export function isUsageError(failure: unknown): boolean {
  return failure instanceof UsageError || failure instanceof ZodError || failure instanceof SeedError;
}
