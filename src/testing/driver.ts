import type { Launched } from "./client";
import { applyChanges } from "./core/apply/apply";
import { Environment, type Launch } from "./core/environment";
import { Phase, type Walk } from "./core/phase";
import { type PlanSettings, planStack, type StackPlan } from "./core/plan/plan";
import { importInstance } from "./core/refresh";
import { blankState, EMPTY_STATE, type InstanceState, type StackState, WorkingState } from "./core/state";
import { validateStack } from "./core/validate";
import { type DriverDiagnostic, DriverError, failure } from "./failure";
import { Plan } from "./plan";
import { parseAddress, resourceId } from "./stack/address";
import { plain } from "./stack/body";
import { type Configuration, fullSource, readConfiguration } from "./stack/configuration";
import type { AttributeSchemas } from "./values/schema";
import type { Value } from "./values/value";

export type { Launched };

export interface DriverOptions {
  /** Starts a provider server; by source address where a stack uses several providers. */
  readonly launch: Launch | { readonly [source: string]: Launch };
  /** The source address of the provider that a single `launch` starts. */
  readonly source?: string;
  /** Terraform's `-parallelism`. */
  readonly parallelism?: number;
  /** A state to begin with, as an earlier driver's `state`. */
  readonly state?: StackState;
}

interface RunOptions {
  /** Values of the stack's variables. */
  readonly variables?: { readonly [name: string]: unknown };
  /** Aborting it is Ctrl-C: providers get a Stop call, and work that has not started is skipped. */
  readonly signal?: AbortSignal;
}

interface PlanOptions extends RunOptions {
  /** `-target`: these and what they depend on. */
  readonly targets?: readonly string[];
  /** `-replace`. */
  readonly replace?: readonly string[];
  /** False is `-refresh=false`. */
  readonly refresh?: boolean;
  /** `-refresh-only`. */
  readonly refreshOnly?: boolean;
  /** `-destroy`. */
  readonly destroy?: boolean;
}

/** What applying did. */
interface Applied {
  readonly plan: Plan;
  readonly warnings: readonly DriverDiagnostic[];
  readonly outputs: { readonly [name: string]: Value };
}

/**
 * Plays Terraform core against real provider servers: validates, plans and applies synthesized stacks, keeps the state in
 * memory, and checks every response of the providers against the rules that core enforces. A provider that breaks one makes an
 * operation fail with an OracleError; what would be an error in Terraform is a DriverError.
 *
 *     const driver = new Driver({ launch: () => startInProcess(provider) });
 *     await driver.apply(JSON.parse(Testing.synth(stack)));
 */
export class Driver {
  private readonly environment: Environment;
  private readonly parallelism: number;
  private current: StackState;

  constructor(private readonly options: DriverOptions) {
    const { launch, source = "registry.terraform.io/flagform/flagform" } = options;
    const launchers = typeof launch === "function" ? { [source]: launch } : launch;
    this.environment = new Environment(new Map(Object.entries(launchers).map(([name, each]) => [fullSource(name), each])));
    this.parallelism = options.parallelism ?? 10;
    this.current = options.state ?? EMPTY_STATE;
  }

  get state(): StackState {
    return this.current;
  }

  /** The state's entry of an instance; undefined where there is none. */
  instance(address: string): InstanceState | undefined {
    return this.current.instances.find((each) => each.address === address && each.deposed === undefined);
  }

  /** A driver of the same providers, with another state. */
  withState(state: StackState): Driver {
    return new Driver({ ...this.options, state });
  }

  /** Returns warnings. */
  async validate(stack: object): Promise<readonly DriverDiagnostic[]> {
    return this.check(readConfiguration(stack));
  }

  /** Plans without touching the state; the plan can be applied later, as a saved one. */
  async plan(stack: object, options: PlanOptions = {}): Promise<Plan> {
    const configuration = readConfiguration(stack);
    const mode = options.destroy ? "destroy" : options.refreshOnly ? "refresh-only" : "normal";
    const { refresh = true, targets = [], replace = [] } = options;
    // Terraform validates before each plan; the warnings come once more with the plan.
    await this.check(configuration);
    const settings = { mode, refresh, targets, replace } as const;
    // A destruction is planned in two passes: the first is a plan as any other, to see what is there.
    const seen =
      mode === "destroy" && refresh ? await this.look(configuration, { ...settings, mode: "normal" }, options) : undefined;
    return this.inPhase(configuration, seen?.state ?? this.current, options, "plan", async (phase) => {
      const planned = await planStack(phase, { ...settings, refresh: refresh && !seen });
      const drift = [...(seen?.drift ?? []), ...planned.drift];
      return new Plan(drift, phase.warnings, {
        stack,
        variables: options.variables ?? {},
        mode,
        partial: targets.length > 0,
        refreshed: phase.state.snapshot(this.current.serial),
        serial: this.current.serial,
        changes: planned.changes,
        outputs: Object.fromEntries(planned.outputs),
        sensitiveOutputs: [...configuration.outputs].flatMap(([name, { sensitive }]) => (sensitive ? [name] : [])),
        schemas: await schemasOf(phase, { ...planned, drift }),
      });
    });
  }

  private check(configuration: Configuration): Promise<readonly DriverDiagnostic[]> {
    return this.inPhase(configuration, EMPTY_STATE, {}, "validate", async (phase) => {
      await validateStack(phase);
      return phase.warnings;
    });
  }

  private look(configuration: Configuration, settings: PlanSettings, options: RunOptions) {
    return this.inPhase(configuration, this.current, options, "plan", async (phase) => {
      const { drift } = await planStack(phase, settings);
      return { drift, state: phase.state.snapshot(this.current.serial) };
    });
  }

  /** Applies a plan, or plans a stack and applies that. The state contains what was done, also when this fails. */
  async apply(planOrStack: object, options: PlanOptions = {}): Promise<Applied> {
    const plan = planOrStack instanceof Plan ? planOrStack : await this.plan(planOrStack, options);
    const { stack, variables, mode, partial, refreshed, serial, changes } = plan.internals;
    if (serial !== this.current.serial) {
      throw failure("Saved plan is stale", "The state was changed by another operation after this plan was made.");
    }
    const configuration = readConfiguration(stack);
    return this.inPhase(configuration, refreshed, { ...options, variables }, "apply", async (phase) => {
      try {
        await applyChanges(phase, changes, mode === "destroy" || partial ? [] : [...configuration.outputs.keys()]);
        if (mode === "destroy" && !partial) phase.state.clear();
      } finally {
        this.current = phase.state.snapshot(serial + 1);
      }
      const outputs = Object.entries(this.current.outputs).map(([name, { value }]) => [name, value] as const);
      return { plan, warnings: phase.warnings, outputs: Object.fromEntries(outputs) };
    });
  }

  /** `terraform import`: takes one existing object into the state. */
  async import(stack: object, address: string, id: string, options: RunOptions = {}): Promise<readonly DriverDiagnostic[]> {
    const configuration = readConfiguration(stack);
    const resource = configuration.resources.get(resourceId(parseAddress(address)));
    if (resource?.mode !== "managed")
      throw failure("Import without configuration", `The stack declares no resource ${address}.`, address);
    if (this.instance(address)) throw failure("Resource already managed", `The state holds ${address} already.`, address);
    return this.inPhase(configuration, this.current, options, "plan", async (phase) => {
      for (const stored of phase.state.all()) phase.values.set(stored.address, stored.attributes);
      await phase.configure(resource.provider);
      const { key } = parseAddress(address);
      const dependencies = [...phase.dependencies.closure(resource.id)];
      await importInstance(phase, blankState(resource, { address, key }, phase.source(resource.provider), dependencies), id);
      this.current = phase.state.snapshot(this.current.serial + 1);
      return phase.warnings;
    });
  }

  /** Plans and applies the destruction of all there is, or of the targets and what depends on them. */
  async destroy(stack: object, options: PlanOptions = {}): Promise<Applied> {
    return this.apply(await this.plan(stack, { ...options, destroy: true }), options);
  }

  /** `terraform taint`: the next plan replaces it. */
  taint(address: string): void {
    if (!this.instance(address)) throw failure("No such resource instance", `The state does not hold ${address}.`, address);
    const instances = this.current.instances.map((each) =>
      each.address === address && each.deposed === undefined ? { ...each, status: "tainted" as const } : each,
    );
    this.current = { ...this.current, serial: this.current.serial + 1, instances };
  }

  /** `terraform state rm`. */
  forget(address: string): void {
    const instances = this.current.instances.filter((each) => each.address !== address);
    this.current = { ...this.current, serial: this.current.serial + 1, instances };
  }

  private async inPhase<T>(
    configuration: Configuration,
    state: StackState,
    options: RunOptions,
    walk: Walk,
    work: (phase: Phase) => Promise<T>,
  ): Promise<T> {
    const given = Object.entries(options.variables ?? {}).map(([name, value]) => [name, plain(value)] as const);
    const phase = new Phase({
      environment: this.environment,
      configuration,
      state: new WorkingState(state),
      variables: Object.fromEntries(given),
      parallelism: this.parallelism,
      walk,
      ...(options.signal && { signal: options.signal }),
    });
    try {
      return await work(phase);
    } catch (error) {
      throw error instanceof DriverError ? new DriverError(error.diagnostics, phase.warnings) : error;
    } finally {
      await phase.close();
    }
  }
}

/** The schemas of all that a plan mentions, for those who print it. */
async function schemasOf(
  phase: Phase,
  { changes, drift }: StackPlan,
): Promise<{ readonly [type: string]: AttributeSchemas }> {
  const drifted = phase.before.filter((each) => drift.some(({ address }) => address === each.address));
  const schemas = new Map<string, AttributeSchemas>();
  for (const { mode, type, provider, address } of [...changes, ...drifted]) {
    const name = mode === "data" ? `data.${type}` : type;
    const find = mode === "data" ? phase.dataSchema(provider, type, address) : phase.resourceSchema(provider, type, address);
    if (!schemas.has(name)) schemas.set(name, (await find).attributes);
  }
  return Object.fromEntries(schemas);
}
