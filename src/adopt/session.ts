import { getOwn } from "../get-own";
import { readable } from "../resources/lists/readable";
import { flagformProvider, newRun, providerAttributes } from "../resources/provider/provider";
import type { ProviderState } from "../resources/provider/provider-attributes";
import type { Client } from "../resources/run/client";
import { DiagnosticError, error } from "../terraform/diagnostic";
import type { ListContext, Listed, ListResourceDefinition } from "../terraform/list-resource";
import type { Logger } from "../terraform/logger";
import { resolvedConfig } from "../terraform/planning/draft";
import type { ConfigureContext } from "../terraform/resource";
import type { Attributes, State } from "../terraform/schema";
import { completed } from "../terraform/server/handlers/completed";
import { startInProcess } from "../terraform/start-in-process";
import { Driver } from "../testing/driver";
import { VERSION } from "../version";

type Hooks = Parameters<typeof flagformProvider>[1];
type AnyList = ListResourceDefinition<Attributes, Client>;

/** What a provider block contains, by attribute name. */
export type ProviderBlock = Readonly<Record<string, unknown>>;

interface SessionOptions {
  /** For tests. */
  readonly hooks?: Hooks;
  readonly signal: AbortSignal;
  /** Warnings about the run, such as long waits. */
  notice(summary: string, detail: string): void;
}

/**
 * One configured provider for the lists and for the plan: what a list has read, the plan does not read again. Both believe the lists,
 * which on Flagsmith's SaaS may be a minute old.
 */
export class Session {
  /** Segments that flags share are in the plan of every part that names them. */
  private readonly completed: NonNullable<Client["completed"]> = new WeakMap();

  private constructor(
    readonly block: ProviderBlock,
    readonly client: Client,
    private readonly options: SessionOptions,
    private readonly leftOut: readonly Listed[] = [],
  ) {}

  /** Sends nothing. Throws a DiagnosticError where the settings or the credential are missing or invalid. */
  static async open(block: ProviderBlock, options: SessionOptions): Promise<Session> {
    const { configure } = flagformProvider(VERSION, options.hooks);
    const config = resolvedConfig(providerAttributes, whole(providerAttributes, block)) as ProviderState;
    return new Session(block, await configure(config, configureContext(options)), options);
  }

  /** The part that the credential may read: its lists say what is left out. Throws where that was asked for by name. */
  async readable(environments: readonly string[]): Promise<Session> {
    const { client, denied, leftOut } = await readable(this.client, "The provider block is written without it.");
    const asked = leftOut.find((_each, index) => environments.includes(denied[index] ?? ""));
    if (asked) throw new DiagnosticError(error(asked.summary, asked.detail));
    if (denied.length === 0) return this;
    return new Session(withoutEnvironments(this.block, denied), client, this.options, leftOut);
  }

  get platform(): string {
    return this.client.platform.title;
  }

  /** The block as it may be written down: a credential stays where it is read from. */
  get written(): ProviderBlock {
    return withoutSecrets(providerAttributes, this.block);
  }

  /** What a list shows, with whole states. */
  async *list(list: AnyList, config: ProviderBlock): AsyncGenerator<Listed> {
    yield* this.leftOut;
    const { signal } = this.options;
    const context: ListContext<Client> = {
      client: { ...this.client, completed: this.completed },
      signal,
      log: SILENT,
      isWhole: true,
    };
    yield* list.list(
      resolvedConfig(list.attributes, completed(list.attributes, config, null)) as State<Attributes>,
      context,
    );
  }

  /** A driver whose providers read through this session, each plan with claims of its own. */
  driver(): Driver {
    const { platform, defaults } = this.client;
    const run = { platform, defaults, trustsLists: true, completed: this.completed, looks: true };
    const provider = {
      ...flagformProvider(VERSION, this.options.hooks),
      configure: () => Promise.resolve(newRun(run)),
    };
    return new Driver({ launch: () => startInProcess(provider) });
  }
}

function configureContext({ signal, notice }: SessionOptions): ConfigureContext {
  const replaced = new AbortController().signal;
  return { terraformVersion: "", signal, replaced, log: SILENT, notice, warn: notice };
}

/** With null for every attribute that is left out, at any depth. */
function whole(attributes: Attributes, values: ProviderBlock): ProviderBlock {
  const entries = Object.entries(completed(attributes, values, null)).map(([name, value]) => {
    const type = getOwn(attributes, name)?.type;
    const inner = type?.kind === "map" && type.element.kind === "object" ? type.element.attributes : undefined;
    if (value === null || typeof value !== "object") return [name, value];
    if (type?.kind === "object") return [name, whole(type.attributes, { ...value })];
    if (!inner) return [name, value];
    return [name, Object.fromEntries(Object.entries(value).map(([key, each]) => [key, whole(inner, { ...each })]))];
  });
  return Object.fromEntries(entries) as ProviderBlock;
}

/** Of a platform whose environments the block maps. */
function withoutEnvironments(block: ProviderBlock, names: readonly string[]): ProviderBlock {
  const entries = Object.entries(block).map(([platform, own]) => {
    if (typeof own !== "object" || own === null || !("environments" in own)) return [platform, own] as const;
    const mapped = own.environments;
    if (typeof mapped !== "object" || mapped === null) return [platform, own] as const;
    const environments = Object.fromEntries(Object.entries(mapped).filter(([name]) => !names.includes(name)));
    return [platform, { ...own, environments }] as const;
  });
  return Object.fromEntries(entries);
}

function withoutSecrets(attributes: Attributes, values: ProviderBlock): ProviderBlock {
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const attribute = getOwn(attributes, name);
    if (attribute?.sensitive === true) return [];
    const isObject = attribute?.type.kind === "object" && typeof value === "object" && value !== null;
    return [[name, isObject ? withoutSecrets(attribute.type.attributes, { ...value }) : value] as const];
  });
  return Object.fromEntries(entries);
}

const SILENT: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  isLogged: () => false,
};
