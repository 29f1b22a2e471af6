import { getOwn } from "../../get-own";
import { type DriverDiagnostic, DriverError, failure, hasErrors } from "../failure";
import { Semaphore } from "../graph";
import type { Provider } from "../provider";
import type { Configuration } from "../stack/configuration";
import { decodeBody } from "../stack/decode-body";
import { Dependencies } from "../stack/dependencies";
import type { IdentitySchema } from "../values/identity-schema";
import type { Schema } from "../values/schema";
import type { Value } from "../values/value";
import type { Environment } from "./environment";
import { StackValues } from "./stack-values";
import type { InstanceState, WorkingState } from "./state";

/** The purpose of a walk over a stack. In validation only literals are known. */
export type Walk = "validate" | "plan" | "apply";

interface PhaseOptions {
  readonly environment: Environment;
  readonly configuration: Configuration;
  readonly state: WorkingState;
  readonly variables?: { readonly [name: string]: Value };
  readonly parallelism: number;
  readonly walk: Walk;
  readonly signal?: AbortSignal;
}

/** One pass over a stack (validate, plan or apply) with provider processes of its own, as in Terraform. */
export class Phase {
  readonly configuration: Configuration;
  readonly dependencies: Dependencies;
  readonly state: WorkingState;
  readonly values: StackValues;
  readonly warnings: DriverDiagnostic[] = [];
  /** What the state held when the phase began. */
  readonly before: readonly InstanceState[];
  /** Limits how many instances run at once. */
  readonly limit: Semaphore;
  private readonly environment: Environment;
  private readonly walk: Walk;
  private readonly signal: AbortSignal | undefined;
  private readonly opened = new Map<string, Promise<Provider>>();

  constructor(options: PhaseOptions) {
    this.environment = options.environment;
    this.configuration = options.configuration;
    this.dependencies = new Dependencies(options.configuration);
    this.state = options.state;
    this.before = options.state.all();
    this.values = new StackValues(options.configuration, options.variables ?? {}, options.walk !== "validate");
    this.limit = new Semaphore(options.parallelism);
    this.walk = options.walk;
    this.signal = options.signal;
    this.signal?.addEventListener("abort", this.stop);
  }

  /** The process behind a provider configuration of the stack (`flagform`, `flagform.alias`), started when first asked for. */
  provider(key: string): Promise<Provider> {
    const known = this.opened.get(key);
    if (known) return known;
    const provider = this.environment.open(this.source(key), { isApply: this.walk === "apply" });
    this.opened.set(key, provider);
    return provider;
  }

  source(key: string): string {
    const [name = key] = key.split(".");
    return this.configuration.sources.get(name) ?? this.environment.sourceFor(name);
  }

  async resourceSchema(provider: string, type: string, address: string): Promise<Schema> {
    const { schemas } = await this.provider(provider);
    return getOwn(schemas.resources, type) ?? unsupported("resource", type, this.source(provider), address);
  }

  async identitySchema(provider: string, type: string): Promise<IdentitySchema | undefined> {
    const { schemas } = await this.provider(provider);
    return getOwn(schemas.identities, type);
  }

  async dataSchema(provider: string, type: string, address: string): Promise<Schema> {
    const { schemas } = await this.provider(provider);
    return getOwn(schemas.dataSources, type) ?? unsupported("data source", type, this.source(provider), address);
  }

  /** The provider's configuration as it can be evaluated now; an absent block is an empty one. */
  async providerConfig(key: string): Promise<Value> {
    const block = this.configuration.providers.get(key);
    if (!block && key.includes(".")) {
      throw failure("Provider configuration not present", `The stack has no provider configuration "${key}".`);
    }
    const { schemas } = await this.provider(key);
    return decodeBody(block?.body ?? new Map(), schemas.provider, this.values.scope(), `provider.${key}`);
  }

  async configure(key: string): Promise<void> {
    const provider = await this.provider(key);
    const config = await this.providerConfig(key);
    this.accept(await provider.validateProvider(config));
    this.accept(await provider.configure(config));
  }

  /** Collects warnings; errors end the current operation. */
  accept(diagnostics: readonly DriverDiagnostic[]): void {
    this.warnings.push(...diagnostics.filter((each) => each.severity === "warning"));
    if (hasErrors(diagnostics)) throw new DriverError(diagnostics.filter((each) => each.severity === "error"));
  }

  /** Runs the work on one instance when there is room for it. */
  instance<T>(address: string, work: () => Promise<T>): Promise<T> {
    return this.limit.use(() => {
      if (this.signal?.aborted)
        throw failure("Operation interrupted", "The run was cancelled before this was reached.", address);
      return work();
    });
  }

  async close(): Promise<void> {
    this.signal?.removeEventListener("abort", this.stop);
    const opened = await Promise.allSettled(this.opened.values());
    await Promise.all(opened.map((each) => (each.status === "fulfilled" ? each.value.close() : undefined)));
  }

  private readonly stop = (): void => {
    for (const opening of this.opened.values()) {
      // A provider that does not accept Stop is still closed at the end.
      opening.then((provider) => provider.stop()).catch(() => undefined);
    }
  };
}

function unsupported(kind: string, type: string, source: string, address: string): never {
  throw failure(`Invalid ${kind} type`, `The provider ${source} does not support the ${kind} type "${type}".`, address);
}
