import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, HOW_TO_GET_IT } from "../../src/cli/terraform-binary";
import { layOutProvider } from "../../src/constructs/layout/provider-package";
import { VERSION } from "../../src/version";
import { builtProvider } from "./built-provider";
import { type Finished, isAlive, type StartedProcess, startProcess, until } from "./processes";

/** Where the provider finds its Flagsmith: an emulator, or something that stands before one. */
export interface Endpoint {
  readonly url: string;
  readonly key: string;
}

/** A directory in which the real Terraform runs the built provider against an emulator, with nothing of the user's own in sight. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), "flagform-e2e-"));
  /** Where Terraform runs. */
  cwd = this.directory;
  readonly env: NodeJS.ProcessEnv;
  readonly mirror = join(this.directory, "mirror");
  readonly #temporary = join(this.directory, "tmp");
  readonly #processes = join(this.directory, "processes");
  readonly #binary: string;

  constructor(endpoint: Endpoint, env: Readonly<Record<string, string>> = {}) {
    const binary = findTerraform();
    if (!binary) throw new Error(`These tests run the real Terraform, and there is none on PATH. ${HOW_TO_GET_IT}`);
    this.#binary = binary.file;
    const directory = builtProvider();
    layOutProvider({ address: "registry.terraform.io/flagform/flagform", version: VERSION, directory }, this.mirror);
    const home = join(this.directory, "home");
    mkdirSync(home);
    mkdirSync(this.#temporary);
    this.env = {
      ...Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^(TF|CDKTF|XDG|FLAGSMITH|FLAGFORM)_/.test(name)),
      ),
      HOME: home,
      TMPDIR: this.#temporary,
      TF_CLI_CONFIG_FILE: this.write("terraformrc", ""),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      // Whatever would be fetched from a registry fails at once. The emulator is no https.
      HTTPS_PROXY: "http://127.0.0.1:1",
      https_proxy: "http://127.0.0.1:1",
      // Both kinds of provider write down their process ids: see built-provider.ts for an executable.
      FLAGFORM_NODE: this.write(
        "node",
        `#!/bin/sh\necho $$ >> "${this.#processes}"\nexec "${process.execPath}" "$@"\n`,
        0o755,
      ),
      FLAGFORM_PROCESSES: this.#processes,
      FLAGSMITH_HOST: endpoint.url,
      FLAGSMITH_MASTER_API_KEY: endpoint.key,
      FLAGSMITH_PROJECT: "Shop",
      ...env,
    };
  }

  write(name: string, text: string, mode = 0o644): string {
    const path = join(this.directory, name);
    writeFileSync(path, text, { mode });
    return path;
  }

  /** Writes the configuration, as HCL, with the provider required. */
  configure(hcl: string): void {
    this.write(
      "main.tf",
      `terraform {\n  required_providers {\n    flagform = {\n      source = "flagform/flagform"\n    }\n  }\n}\n${hcl}\n`,
    );
  }

  async init(): Promise<void> {
    await this.succeed("init", "-input=false", `-plugin-dir=${this.mirror}`);
  }

  /** What a plan would do, by address; empty where it would do nothing. */
  async plan(...argv: string[]): Promise<PlannedChanges> {
    await this.succeed("plan", "-input=false", "-out=plan", ...argv);
    const json = JSON.parse((await this.succeed("show", "-json", "plan")).stdout) as PlanJson;
    const changes = (json.resource_changes ?? []).filter(
      ({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read",
    );
    return {
      changes: Object.fromEntries(changes.map(({ address, change }) => [address, change.actions.join("+")])),
      drift: (json.resource_drift ?? []).map(({ address }) => address),
      after: Object.fromEntries((json.resource_changes ?? []).map(({ address, change }) => [address, change.after])),
    };
  }

  /** Whether a plan would do nothing, outputs included: cheaper than to look into it. */
  async planIsEmpty(...argv: string[]): Promise<boolean> {
    const { code, output } = await this.run("plan", "-input=false", "-detailed-exitcode", ...argv);
    if (code === 1) throw new Error(`terraform plan failed:\n${output}`);
    return code === 0;
  }

  async apply(...argv: string[]): Promise<string> {
    return (await this.succeed("apply", "-input=false", "-auto-approve", ...argv)).output;
  }

  async destroy(...argv: string[]): Promise<string> {
    return (await this.succeed("destroy", "-input=false", "-auto-approve", ...argv)).output;
  }

  /** The attributes in the state, by address, those of modules included. */
  async state(): Promise<Record<string, Record<string, unknown>>> {
    const json = JSON.parse((await this.succeed("show", "-json")).stdout) as { values?: { root_module?: StateModule } };
    return Object.fromEntries(
      resourcesIn(json.values?.root_module).map(({ address, values, tainted }) => [
        address,
        { ...values, ...(tainted && { tainted }) },
      ]),
    );
  }

  /** The types of the managed resources in the state file, as it is while Terraform runs; none where it is only half written. */
  typesInStateFile(): string[] {
    try {
      const { resources } = JSON.parse(readFileSync(join(this.cwd, "terraform.tfstate"), "utf8")) as StateFile;
      return resources.filter(({ mode }) => mode === "managed").map(({ type }) => type);
    } catch {
      return [];
    }
  }

  async succeed(...argv: string[]): Promise<Finished> {
    const result = await this.run(...argv);
    if (result.code !== 0) throw new Error(`terraform ${argv.join(" ")} failed:\n${result.output}`);
    return result;
  }

  async fail(...argv: string[]): Promise<string> {
    const result = await this.run(...argv);
    if (result.code === 0) throw new Error(`terraform ${argv.join(" ")} was expected to fail:\n${result.output}`);
    return unwrapped(result.output);
  }

  run(...argv: string[]): Promise<Finished> {
    return this.start(...argv).finished;
  }

  /** Terraform at work, in a process group of its own, as a shell starts it. */
  start(...argv: string[]): StartedProcess {
    const plain = ["state", "workspace"].includes(argv[0] ?? "")
      ? argv
      : [...argv.slice(0, 1), "-no-color", ...argv.slice(1)];
    return startProcess(this.#binary, plain, { cwd: this.cwd, env: this.env });
  }

  /** The process ids of all providers that were started so far, in their order. */
  providers(): number[] {
    return existsSync(this.#processes)
      ? readFileSync(this.#processes, "utf8")
          .trim()
          .split("\n")
          .map(Number)
          .filter((id) => id > 0)
      : [];
  }

  /** Resolves when no provider runs any more; gives the sockets that they left behind. */
  async ended(): Promise<string[]> {
    await until(() => !this.providers().some(isAlive), "all providers have ended");
    return readdirSync(this.#temporary).filter((name) => name.startsWith("plugin"));
  }

  /** Kills the newest provider, which is the one that applies. Without one it fails: 0 would be this very process group. */
  killProvider(): void {
    const newest = this.providers().at(-1);
    if (newest === undefined) throw new Error("no provider was started yet");
    process.kill(newest, "SIGKILL");
  }

  remove(): void {
    for (const id of this.providers()) if (isAlive(id)) process.kill(id, "SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }
}

interface StateFile {
  readonly resources: readonly { readonly mode: string; readonly type: string }[];
}

export interface PlannedChanges {
  readonly changes: Record<string, string>;
  readonly drift: readonly string[];
  readonly after: Record<string, unknown>;
}

interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
}

interface ResourceChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly after: unknown };
}

interface StateModule {
  readonly resources?: readonly { address: string; values: Record<string, unknown>; tainted?: boolean }[];
  readonly child_modules?: readonly StateModule[];
}

function resourcesIn(module: StateModule | undefined): NonNullable<StateModule["resources"]>[number][] {
  return module ? [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesIn)] : [];
}

/** Terraform folds its messages into a box of the terminal's width: back to running text. */
function unwrapped(output: string): string {
  return output.replace(/\n\s*│ ?/g, " ").replace(/\s+/g, " ");
}
