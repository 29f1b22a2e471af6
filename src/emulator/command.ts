import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ZodError, z } from "zod";
import { startFlagsmithEmulator } from "./flagsmith/emulator";
import type { EmulatorOptions, FlagsmithEmulator } from "./flagsmith/emulator";
import { SERVER_RELEASES } from "./flagsmith/options";
import { SeedError } from "./flagsmith/seed";

/** Where the command writes, and what ends it; absent, the process's signals do. */
export interface EmulatorIo {
  out(text: string): void;
  err(text: string): void;
  readonly signal?: AbortSignal;
}

const USAGE = `flagform emulator flagsmith [--port 8765] [--key KEY] [--limited-key KEY] [--page-size N] [--budget N/min]
                            [--versioning] [--edge] [--organisation NAME] [--server ${SERVER_RELEASES.join("|")}] [--seed FILE]

  --port          a port of the loopback interface (a free one when absent)
  --key           the organisation's master key (generated when absent)
  --limited-key   a second master key, one without permissions
  --page-size     rows a page: 999 as in production (the default); smaller ones make lists page sooner
  --budget        requests a minute for each key, as 5/min; past it the answer is 429
  --versioning    new environments have feature versioning v2
  --edge          identities of new projects live at the edge, as on SaaS
  --organisation  the organisation's name
  --server        the release to be: 2.240 lacks the whole-flag endpoint, 2.200 also the experiments
  --seed          a JSON document with projects to start with
`;

/** Arguments that make no sense: the message is for people. */
class UsageError extends Error {}

/** `flagform emulator flagsmith …`: runs until it is interrupted, then tells how often each route was asked. */
export async function runEmulatorCommand(argv: string[], io: EmulatorIo): Promise<number> {
  if (argv.some((each) => each === "--help" || each === "-h")) {
    io.out(USAGE);
    return 0;
  }
  let emulator: FlagsmithEmulator;
  try {
    emulator = await startFlagsmithEmulator(await readArguments(argv));
  } catch (failure) {
    io.err(`flagform emulator: ${explain(failure)}\n`);
    return failure instanceof UsageError || failure instanceof ZodError || failure instanceof SeedError ? 2 : 1;
  }
  io.out(describe(emulator));
  await interrupted(io.signal);
  io.out(countsTable(emulator.counts()));
  await emulator.stop();
  return 0;
}

async function readArguments([platform, ...argv]: string[]): Promise<EmulatorOptions> {
  if (platform !== "flagsmith") {
    throw new UsageError(
      `${platform === undefined ? "name the platform" : `there is no platform "${platform}"`}: flagsmith\n\n${USAGE}`,
    );
  }
  const values = parse(argv);
  return {
    ...(values.port !== undefined && { port: wholeNumber("--port", values.port) }),
    ...(values.key !== undefined && { key: values.key }),
    ...(values["limited-key"] !== undefined && { limitedKey: values["limited-key"] }),
    ...(values["page-size"] !== undefined && { pageSize: wholeNumber("--page-size", values["page-size"]) }),
    ...(values.budget !== undefined && { budget: budget(values.budget) }),
    ...(values.versioning && { versioning: true }),
    ...(values.edge && { identities: "edge" as const }),
    ...(values.organisation !== undefined && { organisation: values.organisation }),
    ...(values.server !== undefined && { server: release(values.server) }),
    ...(values.seed !== undefined && { seed: await readSeed(values.seed) }),
  };
}

function parse(argv: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: argv,
      strict: true,
      options: {
        port: text,
        key: text,
        "limited-key": text,
        "page-size": text,
        budget: text,
        versioning: flag,
        edge: flag,
        organisation: text,
        server: text,
        seed: text,
      },
    }).values;
  } catch (failure) {
    throw new UsageError(`${failure instanceof Error ? failure.message : String(failure)}\n\n${USAGE}`);
  }
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new UsageError(`${name} takes a whole number, not "${value}"`);
  return Number(value);
}

function budget(value: string): number {
  const number = /^(\d+)\/min$/.exec(value)?.[1];
  if (number === undefined) throw new UsageError(`--budget takes requests a minute, as 5/min, not "${value}"`);
  return Number(number);
}

function release(value: string): NonNullable<EmulatorOptions["server"]> {
  const found = SERVER_RELEASES.find((each) => each === value);
  if (!found) throw new UsageError(`--server takes one of ${SERVER_RELEASES.join(", ")}, not "${value}"`);
  return found;
}

async function readSeed(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as unknown;
  } catch (failure) {
    throw new UsageError(`cannot read the seed ${file}: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}

function explain(failure: unknown): string {
  if (failure instanceof ZodError) return `these arguments are not good:\n${z.prettifyError(failure)}`;
  return failure instanceof Error ? failure.message : String(failure);
}

/** The address and how to point the provider at it. Keys are shown: whoever starts the emulator needs them. */
function describe(emulator: FlagsmithEmulator): string {
  const [project, ...others] = emulator.planted.projects;
  return [
    `Flagsmith emulator at ${emulator.url}`,
    `organisation   ${emulator.organisationId}`,
    `limited key    ${emulator.limitedKey}`,
    `control token  ${emulator.controlToken}   (Authorization: Bearer TOKEN at ${emulator.url}/__emulator__/requests and /__emulator__/faults)`,
    ...emulator.planted.projects.flatMap((each) => [
      `project        ${each.id} ${each.name}`,
      ...each.environments.map((environment) => `  environment  ${environment.name}  ${environment.key}`),
    ]),
    "",
    `export FLAGSMITH_HOST=${emulator.url}`,
    `export FLAGSMITH_MASTER_API_KEY=${emulator.key}`,
    `export FLAGSMITH_ORGANISATION=${emulator.organisationId}`,
    ...(project && others.length === 0 ? [`export FLAGSMITH_PROJECT=id:${project.id}`] : []),
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
