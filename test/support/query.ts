import { connectProvider } from "../../src/terraform/protocol/provider-client";
import type { ProviderCalls } from "../../src/terraform/protocol/provider-service";
import type { Launched } from "../../src/testing/client";
import { fetchSchemas } from "../../src/testing/provider-schemas";
import type { CtyType } from "../../src/testing/values/cty-type";
import { jsonText } from "../../src/testing/values/json";
import { readSchema } from "../../src/testing/values/schema";
import { isList, isRecord, type Value } from "../../src/testing/values/value";
import { decode, encode } from "../../src/testing/wire-values";
import type { PlatformWorkbench, StackParts } from "./platform-workbench";

/** What a list told of one object, as plain JSON. */
export interface Shown {
  readonly name: string;
  readonly identity: Json;
  /** Undefined where it was not asked for. */
  readonly object: Json | undefined;
}

type Json = Readonly<Record<string, unknown>>;

interface Asked {
  /** Called at each event; true ends the query as core does once it has enough. */
  readonly ends?: (name: string) => boolean;
  readonly limit?: number;
  readonly isWhole?: boolean;
}

export interface Answered {
  readonly shown: readonly Shown[];
  /** `warning: …` and `error: …`, in the order of the events. */
  readonly told: readonly string[];
}

/** What `terraform query` asks a configured provider, in the order in which core does. */
export class Query {
  private constructor(
    readonly calls: ProviderCalls,
    private readonly schemas: Awaited<ReturnType<typeof fetchSchemas>>,
    private readonly lists: Readonly<Record<string, { readonly type: CtyType }>>,
    private readonly end: () => Promise<void>,
  ) {}

  /** Of a workbench's provider. */
  static async of(workbench: PlatformWorkbench, more?: StackParts): Promise<Query> {
    const { launch } = workbench.launching;
    if (typeof launch !== "function") throw new Error("it has several providers");
    const { provider } = workbench.stack({}, more) as { readonly provider: { readonly flagform: readonly [object] } };
    return Query.open(await launch(), provider.flagform[0]);
  }

  private static async open(launched: Launched, provider: object): Promise<Query> {
    const client = "calls" in launched ? { ...launched.calls, close: () => undefined } : connectProvider(launched.address);
    const schemas = await fetchSchemas(client, "flagform");
    const { listResourceSchemas } = await client.getProviderSchema({});
    const lists = Object.entries(listResourceSchemas).map(([type, message]) => [type, readSchema(message)] as const);
    const config = encode(schemas.provider, whole(schemas.provider.type, provider as Value));
    const { diagnostics } = await client.configureProvider({ config, terraformVersion: "1.15.5" });
    if (diagnostics.length > 0) throw new Error(`it cannot be configured: ${diagnostics[0]?.detail ?? ""}`);
    return new Query(client, schemas, Object.fromEntries(lists), async () => {
      client.close();
      await launched.stop();
    });
  }

  async list(type: string, config: object = {}, { limit = 0, isWhole = true, ends }: Asked = {}): Promise<Answered> {
    const schema = this.lists[type];
    const resource = this.schemas.resources[type];
    const identity = this.schemas.identities[type];
    if (!schema || !resource || !identity) throw new Error(`${type} has no list`);
    const request = { typeName: type, config: encode(schema, whole(schema.type, config as Value)) };
    const { diagnostics } = await this.calls.validateListResourceConfig(request);
    if (diagnostics.length > 0) return { shown: [], told: diagnostics.map(words) };
    const shown: Shown[] = [];
    const told: string[] = [];
    for await (const event of this.calls.listResource({ ...request, limit, includeResourceObject: isWhole })) {
      told.push(...event.diagnostic.map(words));
      if (!event.identity) {
        // Core ends the query where an event has neither.
        if (event.diagnostic.length === 0) throw new Error("an event without an identity and without a diagnostic");
        continue;
      }
      const object = event.resourceObject && plainOf(decode("L1", type, resource, event.resourceObject));
      shown.push({
        name: event.displayName,
        identity: plainOf(decode("L2", type, identity, event.identity.identityData)),
        object,
      });
      if (ends?.(event.displayName) === true) break;
    }
    return { shown, told };
  }

  /** How many objects a list shows, without keeping any. */
  async count(type: string, each: () => void): Promise<number> {
    const schema = this.lists[type];
    if (!schema) throw new Error(`${type} has no list`);
    const request = {
      typeName: type,
      config: encode(schema, whole(schema.type, {})),
      limit: 0,
      includeResourceObject: true,
    };
    let count = 0;
    for await (const { identity } of this.calls.listResource(request)) {
      if (identity) count++;
      each();
    }
    return count;
  }

  /** The configuration that is written for an object. */
  async generate(type: string, object: Json): Promise<Json> {
    const { config, told } = await this.generated(type, object);
    if (told.length > 0) throw new Error(told.join("\n"));
    return config;
  }

  /** The same with what is told about it; an error ends it. */
  async generated(type: string, object: Json): Promise<{ readonly config: Json; readonly told: readonly string[] }> {
    const schema = this.schemas.resources[type];
    if (!schema) throw new Error(`there is no ${type}`);
    const state = encode(schema, object as Value);
    const { config, diagnostics } = await this.calls.generateResourceConfig({ typeName: type, state });
    const told = diagnostics.map(words);
    if (told.some((each) => each.startsWith("error"))) throw new Error(told.join("\n"));
    return { config: plainOf(decode("L3", type, schema, config)) ?? {}, told };
  }

  close(): Promise<void> {
    return this.end();
  }
}

const words = ({ severity, summary, detail }: { severity: number; summary: string; detail: string }): string =>
  `${severity === 1 ? "error" : "warning"}: ${summary}. ${detail}`;

function plainOf(value: Value): Json {
  return JSON.parse(jsonText(value)) as Json;
}

/** With every attribute of the type: null where it is left out. */
function whole(type: CtyType, value: Value): Value {
  if (value === null) return null;
  if ("attributes" in type && isRecord(value)) {
    const attributes = Object.entries(type.attributes);
    return Object.fromEntries(attributes.map(([name, each]) => [name, whole(each, value[name] ?? null)]));
  }
  if ("element" in type && isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, whole(type.element, each)]));
  if ("element" in type && isList(value)) return value.map((each) => whole(type.element, each));
  return value;
}

/** As Terraform 1.15 prints it: text that is a JSON object or list becomes `jsonencode(…)`, which spells it in its own way. */
export function asPrinted(config: unknown): unknown {
  return asBody(spelled(config));
}

function spelled(config: unknown): unknown {
  if (typeof config === "string") return jsonEncoded(config);
  // A list of texts is printed as it is.
  if (Array.isArray(config)) return config.map((each: unknown) => (typeof each === "string" ? each : spelled(each)));
  if (typeof config !== "object" || config === null) return config;
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, spelled(value)]));
}

function jsonEncoded(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(inOrder(JSON.parse(text))).replace(/[<>&\u2028\u2029]/g, (each) => {
      return `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
  } catch {
    return text;
  }
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, each]) => [name, inOrder(each)]));
}

/** What is left of a generated configuration in a stack: without nulls, and no text is a template. */
export function asBody(config: unknown): unknown {
  if (typeof config === "string") return config.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(config)) return config.map(asBody);
  if (typeof config !== "object" || config === null) return config;
  const stated = Object.entries(config).filter(([, value]) => value !== null);
  return Object.fromEntries(stated.map(([name, value]) => [name, asBody(value)]));
}
