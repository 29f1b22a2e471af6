import { readFile } from "node:fs/promises";
import { ZodError } from "zod";
import { countsTable, describeEmulator } from "../../emulator/command";
import type { PlatformCommand, Started } from "../../emulator/platform-command";
import { describeIssues, SeedError } from "../../emulator/wire/seed";
import { getOwn } from "../../get-own";
import { UsageError } from "../command/command";
import { CLOSED_PIPE, Interruption, type Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { failedCall, messageOf, systemReason } from "../terminal/system-error";
import type { CommonValues } from "./options";

type EmulatorValues = CommonValues & Readonly<Record<string, unknown>>;

/** Runs until it is interrupted, then prints how often each route was requested. */
export async function runEmulator(platform: PlatformCommand, values: EmulatorValues, io: Io): Promise<number> {
  const ended = io.interruption();
  const started = await start(platform, values);
  const [title = "", ...lines] = describeEmulator(platform, started).split("\n");
  io.out(styled("bold", title), `\n${lines.join("\n")}`);
  await aborted(ended);
  io.out(countsTable(started.emulator.counts()));
  await started.emulator.stop();
  return ended.reason instanceof Interruption && ended.reason.exitCode === CLOSED_PIPE ? CLOSED_PIPE : 0;
}

async function start(platform: PlatformCommand, values: EmulatorValues): Promise<Started> {
  const { port, key, budget, "limited-key": limitedKey } = values;
  const seed = await chooseSeed(platform, values);
  try {
    return await platform.start({
      common: {
        ...(port !== undefined && { port }),
        ...(key !== undefined && { key }),
        ...(limitedKey !== undefined && { limitedKey }),
        ...(budget !== undefined && { budget: requestsAMinute(budget) }),
        ...(seed !== undefined && { seed }),
      },
      text: (name) => only("string", getOwn(values, name)),
      number: (name) => only("number", getOwn(values, name)),
      on: (name) => getOwn(values, name) === true,
    });
  } catch (cause) {
    throw explained(cause, values);
  }
}

async function chooseSeed({ starter }: PlatformCommand, { seed, empty }: CommonValues): Promise<unknown> {
  if (seed !== undefined && empty) throw new UsageError("--seed and --empty exclude each other: leave one out.");
  if (empty) return Object.fromEntries(Object.keys(starter).map((name) => [name, []]));
  return seed === undefined ? starter : readSeed(seed);
}

async function readSeed(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new UsageError(`cannot read the seed ${file}: ${systemReason(cause)}. Without --seed it starts with an example.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (cause) {
    throw new UsageError(`the seed ${file} is not JSON: ${messageOf(cause)}`);
  }
}

function explained(cause: unknown, { seed, port }: CommonValues): unknown {
  if (cause instanceof SeedError) return new UsageError(`the seed ${seed ?? ""}: ${cause.message}`);
  if (cause instanceof ZodError) return new UsageError(`invalid option ${optionOf(cause)}`);
  if (failedCall(cause) !== "listen") return cause;
  return new Error(
    `cannot listen on port ${String(port ?? 0)}: ${systemReason(cause)}. Choose another with --port, or leave it out for a free one.`,
  );
}

/** The options' own checks name them as they are in code: `pageSize` is `--page-size`. */
function optionOf(cause: ZodError): string {
  return `--${describeIssues(cause).replace(/^\w+/, (name) => name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`))}`;
}

function requestsAMinute(value: string): number {
  const number = /^(\d{1,15})\/min$/.exec(value)?.[1];
  if (number === undefined) throw new UsageError(`--budget takes requests per minute, for example 5/min, not "${value}".`);
  return Number(number);
}

function only(type: "string", value: unknown): string | undefined;
function only(type: "number", value: unknown): number | undefined;
function only(type: string, value: unknown): unknown {
  return typeof value === type ? value : undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        "abort",
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
