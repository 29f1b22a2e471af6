import { setMaxListeners } from "node:events";
import { type Diagnostic, DiagnosticError, error } from "../diagnostic";
import type { ListResourceDefinition } from "../list-resource";
import type { Logger } from "../logger";
import type { DataSourceDefinition, HandlerContext, PlanContext, ProviderDefinition, ResourceDefinition } from "../resource";
import type { Attributes } from "../schema";
import { Operation } from "./operation";
import type { StoredPrivateData } from "./private-data";

export type AnyProvider<C> = ProviderDefinition<Attributes, C>;
export type AnyResource<C> = ResourceDefinition<Attributes, C>;
type AnyDataSource<C> = DataSourceDefinition<Attributes, C>;
type AnyListResource<C> = ListResourceDefinition<Attributes, C>;

/** The outcome of ConfigureProvider. */
type Configuration<C> =
  | { readonly kind: "none" }
  /** The configuration contains unknowns: it depends on objects that this run creates. */
  | { readonly kind: "deferred" }
  | { readonly kind: "client"; readonly client: C };

/** What exists as long as the process: the definition, the client, and the signal that ends everything. */
export class Runtime<C> {
  configuration: Configuration<C> = { kind: "none" };
  /** From the last ConfigureProvider. */
  terraformVersion = "";
  private controller = stopper();
  private replacement = new AbortController();
  private readonly resources: ReadonlyMap<string, AnyResource<C>>;
  private readonly dataSources: ReadonlyMap<string, AnyDataSource<C>>;
  private readonly listResources: ReadonlyMap<string, AnyListResource<C>>;

  constructor(
    readonly provider: AnyProvider<C>,
    readonly log: Logger,
  ) {
    this.resources = new Map(provider.resources.map((each) => [each.type, each]));
    this.dataSources = new Map(provider.dataSources.map((each) => [each.type, each]));
    this.listResources = new Map((provider.listResources ?? []).map((each) => [each.type, each]));
  }

  /** Warnings about the run as a whole, shown with the operation that ends next. */
  readonly notices: Diagnostic[] = [];

  operation(what: string): Operation {
    return new Operation(what, this.log, this.controller.signal, this.notices);
  }

  /** Planning is over, and this process applies. */
  noteApply(): void {
    const { configuration, provider } = this;
    if (configuration.kind === "client") provider.applying?.(configuration.client);
  }

  stop(): void {
    this.controller.abort(new Error("Terraform asked the provider to stop"));
  }

  /** Aborted as soon as the process is configured again: then nothing uses the connections that the client keeps open. */
  get replaced(): AbortSignal {
    return this.replacement.signal;
  }

  /** A process that serves several runs (reattach) starts fresh after each ConfigureProvider. */
  restart(): void {
    this.replacement.abort();
    this.replacement = new AbortController();
    this.configuration = { kind: "none" };
    if (this.controller.signal.aborted) this.controller = stopper();
  }

  resource(type: string): AnyResource<C> {
    return this.resources.get(type) ?? this.unknownType("resource", type);
  }

  dataSource(type: string): AnyDataSource<C> {
    return this.dataSources.get(type) ?? this.unknownType("data source", type);
  }

  listResource(type: string): AnyListResource<C> {
    return this.listResources.get(type) ?? this.unknownType("list resource", type);
  }

  /** The context for operations that need a client. */
  context(operation: Operation, data: StoredPrivateData): HandlerContext<C> {
    const { configuration } = this;
    if (configuration.kind === "client") return { ...baseContext(operation, data), client: configuration.client };
    throw new DiagnosticError(configuration.kind === "none" ? this.unconfigured() : this.deferred());
  }

  planContext(operation: Operation, data: StoredPrivateData): PlanContext<C> {
    const { configuration } = this;
    if (configuration.kind === "none") throw new DiagnosticError(this.unconfigured());
    return { ...baseContext(operation, data), client: configuration.kind === "client" ? configuration.client : undefined };
  }

  private unknownType(kind: string, type: string): never {
    throw new DiagnosticError(error(`Unknown ${kind}`, `The provider "${this.provider.name}" has no ${kind} "${type}".`));
  }

  private unconfigured() {
    return error(
      "The provider is not configured",
      `The provider "${this.provider.name}" was called before it was configured.`,
    );
  }

  private deferred() {
    return error(
      "The provider's configuration is not known yet",
      `The configuration of the provider "${this.provider.name}" depends on values that are known only after apply. ` +
        "First apply the resources that these values come from (terraform apply -target=…), then run again.",
    );
  }
}

/** Every request in progress listens to the one signal; Node would warn of a leak at the eleventh. */
function stopper(): AbortController {
  const controller = new AbortController();
  setMaxListeners(Infinity, controller.signal);
  return controller;
}

function baseContext(operation: Operation, data: StoredPrivateData) {
  return { signal: operation.signal, log: operation.log, private: data, warn: operation.warn };
}
