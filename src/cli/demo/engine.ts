import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flagformProvider } from "../../resources/provider/provider";
import { startInProcess } from "../../terraform/start-in-process";
import { Driver } from "../../testing/driver";
import type { Plan } from "../../testing/plan";
import { planJson } from "../../testing/plan-json";
import { applySummary, renderPlan } from "../../testing/render-plan";
import { VERSION } from "../../version";
import { findTerraform, HOW_TO_GET_IT, run } from "../terraform-binary";

/** Plans and applies: the real Terraform or, if it is not installed, the driver that replaces it in this process. */
export interface Engine {
  /** Printed at the start. */
  readonly about: string;
  init(directory: string): Promise<string>;
  plan(directory: string, what?: "all" | "destroy"): Promise<string>;
  /** The last plan as `terraform show -json` prints it. */
  planJson(directory: string): Promise<string>;
  /** Applies the last plan. */
  apply(directory: string): Promise<string>;
}

/** Terraform ended with an error. What it printed is shown as it is. */
export class EngineFailure extends Error {
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
  }
}

export function chooseEngine(
  environment: Readonly<Record<string, string>>,
  folder: string,
  interruption: AbortSignal,
): Engine {
  const binary = findTerraform();
  return binary
    ? new TerraformEngine(binary, environment, folder, interruption)
    : new DriverEngine(environment, interruption);
}

class TerraformEngine implements Engine {
  readonly about: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    private readonly binary: { readonly name: string; readonly file: string },
    environment: Readonly<Record<string, string>>,
    folder: string,
    private readonly interruption: AbortSignal,
  ) {
    this.about = `The real ${binary.name} (${binary.file}) runs the provider as a process of its own.`;
    // A configuration file of our own, because the user's might mirror or override providers.
    const configuration = join(folder, "terraformrc");
    writeFileSync(configuration, "");
    this.#env = {
      ...process.env,
      ...environment,
      TF_CLI_CONFIG_FILE: configuration,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
    };
  }

  init(directory: string): Promise<string> {
    return this.#terraform(directory, "init", "-input=false", "-no-color");
  }

  plan(directory: string, what?: "all" | "destroy"): Promise<string> {
    const destroys = what === "destroy" ? ["-destroy"] : [];
    return this.#terraform(directory, "plan", "-input=false", "-no-color", "-out=plan", ...destroys);
  }

  planJson(directory: string): Promise<string> {
    return this.#terraform(directory, "show", "-json", "plan");
  }

  apply(directory: string): Promise<string> {
    return this.#terraform(directory, "apply", "-input=false", "-no-color", "plan");
  }

  async #terraform(directory: string, ...argv: string[]): Promise<string> {
    const { name, file } = this.binary;
    const { code, output } = await run(file, argv, { cwd: directory, env: this.#env, interruption: this.interruption });
    if (code !== 0) throw new EngineFailure(`${name} ${argv.join(" ")} failed`, output.trim());
    return output.trim();
  }
}

class DriverEngine implements Engine {
  readonly about = `There is no terraform or tofu on PATH, so this process takes its place (the provider, its gRPC and its HTTP are real).\n  ${HOW_TO_GET_IT}`;
  readonly #driver: Driver;
  #planned: Plan | undefined;

  constructor(
    environment: Readonly<Record<string, string>>,
    private readonly interruption: AbortSignal,
  ) {
    Object.assign(process.env, environment);
    this.#driver = new Driver({ launch: () => startInProcess(flagformProvider(VERSION)) });
  }

  init(): Promise<string> {
    return Promise.resolve("Nothing to install: the provider runs in this process.");
  }

  async plan(directory: string, what?: "all" | "destroy"): Promise<string> {
    this.interruption.throwIfAborted();
    this.#planned = await this.#driver.plan(stackIn(directory), { destroy: what === "destroy" });
    return renderPlan(this.#planned);
  }

  planJson(): Promise<string> {
    if (!this.#planned) throw new Error("there is no plan to show");
    return Promise.resolve(planJson(this.#planned));
  }

  async apply(): Promise<string> {
    this.interruption.throwIfAborted();
    if (!this.#planned) throw new Error("there is no plan to apply");
    const { plan } = await this.#driver.apply(this.#planned);
    return applySummary(plan);
  }
}

function stackIn(directory: string): Record<string, unknown> {
  const file = join(directory, "cdk.tf.json");
  if (!existsSync(file)) throw new Error(`There is no synthesized stack in ${directory}`);
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}
