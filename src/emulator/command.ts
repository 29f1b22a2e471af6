import { z, ZodError } from "zod";
import { isUsageError, type PlatformCommand, readArguments, type Started, UsageError } from "./command-line";
import { flagsmithCommand } from "./flagsmith/command";
import { mixpanelCommand } from "./mixpanel/command";
import { splitCommand } from "./split/command";
import { vercelCommand } from "./vercel/command";

/** Where the command writes and what stops it: the signal, or SIGINT and SIGTERM when there is none. */
export interface EmulatorIo {
  out(text: string): void;
  err(text: string): void;
  readonly signal?: AbortSignal;
}

const PLATFORMS: ReadonlyMap<string, PlatformCommand> = new Map([
  ["flagsmith", flagsmithCommand],
  ["split", splitCommand],
  ["vercel", vercelCommand],
  ["mixpanel", mixpanelCommand],
]);

const COMMON = [
  "--port          a port of the loopback interface (a free one when absent)",
  "--key           the credential (generated when absent); on Mixpanel the service account's secret",
  "--limited-key   a second credential with few permissions or none",
  "--page-size     rows per page; a small number makes short lists page (Flagsmith, Vercel)",
  "--budget        requests per minute, for example 5/min; above it the answer is 429",
  "--seed          a file with a JSON document to start with",
];

/** `flagform emulator <platform> …`: runs until it is interrupted, then prints how often each route was requested. */
export async function runEmulatorCommand([name, ...argv]: string[], io: EmulatorIo): Promise<number> {
  if ([name, ...argv].some((each) => each === "--help" || each === "-h")) {
    io.out(usage());
    return 0;
  }
  const command = name === undefined ? undefined : PLATFORMS.get(name);
  if (!command) {
    const what = name === undefined ? "the platform is missing" : `unknown platform "${name}"`;
    io.err(`flagform emulator: ${what}: ${[...PLATFORMS.keys()].join(", ")}\n\n${usage()}\n`);
    return 2;
  }
  let started: Started;
  try {
    started = await command.start(await readArguments(argv, command));
  } catch (failure) {
    io.err(`flagform emulator: ${explain(failure)}\n`);
    return isUsageError(failure) ? 2 : 1;
  }
  io.out(describe(command, started));
  await interrupted(io.signal);
  io.out(countsTable(started.emulator.counts()));
  await started.emulator.stop();
  return 0;
}

function usage(): string {
  const lines = [`flagform emulator ${[...PLATFORMS.keys()].join("|")} [options]`, "", ...COMMON];
  for (const { title, help } of PLATFORMS.values()) if (help.length > 0) lines.push("", `${title} only:`, ...help);
  return `${lines.map((line) => (line.startsWith("--") ? `  ${line}` : line)).join("\n")}\n`;
}

function explain(failure: unknown): string {
  if (failure instanceof ZodError) return `invalid arguments:\n${z.prettifyError(failure)}`;
  if (failure instanceof UsageError && !failure.message.startsWith("-")) return `${failure.message}\n\n${usage()}`;
  return failure instanceof Error ? failure.message : String(failure);
}

function describe({ title }: PlatformCommand, { emulator, facts, variables }: Started): string {
  const control = `${emulator.url}/__emulator__`;
  return [
    `${title} emulator at ${emulator.url}`,
    `page           ${emulator.url}/   (flags, who is served what, requests and faults, in a browser)`,
    ...facts,
    `control token  ${emulator.controlToken}   (Authorization: Bearer TOKEN at ${control}/requests and ${control}/faults)`,
    "",
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${value}`),
    "",
  ].join("\n");
}

function countsTable(counts: Record<string, number>): string {
  const rows = Object.entries(counts).map(([route, count]) => `${String(count).padStart(6)}  ${route}`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return ["", `${String(total).padStart(6)}  requests`, ...rows, ""].join("\n");
}

function interrupted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      process.off("SIGINT", end);
      process.off("SIGTERM", end);
      resolve();
    };
    if (signal?.aborted) {
      resolve();
      return;
    }
    signal?.addEventListener("abort", end, { once: true });
    if (!signal) {
      process.on("SIGINT", end);
      process.on("SIGTERM", end);
    }
  });
}
