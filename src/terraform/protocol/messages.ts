import { FunctionSignature } from "./function-signature";
import type { InputOf, Message, OutputOf } from "./protobuf";
import { bool, bytes, embedded, int, mapOf, message, optionalInt, optionalString, repeated, string } from "./protobuf";

/** The messages of package tfplugin6 that this server uses: names and numbers are Terraform's wire contract. */

export const DynamicValue = message({ msgpack: bytes(1), json: bytes(2) });
export type DynamicValueInput = InputOf<typeof DynamicValue>;
export type DynamicValueMessage = OutputOf<typeof DynamicValue>;

export const AttributePathStep = message({
  attributeName: optionalString(1),
  elementKeyString: optionalString(2),
  elementKeyInt: optionalInt(3),
});
export const AttributePath = message({ steps: repeated(1, () => AttributePathStep) });
export type AttributePathInput = InputOf<typeof AttributePath>;

export const SEVERITY = { invalid: 0, error: 1, warning: 2 } as const;
export const DiagnosticMessage = message({
  severity: int(1),
  summary: string(2),
  detail: string(3),
  attribute: embedded(4, () => AttributePath),
});
export type DiagnosticInput = InputOf<typeof DiagnosticMessage>;

export const RawState = message({ json: bytes(1) });

export const NESTING = { invalid: 0, single: 1, list: 2, set: 3, map: 4 } as const;
export const STRING_KIND = { plain: 0, markdown: 1 } as const;

/** Attributes contain objects that contain attributes: the type of this one message cannot be inferred. */
export interface SchemaAttributeInput {
  readonly name?: string | undefined;
  /** A type signature in JSON; exactly one of this and `nestedType` is given. */
  readonly type?: Uint8Array | undefined;
  readonly description?: string | undefined;
  readonly required?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly computed?: boolean | undefined;
  readonly sensitive?: boolean | undefined;
  readonly descriptionKind?: number | undefined;
  readonly deprecated?: boolean | undefined;
  readonly nestedType?: SchemaObjectInput | undefined;
  readonly writeOnly?: boolean | undefined;
  readonly deprecationMessage?: string | undefined;
}

export interface SchemaObjectInput {
  readonly attributes?: readonly SchemaAttributeInput[] | undefined;
  readonly nesting?: number | undefined;
}

export interface SchemaAttributeMessage {
  readonly name: string;
  readonly type: Buffer;
  readonly description: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly descriptionKind: number;
  readonly deprecated: boolean;
  readonly nestedType: SchemaObjectMessage | undefined;
  readonly writeOnly: boolean;
  readonly deprecationMessage: string;
}

export interface SchemaObjectMessage {
  readonly attributes: readonly SchemaAttributeMessage[];
  readonly nesting: number;
}

export const SchemaAttribute: Message<SchemaAttributeInput, SchemaAttributeMessage> = message({
  name: string(1),
  type: bytes(2),
  description: string(3),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  descriptionKind: int(8),
  deprecated: bool(9),
  nestedType: embedded(10, () => SchemaObject),
  writeOnly: bool(11),
  deprecationMessage: string(12),
});
export const SchemaObject: Message<SchemaObjectInput, SchemaObjectMessage> = message({
  attributes: repeated(1, () => SchemaAttribute),
  nesting: int(3),
});

/** Nested blocks (field 3) are left out: this server only uses nested attributes. */
export const SchemaBlock = message({
  attributes: repeated(2, () => SchemaAttribute),
  description: string(4),
  descriptionKind: int(5),
  deprecated: bool(6),
});
export const Schema = message({ version: int(1), block: embedded(2, () => SchemaBlock) });
export type SchemaInput = InputOf<typeof Schema>;
export type SchemaMessage = OutputOf<typeof Schema>;

export const ServerCapabilities = message({
  planDestroy: bool(1),
  getProviderSchemaOptional: bool(2),
  moveResourceState: bool(3),
  generateResourceConfig: bool(4),
});
export const ClientCapabilities = message({ deferralAllowed: bool(1), writeOnlyAttributesAllowed: bool(2) });

/** What identifies an object for good, which Terraform 1.12 and later keep in the state, in addition to the attributes. */
export const ResourceIdentityData = message({ identityData: embedded(1, () => DynamicValue) });
export type ResourceIdentityInput = InputOf<typeof ResourceIdentityData>;
export type ResourceIdentityMessage = OutputOf<typeof ResourceIdentityData>;

export const diagnostics = (number: number) => repeated(number, () => DiagnosticMessage);
export const value = (number: number) => embedded(number, () => DynamicValue);
const identity = (number: number) => embedded(number, () => ResourceIdentityData);
const schemas = (number: number) => mapOf(number, () => Schema);
const capabilities = (number: number) => embedded(number, () => ClientCapabilities);
export const TypeName = message({ typeName: string(1) });
const Name = message({ name: string(1) });

export const Empty = message({});
export const DiagnosticsOnly = message({ diagnostics: diagnostics(1) });

export const GetMetadataResponse = message({
  serverCapabilities: embedded(1, () => ServerCapabilities),
  diagnostics: diagnostics(2),
  dataSources: repeated(3, () => TypeName),
  resources: repeated(4, () => TypeName),
  functions: repeated(5, () => Name),
  listResources: repeated(7, () => TypeName),
});
export const GetProviderSchemaResponse = message({
  provider: embedded(1, () => Schema),
  resourceSchemas: schemas(2),
  dataSourceSchemas: schemas(3),
  diagnostics: diagnostics(4),
  serverCapabilities: embedded(6, () => ServerCapabilities),
  functions: mapOf(7, () => FunctionSignature),
  listResourceSchemas: schemas(9),
});

export const ValidateProviderConfigRequest = message({ config: value(1) });
/** Field 2, not 1: field 1 was a prepared config in the past. */
export const ValidateProviderConfigResponse = message({ diagnostics: diagnostics(2) });

export const ConfigureProviderRequest = message({
  terraformVersion: string(1),
  config: value(2),
  clientCapabilities: capabilities(3),
});
export const ValidateConfigRequest = message({ typeName: string(1), config: value(2), clientCapabilities: capabilities(3) });

export const UpgradeResourceStateRequest = message({
  typeName: string(1),
  version: int(2),
  rawState: embedded(3, () => RawState),
});
export const UpgradeResourceStateResponse = message({ upgradedState: value(1), diagnostics: diagnostics(2) });

export const ReadResourceRequest = message({
  typeName: string(1),
  currentState: value(2),
  private: bytes(3),
  providerMeta: value(4),
  clientCapabilities: capabilities(5),
  currentIdentity: identity(6),
});
export const ReadResourceResponse = message({
  newState: value(1),
  diagnostics: diagnostics(2),
  private: bytes(3),
  newIdentity: identity(5),
});

export const PlanResourceChangeRequest = message({
  typeName: string(1),
  priorState: value(2),
  proposedNewState: value(3),
  config: value(4),
  priorPrivate: bytes(5),
  providerMeta: value(6),
  clientCapabilities: capabilities(7),
  priorIdentity: identity(8),
});
/** `legacy_type_system` (5) is never set, so it is not here. */
export const PlanResourceChangeResponse = message({
  plannedState: value(1),
  requiresReplace: repeated(2, () => AttributePath),
  plannedPrivate: bytes(3),
  diagnostics: diagnostics(4),
  plannedIdentity: identity(7),
});

export const ApplyResourceChangeRequest = message({
  typeName: string(1),
  priorState: value(2),
  plannedState: value(3),
  config: value(4),
  plannedPrivate: bytes(5),
  providerMeta: value(6),
  plannedIdentity: identity(7),
});
/** `legacy_type_system` (4) is never set. */
export const ApplyResourceChangeResponse = message({
  newState: value(1),
  private: bytes(2),
  diagnostics: diagnostics(3),
  newIdentity: identity(5),
});

export const ImportResourceStateRequest = message({
  typeName: string(1),
  id: string(2),
  clientCapabilities: capabilities(3),
  identity: identity(4),
});
const ImportedResource = message({ typeName: string(1), state: value(2), private: bytes(3), identity: identity(4) });
export const ImportResourceStateResponse = message({
  importedResources: repeated(1, () => ImportedResource),
  diagnostics: diagnostics(2),
});

export const MoveResourceStateRequest = message({
  sourceProviderAddress: string(1),
  sourceTypeName: string(2),
  sourceSchemaVersion: int(3),
  sourceState: embedded(4, () => RawState),
  targetTypeName: string(5),
  sourcePrivate: bytes(6),
  sourceIdentity: embedded(7, () => RawState),
  sourceIdentitySchemaVersion: int(8),
});
export const MoveResourceStateResponse = message({
  targetState: value(1),
  diagnostics: diagnostics(2),
  targetPrivate: bytes(3),
  targetIdentity: identity(4),
});

export const ReadDataSourceRequest = message({
  typeName: string(1),
  config: value(2),
  providerMeta: value(3),
  clientCapabilities: capabilities(4),
});
export const ReadDataSourceResponse = message({ state: value(1), diagnostics: diagnostics(2) });

/** The field is called `Error` in Terraform's own definition. */
export const StopProviderResponse = message({ error: string(1) });
