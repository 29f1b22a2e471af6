import type { Path } from "../terraform/diagnostic";
import type { DriverDiagnostic } from "./failure";
import type { IdentitySchema } from "./values/identity-schema";
import type { Schema } from "./values/schema";
import type { Value, ValueRecord } from "./values/value";

/** A provider as core talks to it: a process behind gRPC, or one of those built into Terraform. */
export interface Provider {
  readonly schemas: ProviderSchemas;
  validateProvider(config: Value): Promise<DriverDiagnostic[]>;
  configure(config: Value): Promise<DriverDiagnostic[]>;
  validateResource(target: Target, config: Value): Promise<DriverDiagnostic[]>;
  validateData(target: Target, config: Value): Promise<DriverDiagnostic[]>;
  upgrade(target: Target, version: number, json: string): Promise<ObjectAnswer>;
  upgradeIdentity(target: Target, version: number, json: string): Promise<Value>;
  read(target: Target, state: Value, privateData: Uint8Array, identity?: Value): Promise<StoredAnswer>;
  plan(target: Target, request: PlanRequest): Promise<PlanAnswer>;
  apply(target: Target, request: ApplyRequest): Promise<StoredAnswer>;
  /** By an id, or by an identity. */
  importState(target: Target, by: string | ValueRecord): Promise<ImportAnswer>;
  move(target: Target, source: MoveSource): Promise<StoredAnswer>;
  readData(target: Target, config: Value): Promise<ObjectAnswer>;
  /** What Ctrl-C sends. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface ProviderSchemas {
  readonly provider: Schema;
  readonly resources: { readonly [type: string]: Schema };
  readonly dataSources: { readonly [type: string]: Schema };
  readonly identities: { readonly [type: string]: IdentitySchema };
  readonly planDestroy: boolean;
  readonly moveResourceState: boolean;
}

/** Which instance a call is about. */
export interface Target {
  readonly address: string;
  readonly type: string;
}

interface ObjectAnswer {
  readonly diagnostics: readonly DriverDiagnostic[];
  readonly state: Value;
}

interface StoredAnswer extends ObjectAnswer {
  readonly private: Uint8Array;
  /** Null or absent: the answer has none. */
  readonly identity?: Value;
}

export interface PlanRequest {
  readonly prior: Value;
  readonly proposed: Value;
  readonly config: Value;
  readonly private: Uint8Array;
  readonly identity?: Value;
}

interface PlanAnswer {
  readonly diagnostics: readonly DriverDiagnostic[];
  readonly planned: Value;
  readonly private: Uint8Array;
  readonly requiresReplace: readonly Path[];
  readonly identity?: Value;
}

export interface ApplyRequest {
  readonly prior: Value;
  readonly planned: Value;
  readonly config: Value;
  readonly private: Uint8Array;
  /** As planned. */
  readonly identity?: Value;
}

export interface ImportAnswer {
  readonly diagnostics: readonly DriverDiagnostic[];
  readonly imported: readonly {
    readonly type: string;
    readonly state: Value;
    readonly private: Uint8Array;
    readonly identity?: Value;
  }[];
}

export interface MoveSource {
  readonly providerAddress: string;
  readonly type: string;
  readonly version: number;
  readonly json: string;
  readonly private: Uint8Array;
}
