import type { Diagnostic, Path } from "./diagnostic";
import type { FunctionDefinition } from "./function";
import type { IdentityDefinition } from "./identity";
import type { Listed, ListResourceDefinition } from "./list-resource";
import type { Logger } from "./logger";
import type { Attributes, Config, Planned, State } from "./schema";

/** What every handler gets. C is the result of `ProviderDefinition.configure`. */
export interface HandlerContext<C> {
  readonly client: C;
  /** Aborted by StopProvider (Ctrl-C): waits end at once. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The resource's private data: JSON stored with the state, invisible to users. Changes made here are stored. */
  readonly private: PrivateData;
  /** Adds a warning to the response. */
  warn(summary: string, detail: string, path?: Path): void;
}

/** JSON values by key, stored under a format number so that later releases can read what earlier ones wrote. */
export interface PrivateData {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** Plans run before anything exists: the client is absent while the provider's configuration contains unknowns. */
export interface PlanContext<C> extends Omit<HandlerContext<C>, "client"> {
  readonly client: C | undefined;
}

export interface ReadContext<C> extends HandlerContext<C> {
  /** The state comes from an import or a move: this read fills in everything, including what is null in the state. */
  readonly imported: boolean;
  /**
   * A state without the values that an import filled in and no configuration has set since: what this resource may claim.
   */
  managed<S>(state: S): S;
  /** An attribute for which leaving it out means something other than the existing value, so no plan keeps it. */
  mustBeStated(name: string): void;
}

export interface PlanInput<A extends Attributes> {
  /** What the user wrote, without defaults. */
  readonly config: Config<A>;
  /** Null if the resource is being created (also in the second half of a replacement). */
  readonly prior: State<A> | null;
  /**
   * The draft: the configuration with defaults filled in; computed attributes unknown on create, prior's values on update.
   */
  readonly planned: Planned<A>;
  /**
   * Whether an import filled in the value of this attribute and no apply has set it since: then a configuration with the
   * same value has not written it yet.
   */
  isImported(name: keyof A & string): boolean;
}

/** One managed resource. Files that declare one keep the order of these members. */
export interface ResourceDefinition<A extends Attributes, C> {
  /** Such as `flagform_feature_flag`. */
  readonly type: string;
  readonly description: string;
  /** Raised by each release that adds or changes an attribute, so that older providers refuse newer states. */
  readonly version: number;
  readonly attributes: A;
  /** From the version in the key to the next; raw JSON in, raw JSON out. */
  readonly upgrades?: { readonly [fromVersion: number]: (raw: Record<string, unknown>) => Record<string, unknown> };
  /** What identifies an object for good. Without it, a type has no list resource. */
  readonly identity?: IdentityDefinition<A>;
  /** Cross-field checks; runs in addition to the attributes' own checks, also with unknowns, also unconfigured. */
  validate?(config: Config<A>): Diagnostic[];
  /** Returns the final plan. Pure: no requests. Throws DiagnosticError to refuse. */
  plan?(input: PlanInput<A>, context: PlanContext<C>): Planned<A>;
  /**
   * Checks against the platform, in plans that create or update. It changes nothing on the platform, and is skipped if the
   * provider is not configured.
   */
  look?(input: PlanInput<A>, context: PlanContext<C>): Promise<void>;
  /**
   * Warnings for the plan of a creation that need a read from the platform. It is skipped if the provider is not configured.
   */
  previewCreate?(planned: Planned<A>, context: PlanContext<C>): Promise<void>;
  /** Whether a change of this attribute, although declared `replace`, is applied in place. */
  changesInPlace?(path: Path, prior: State<A>, context: PlanContext<C>): boolean;
  /**
   * The plan of a replacement that is forced by changed attributes: the warnings of its destroy half, which is not planned
   * separately. For a replacement that the user requests (`-replace`) core drops all warnings; `previewCreate` may refuse
   * it.
   */
  planReplacement?(prior: State<A>, planned: Planned<A>, context: PlanContext<C>): Promise<void>;
  /**
   * The plan of a destroy: warnings and refusals. It may read from the platform but change nothing. `found` also has the
   * values that an import filled in and no apply has set since; they are not destroyed, because it is unknown whether a
   * configuration set them.
   */
  planDestroy?(prior: State<A>, context: PlanContext<C>, found: State<A>): void | Promise<void>;
  /** An error leaves no state behind: no resource is ever tainted. */
  create(planned: Planned<A>, context: HandlerContext<C>): Promise<State<A>>;
  /** Null means that the object does not exist. An error keeps the state. */
  read(state: State<A>, context: ReadContext<C>): Promise<State<A> | null>;
  /** An UpdateError may carry the state as the platform now has it; any other error keeps the prior state. */
  update(change: Change<A>, context: HandlerContext<C>): Promise<State<A>>;
  delete(prior: State<A>, context: HandlerContext<C>): Promise<void>;
  /** What the import id contains, the rest is null; a read with `imported` follows. */
  importState(id: string, context: HandlerContext<C>): Promise<Partial<State<A>>>;
  /**
   * Chooses what people should see of a generated configuration, which has all that differs from the defaults: names without
   * ids, for example.
   */
  writeConfig?(config: Config<A>): Config<A>;
  /**
   * Why a plan would refuse a generated configuration, beyond what `validate` finds: what the platform has and the configuration cannot
   * say. An attribute that a diagnostic names is left out.
   */
  refuseConfig?(config: Config<A>, state: State<A>, client: C): Promise<readonly Diagnostic[]>;
  /**
   * From another provider's type or an earlier one of our own; undefined means "not from that type". A read with `imported`
   * follows.
   */
  moveState?(source: MoveSource, data: PrivateData): Partial<State<A>> | undefined;
}

interface Change<A extends Attributes> {
  readonly prior: State<A>;
  readonly planned: Planned<A>;
}

export interface MoveSource {
  readonly providerAddress: string;
  readonly type: string;
  readonly version: number;
  readonly state: Record<string, unknown>;
}

/** Thrown by `update` after a partial change: `state` is saved together with the diagnostics. */
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
  /** `config` is fully known here; the answer repeats it. */
  read(config: State<A>, context: HandlerContext<C>): Promise<State<A>>;
}

export interface ProviderDefinition<A extends Attributes, C> {
  /** The type part of the source address, such as `flagform`. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly attributes: A;
  readonly resources: readonly ResourceDefinition<Attributes, C>[];
  readonly dataSources: readonly DataSourceDefinition<Attributes, C>[];
  readonly listResources?: readonly ListResourceDefinition<Attributes, C>[];
  readonly functions?: readonly FunctionDefinition[];
  validate?(config: Config<A>): Diagnostic[];
  /**
   * Only called with a fully known configuration. While it contains unknowns there is no client: plans continue without one,
   * reads return the state with a warning, data sources fail.
   */
  configure(config: State<A>, context: ConfigureContext): Promise<C>;
  /**
   * Called before each apply of a resource, and before each plan that an apply repeats, if that can be detected: planning is
   * over, and this process applies.
   */
  applying?(client: C): void;
  /** The client of lists, and of the configuration that is written for what they show, with warnings of what it cannot read. */
  listing?(client: C): Promise<Listing<C>>;
}

export interface Listing<C> {
  readonly client: C;
  readonly leftOut: readonly Listed[];
}

export interface ConfigureContext {
  readonly terraformVersion: string;
  readonly signal: AbortSignal;
  /** Aborted when another configuration takes this one's place: then its client closes its connections. Running calls continue. */
  readonly replaced: AbortSignal;
  readonly log: Logger;
  warn(summary: string, detail: string, path?: Path): void;
  /** Adds a warning about the run as a whole at any later time: it is shown with the operation that ends next. */
  notice(summary: string, detail: string): void;
}

/**
 * Erases the attributes' type so that definitions of different resources fit in one list. Values are decoded by the same
 * `attributes`, so handlers get the types they were written for.
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
