import type { Diagnostic, Path } from "./diagnostic";
import type { Logger } from "./logger";
import type { Attributes, Config, Planned, State } from "./schema";

/** What every handler gets. C is what `ProviderDefinition.configure` returned. */
export interface HandlerContext<C> {
  readonly client: C;
  /** Aborted by StopProvider (Ctrl-C): waits end at once. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The resource's private data: JSON kept beside the state, invisible to users. Changes made here are stored. */
  readonly private: PrivateData;
  /** Adds a warning to the response. */
  warn(summary: string, detail: string, path?: Path): void;
}

/** JSON values by key, stored under a format number so that later releases can read what earlier ones wrote. */
export interface PrivateData {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Plans run before anything exists: the client is absent while the provider's configuration holds unknowns. */
export interface PlanContext<C> extends Omit<HandlerContext<C>, "client"> {
  readonly client: C | undefined;
}

export interface ReadContext<C> extends HandlerContext<C> {
  /** The state comes from an import or a move: this read fills everything, also what is null in the state. */
  readonly imported: boolean;
  /** A state without what an import filled in and no configuration has set since: what this resource may claim as its own. */
  managed<S>(state: S): S;
  /** An attribute of which a configuration that leaves it out means something else than what is there, so that no plan keeps it. */
  mustBeStated(name: string): void;
}

export interface PlanInput<A extends Attributes> {
  /** What the user wrote, without defaults. */
  readonly config: Config<A>;
  /** Null where the resource is being created (also in the second half of a replacement). */
  readonly prior: State<A> | null;
  /**
   * The kit's draft: configuration with defaults filled in; computed attributes unknown on create, prior's values on update.
   */
  readonly planned: Planned<A>;
  /**
   * Whether an import filled in what stands at this attribute and no apply has set it since: a configuration that states the same
   * has written nothing of it yet.
   */
  isImported(name: keyof A & string): boolean;
}

/** One managed resource. Files that declare one keep the order of these members. */
export interface ResourceDefinition<A extends Attributes, C> {
  /** As `flagform_feature_flag`. */
  readonly type: string;
  readonly description: string;
  /** Raised by each release that adds or alters an attribute, so that older providers refuse newer states. */
  readonly version: number;
  readonly attributes: A;
  /** From the version named by the key to the next; raw JSON in, raw JSON out. */
  readonly upgrades?: { readonly [fromVersion: number]: (raw: Record<string, unknown>) => Record<string, unknown> };
  /** Cross-field checks; runs beside the attributes' own, also with unknowns, also unconfigured. */
  validate?(config: Config<A>): Diagnostic[];
  /** Returns the final plan. Pure: no requests. Throws DiagnosticError to refuse. */
  plan?(input: PlanInput<A>, context: PlanContext<C>): Planned<A>;
  /**
   * What can be refused by a look at the platform, in plans that create or update. It sends nothing that changes anything, and is skipped
   * where the provider is not configured.
   */
  look?(input: PlanInput<A>, context: PlanContext<C>): Promise<void>;
  /**
   * What the plan of a creation should tell people that takes a look at the platform. It only warns, and is skipped where the
   * provider is not configured.
   */
  previewCreate?(planned: Planned<A>, context: PlanContext<C>): Promise<void>;
  /** Whether a change of this attribute, which is declared `replace`, is made in place after all. */
  changesInPlace?(path: Path, prior: State<A>, context: PlanContext<C>): boolean;
  /**
   * The plan of a replacement that a change of attributes forces: what its destroy half, which is not planned by itself, would say. Of one
   * that people ask for (`-replace`) core passes on no warning; `previewCreate` may refuse it.
   */
  planReplacement?(prior: State<A>, planned: Planned<A>, context: PlanContext<C>): Promise<void>;
  /**
   * The plan of a destroy: warnings and refusals. It may look things up, as long as it changes nothing. `found` also has what an import
   * filled in and no apply has set since, which is not destroyed: nobody can tell any more whether a configuration stated it.
   */
  planDestroy?(prior: State<A>, context: PlanContext<C>, found: State<A>): void | Promise<void>;
  /** An error leaves no state behind: nothing is ever tainted. */
  create(planned: Planned<A>, context: HandlerContext<C>): Promise<State<A>>;
  /** Null means gone. An error keeps the state. */
  read(state: State<A>, context: ReadContext<C>): Promise<State<A> | null>;
  /** An UpdateError may carry the state as the platform now has it; any other error keeps the prior state. */
  update(change: Change<A>, context: HandlerContext<C>): Promise<State<A>>;
  delete(prior: State<A>, context: HandlerContext<C>): Promise<void>;
  /** What the import id tells, the rest is null; Read follows with `imported`. */
  importState(id: string, context: HandlerContext<C>): Promise<Partial<State<A>>>;
  /** From another provider's or an own earlier type; undefined means "not from that". Read follows with `imported`. */
  moveState?(source: MoveSource, data: PrivateData): Partial<State<A>> | undefined;
}

export interface Change<A extends Attributes> {
  readonly prior: State<A>;
  readonly planned: Planned<A>;
}

export interface MoveSource {
  readonly providerAddress: string;
  readonly type: string;
  readonly version: number;
  readonly state: Record<string, unknown>;
}

/** Thrown by `update` when part of it happened: `state` is saved together with the diagnostics. */
export class UpdateError extends Error {
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly state: Record<string, unknown>,
  ) {
    super(diagnostics.map((each) => each.summary).join("; "));
  }
}

export interface DataSourceDefinition<A extends Attributes, C> {
  readonly type: string;
  readonly description: string;
  readonly version: number;
  readonly attributes: A;
  validate?(config: Config<A>): Diagnostic[];
  /** `config` is wholly known here; the answer echoes it. */
  read(config: State<A>, context: HandlerContext<C>): Promise<State<A>>;
}

export interface ProviderDefinition<A extends Attributes, C> {
  /** The type part of the source address, as `flagform`. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly attributes: A;
  readonly resources: readonly ResourceDefinition<Attributes, C>[];
  readonly dataSources: readonly DataSourceDefinition<Attributes, C>[];
  validate?(config: Config<A>): Diagnostic[];
  /**
   * Called with wholly known configuration only. While it holds unknowns the kit makes no client: plans go on without one,
   * Read returns the state with a warning, data sources fail.
   */
  configure(config: State<A>, context: ConfigureContext): Promise<C>;
  /**
   * Told before each apply of a resource, and before each plan that an apply makes once more, where that can be known: the plan is made, and
   * this process carries it out.
   */
  applying?(client: C): void;
}

export interface ConfigureContext {
  readonly terraformVersion: string;
  readonly signal: AbortSignal;
  /** Aborted when another configuration takes this one's place: then its client closes what it keeps open. Calls under way go on. */
  readonly replaced: AbortSignal;
  readonly log: Logger;
  warn(summary: string, detail: string, path?: Path): void;
  /** Says something of the run as a whole, at any time later: a warning with whatever operation ends next. */
  notice(summary: string, detail: string): void;
}

/**
 * Erases the attributes' type so that definitions of different resources fit one list. The kit decodes by the same
 * `attributes`, so what reaches the handlers has the types they were written for.
 */
export function defineResource<A extends Attributes, C>(
  definition: ResourceDefinition<A, C>,
): ResourceDefinition<Attributes, C> {
  return definition as unknown as ResourceDefinition<Attributes, C>;
}

export function defineDataSource<A extends Attributes, C>(
  definition: DataSourceDefinition<A, C>,
): DataSourceDefinition<Attributes, C> {
  return definition as unknown as DataSourceDefinition<Attributes, C>;
}
