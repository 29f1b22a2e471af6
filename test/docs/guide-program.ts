import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EMULATORS } from "../../src/emulator/command";
import type { PageAnswer, PageFlag, PageFlags } from "../../src/emulator/page/view-model";
import type { Started } from "../../src/emulator/platform-command";
import type { Who } from "../support/emulated-platforms";
import { ROOT } from "./blocks";

/** The emulator of a guide's platform, with what `npx flagform emulator <platform>` starts with. */
export async function startAsPrinted(platform: string): Promise<Started> {
  const command = EMULATORS.get(platform);
  if (!command) throw new Error(`there is no emulator of ${platform}`);
  return command.start({
    common: { seed: command.starter },
    text: () => undefined,
    number: () => undefined,
    on: () => false,
  });
}

/**
 * Runs a page's program with Node and the built package, as its reader does, and gives the stack that it writes, without
 * cdktf's own marks.
 */
export function synthesized(program: string, directory: string): object {
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "main.mjs"), program);
  execFileSync(process.execPath, ["main.mjs"], { cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
  const [stack = ""] = readdirSync(join(directory, "cdktf.out", "stacks"));
  const text = readFileSync(join(directory, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8");
  return JSON.parse(text, (key, value: unknown) => (key === "//" || key === "backend" ? undefined : value)) as object;
}

/** What an emulator's page shows, in words of no platform and without ids. */
export async function shown(url: string, people: readonly (Who & { readonly environment: string })[]): Promise<Shown> {
  const response = await fetch(`${url}/__emulator_page__/flags`);
  const { project, flags } = (await response.json()) as PageFlags;
  const answers = people.map(async ({ environment, identity, traits = {} }) => {
    const place = project?.environments.find(({ name }) => name === environment);
    const question = { project: project?.id, environment: place?.id, identity, traits };
    const answer = await fetch(`${url}/__emulator_page__/served`, { method: "POST", body: JSON.stringify(question) });
    const { answers: all } = (await answer.json()) as { readonly answers: readonly PageAnswer[] };
    // The server's ids decide about shares.
    return sortedBy(
      all.filter(({ reason }) => reason.kind !== "split"),
      ({ flag }) => flag,
    );
  });
  return {
    environments: project?.environments.map(({ name }) => name) ?? [],
    flags: sortedBy(flags, ({ key }) => key),
    answers: await Promise.all(answers),
  };
}

function sortedBy<T>(all: readonly T[], name: (each: T) => string): T[] {
  return [...all].sort((one, other) => (name(one) < name(other) ? -1 : 1));
}

interface Shown {
  readonly environments: readonly string[];
  readonly flags: readonly PageFlag[];
  readonly answers: readonly (readonly PageAnswer[])[];
}

/** What Terraform's state file holds of the types that no override is part of, without what a server chooses. */
export function stateIn(directory: string): Managed[] {
  const { resources } = JSON.parse(readFileSync(join(directory, "terraform.tfstate"), "utf8")) as StateFile;
  const managed = resources.filter(({ mode }) => mode === "managed");
  return compared(managed.flatMap(({ type, instances }) => instances.map(({ attributes }) => ({ type, attributes }))));
}

/** Of a state: what constructs and HCL must agree about, whatever the addresses are. */
export function compared(resources: readonly Managed[]): Managed[] {
  const found = resources
    .filter(({ type }) => COMPARED.includes(type))
    .map(({ type, attributes }) => ({
      type,
      attributes: Object.fromEntries(
        Object.entries(attributes).filter(([name, value]) => value !== null && !SERVERS.test(name)),
      ),
    }));
  return sortedBy(found, nameOf);
}

function nameOf({ type, attributes }: Managed): string {
  return `${type} ${String(attributes["key"] ?? attributes["name"])}`;
}

const COMPARED = ["flagform_feature_flag", "flagform_segment", "flagform_environment"];
const SERVERS = /^(id|.*_id|client_key|revision|scope)$/;

export interface Managed {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface StateFile {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}
