import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, HOW_TO_GET_IT } from "../../src/cli/terraform-binary";
import { layOutProvider } from "../../src/constructs/layout/provider-package";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { VERSION } from "../../src/version";

/** A directory in which the real Terraform runs the built provider against an emulator. */
export class Workspace {
  readonly directory = mkdtempSync(join(tmpdir(), "flagform-e2e-"));
  readonly #mirror = join(this.directory, "mirror");
  readonly #env: NodeJS.ProcessEnv;
  readonly #binary: string;

  constructor(emulator: FlagsmithEmulator, env: Readonly<Record<string, string>> = {}) {
    const binary = findTerraform();
    if (!binary) throw new Error(`These tests run the real Terraform, and there is none on PATH. ${HOW_TO_GET_IT}`);
    this.#binary = binary.file;
    const built = join(__dirname, "..", "..", "lib", "provider");
    if (!existsSync(built)) throw new Error("The provider is not built: npm run build");
    layOutProvider({ address: "registry.terraform.io/flagform/flagform", version: VERSION, directory: built }, this.#mirror);
    const configuration = join(this.directory, "terraformrc");
    writeFileSync(configuration, "");
    this.#env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: configuration,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      FLAGSMITH_HOST: emulator.url,
      FLAGSMITH_MASTER_API_KEY: emulator.key,
      FLAGSMITH_PROJECT: "Shop",
      ...env,
    };
  }

  /** Writes the configuration, as HCL, with the provider required. */
  configure(hcl: string): void {
    writeFileSync(
      join(this.directory, "main.tf"),
      `terraform {\n  required_providers {\n    flagform = {\n      source = "flagform/flagform"\n    }\n  }\n}\n${hcl}\n`,
    );
  }

  async init(): Promise<void> {
    await this.succeed("init", "-input=false", `-plugin-dir=${this.#mirror}`);
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

  async apply(...argv: string[]): Promise<string> {
    return (await this.succeed("apply", "-input=false", "-auto-approve", ...argv)).output;
  }

  async destroy(...argv: string[]): Promise<string> {
    return (await this.succeed("destroy", "-input=false", "-auto-approve", ...argv)).output;
  }

  /** The attributes in the state, by address. */
  async state(): Promise<Record<string, Record<string, unknown>>> {
    const { stdout } = await this.succeed("show", "-json");
    const json = JSON.parse(stdout) as {
      values?: { root_module?: { resources?: { address: string; values: Record<string, unknown>; tainted?: boolean }[] } };
    };
    const resources = json.values?.root_module?.resources ?? [];
    return Object.fromEntries(
      resources.map(({ address, values, tainted }) => [address, { ...values, ...(tainted && { tainted }) }]),
    );
  }

  async succeed(...argv: string[]): Promise<Run> {
    const result = await this.run(...argv);
    if (result.code !== 0) throw new Error(`terraform ${argv.join(" ")} failed:\n${result.output}`);
    return result;
  }

  async fail(...argv: string[]): Promise<string> {
    const result = await this.run(...argv);
    if (result.code === 0) throw new Error(`terraform ${argv.join(" ")} was expected to fail:\n${result.output}`);
    return unwrapped(result.output);
  }

  run(...argv: string[]): Promise<Run> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.#binary, argv[0] === "state" ? argv : [...argv.slice(0, 1), "-no-color", ...argv.slice(1)], {
        cwd: this.directory,
        env: this.#env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const run = { stdout: "", output: "" };
      child.stdout.on("data", (chunk: Buffer) => {
        run.stdout += chunk.toString();
        run.output += chunk.toString();
      });
      child.stderr.on("data", (chunk: Buffer) => {
        run.output += chunk.toString();
      });
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code: code ?? 1, ...run });
      });
    });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly output: string;
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

/** Terraform folds its messages into a box of the terminal's width: back to running text. */
function unwrapped(output: string): string {
  return output.replace(/\n\s*│ ?/g, " ").replace(/\s+/g, " ");
}
