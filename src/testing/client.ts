import { getOwn } from "../get-own";
import type { ResourceIdentityMessage } from "../terraform/protocol/messages";
import type { ProviderClient } from "../terraform/protocol/provider-client";
import type { ProviderCalls } from "../terraform/protocol/provider-service";
import { type DriverDiagnostic, failure, OracleError } from "./failure";
import type { ApplyRequest, MoveSource, PlanRequest, Provider, ProviderSchemas, Target } from "./provider";
import { fetchSchemas } from "./provider-schemas";
import type { Schema } from "./values/schema";
import type { Value, ValueRecord } from "./values/value";
import { decode, type DiagnosticOut, encode, readDiagnostic, readPath } from "./wire-values";

/** A running provider: a gRPC server (`startServer`), or one that is called directly (`startInProcess`). `stop` ends it. */
export type Launched = ({ readonly address: string } | { readonly calls: ProviderCalls }) & { stop(): Promise<void> };

const NOTHING = Buffer.alloc(0);

/** What a process is started for. */
export interface Purpose {
  readonly isApply: boolean;
}

/** Connects to a server and fetches its schemas, unless an earlier process of the same provider gave them already. */
export async function connect(
  launched: Launched,
  name: string,
  { isApply }: Purpose,
  known?: ProviderSchemas,
): Promise<Provider> {
  const client = await dial(launched);
  try {
    // Core's applies allow deferrals, its plans do not.
    const capabilities = { deferralAllowed: isApply, writeOnlyAttributesAllowed: true };
    return new RemoteProvider(client, launched, name, capabilities, known ?? (await fetchSchemas(client, name)));
  } catch (cause) {
    client.close();
    await launched.stop();
    throw cause;
  }
}

async function dial(launched: Launched): Promise<ProviderClient> {
  if ("calls" in launched) return { ...launched.calls, close: () => undefined };
  const { connectProvider } = await import("../terraform/protocol/provider-client");
  return connectProvider(launched.address);
}

class RemoteProvider implements Provider {
  constructor(
    private readonly client: ProviderClient,
    private readonly launched: Launched,
    private readonly name: string,
    private readonly capabilities: { readonly deferralAllowed: boolean; readonly writeOnlyAttributesAllowed: boolean },
    readonly schemas: ProviderSchemas,
  ) {}

  async validateProvider(config: Value): Promise<DriverDiagnostic[]> {
    const schema = this.schemas.provider;
    const answer = await this.call("ValidateProviderConfig", () =>
      this.client.validateProviderConfig({ config: encode(schema, config) }),
    );
    return this.diagnostics(answer, this.name, schema);
  }

  async configure(config: Value): Promise<DriverDiagnostic[]> {
    const schema = this.schemas.provider;
    const request = { terraformVersion: "1.11.4", config: encode(schema, config), clientCapabilities: this.capabilities };
    return this.diagnostics(
      await this.call("ConfigureProvider", () => this.client.configureProvider(request)),
      this.name,
      schema,
    );
  }

  async validateResource(target: Target, config: Value): Promise<DriverDiagnostic[]> {
    const schema = this.resource(target);
    const request = { typeName: target.type, config: encode(schema, config), clientCapabilities: this.capabilities };
    return this.diagnostics(
      await this.call("ValidateResourceConfig", () => this.client.validateResourceConfig(request)),
      target.address,
      schema,
    );
  }

  async validateData(target: Target, config: Value): Promise<DriverDiagnostic[]> {
    const schema = this.dataSource(target);
    const answer = await this.call("ValidateDataResourceConfig", () =>
      this.client.validateDataResourceConfig({ typeName: target.type, config: encode(schema, config) }),
    );
    return this.diagnostics(answer, target.address, schema);
  }

  async upgrade(target: Target, version: number, json: string) {
    const schema = this.resource(target);
    const request = { typeName: target.type, version, rawState: { json: Buffer.from(json) } };
    const answer = await this.call("UpgradeResourceState", () => this.client.upgradeResourceState(request));
    const state = decode("U2", target.address, schema, answer.response?.upgradedState);
    return { state, diagnostics: this.diagnostics(answer, target.address, schema) };
  }

  async upgradeIdentity(target: Target, version: number, json: string) {
    const request = { typeName: target.type, version, rawIdentity: { json: Buffer.from(json) } };
    const answer = await this.call("UpgradeResourceIdentity", () => this.client.upgradeResourceIdentity(request));
    const [refused] = this.diagnostics(answer, target.address, undefined);
    if (refused) throw failure(refused.summary, refused.detail, target.address);
    return this.identity("N6", target, answer.response?.upgradedIdentity);
  }

  async read(target: Target, state: Value, privateData: Uint8Array, identity: Value = null) {
    const schema = this.resource(target);
    const request = {
      typeName: target.type,
      currentState: encode(schema, state),
      private: privateData,
      clientCapabilities: this.capabilities,
      currentIdentity: this.encodeIdentity(target, identity),
    };
    const answer = await this.call("ReadResource", () => this.client.readResource(request));
    return {
      state: decode("R1", target.address, schema, answer.response?.newState),
      private: answer.response?.private ?? NOTHING,
      identity: this.identity("N1", target, answer.response?.newIdentity),
      diagnostics: this.diagnostics(answer, target.address, schema),
    };
  }

  async plan(target: Target, request: PlanRequest) {
    const schema = this.resource(target);
    const answer = await this.call("PlanResourceChange", () =>
      this.client.planResourceChange({
        typeName: target.type,
        priorState: encode(schema, request.prior),
        proposedNewState: encode(schema, request.proposed),
        config: encode(schema, request.config),
        priorPrivate: request.private,
        clientCapabilities: this.capabilities,
        priorIdentity: this.encodeIdentity(target, request.identity),
      }),
    );
    return {
      planned: decode("P2", target.address, schema, answer.response?.plannedState),
      private: answer.response?.plannedPrivate ?? NOTHING,
      requiresReplace: (answer.response?.requiresReplace ?? []).map(readPath),
      identity: this.identity("N1", target, answer.response?.plannedIdentity),
      diagnostics: this.diagnostics(answer, target.address, schema),
    };
  }

  async apply(target: Target, request: ApplyRequest) {
    const schema = this.resource(target);
    const answer = await this.call("ApplyResourceChange", () =>
      this.client.applyResourceChange({
        typeName: target.type,
        priorState: encode(schema, request.prior),
        plannedState: encode(schema, request.planned),
        config: encode(schema, request.config),
        plannedPrivate: request.private,
        plannedIdentity: this.encodeIdentity(target, request.identity),
      }),
    );
    return {
      state: decode("A1", target.address, schema, answer.response?.newState),
      private: answer.response?.private ?? NOTHING,
      identity: this.identity("N1", target, answer.response?.newIdentity),
      diagnostics: this.diagnostics(answer, target.address, schema),
    };
  }

  async importState(target: Target, by: string | ValueRecord) {
    const what = typeof by === "string" ? { id: by } : { identity: this.encodeIdentity(target, by) };
    const answer = await this.call("ImportResourceState", () =>
      this.client.importResourceState({ typeName: target.type, ...what, clientCapabilities: this.capabilities }),
    );
    const imported = (answer.response?.importedResources ?? []).map((each) => ({
      type: each.typeName,
      state: decode(
        "I1",
        target.address,
        getOwn(this.schemas.resources, each.typeName) ?? this.resource(target),
        each.state,
      ),
      private: each.private,
      identity: this.identity("N1", target, each.identity),
    }));
    return { imported, diagnostics: this.diagnostics(answer, target.address, undefined) };
  }

  async move(target: Target, source: MoveSource) {
    const schema = this.resource(target);
    const answer = await this.call("MoveResourceState", () =>
      this.client.moveResourceState({
        sourceProviderAddress: source.providerAddress,
        sourceTypeName: source.type,
        sourceSchemaVersion: source.version,
        sourceState: { json: Buffer.from(source.json) },
        sourcePrivate: source.private,
        targetTypeName: target.type,
      }),
    );
    return {
      state: decode("M3", target.address, schema, answer.response?.targetState),
      private: answer.response?.targetPrivate ?? NOTHING,
      identity: this.identity("N1", target, answer.response?.targetIdentity),
      diagnostics: this.diagnostics(answer, target.address, schema),
    };
  }

  async readData(target: Target, config: Value) {
    const schema = this.dataSource(target);
    const request = { typeName: target.type, config: encode(schema, config), clientCapabilities: this.capabilities };
    const answer = await this.call("ReadDataSource", () => this.client.readDataSource(request));
    const state = decode("D1", target.address, schema, answer.response?.state);
    return { state, diagnostics: this.diagnostics(answer, target.address, schema) };
  }

  async stop(): Promise<void> {
    await this.client.stopProvider({});
  }

  async close(): Promise<void> {
    this.client.close();
    await this.launched.stop();
  }

  private identity(rule: string, { address, type }: Target, message: ResourceIdentityMessage | undefined): Value {
    const schema = getOwn(this.schemas.identities, type);
    if (message?.identityData === undefined) return null;
    if (!schema) throw new OracleError(rule, address, [], `an identity, although ${type} has no identity schema`);
    return decode(rule, address, schema, message.identityData);
  }

  private encodeIdentity({ type }: Target, identity: Value | undefined) {
    const schema = getOwn(this.schemas.identities, type);
    return schema && identity !== null && identity !== undefined ? { identityData: encode(schema, identity) } : undefined;
  }

  private resource(target: Target): Schema {
    return getOwn(this.schemas.resources, target.type) ?? this.unsupported(target, "resource");
  }

  private dataSource(target: Target): Schema {
    return getOwn(this.schemas.dataSources, target.type) ?? this.unsupported(target, "data source");
  }

  private unsupported(target: Target, kind: string): never {
    throw failure(
      `Invalid ${kind} type`,
      `The provider ${this.name} does not support ${kind} type "${target.type}".`,
      target.address,
    );
  }

  /** Core turns a gRPC error into an error diagnostic and an empty response. */
  private async call<T extends Diagnosed>(rpc: string, send: () => Promise<T>): Promise<Reply<T>> {
    try {
      return { response: await send() };
    } catch (cause) {
      const detail = `The plugin ${this.name} returned an unexpected error from ${rpc}: ${cause instanceof Error ? cause.message : String(cause)}`;
      return { broken: { severity: "error", summary: "Plugin error", detail } };
    }
  }

  private diagnostics(reply: Reply<Diagnosed>, address: string, schema: Schema | undefined): DriverDiagnostic[] {
    if (reply.broken) return [{ ...reply.broken, address }];
    return (reply.response?.diagnostics ?? []).map((each) => readDiagnostic(each, address, schema));
  }
}

interface Diagnosed {
  readonly diagnostics: readonly DiagnosticOut[];
}

interface Reply<T> {
  readonly response?: T;
  readonly broken?: DriverDiagnostic;
}
