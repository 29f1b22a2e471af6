import * as functions from "./function-messages";
import * as identities from "./identity-messages";
import * as lists from "./list-messages";
import * as m from "./messages";
import type { Message } from "./protobuf";
import type { RequestInput, RequestOf, ResponseInput, ResponseOf } from "./rpc";
import { rpc } from "./rpc";

/** The name of the service on the wire. */
const PROVIDER_SERVICE_NAME = "tfplugin6.Provider";

function provider<RequestIn, RequestOut, ResponseIn, ResponseOut>(
  name: string,
  request: Message<RequestIn, RequestOut>,
  response: Message<ResponseIn, ResponseOut>,
) {
  return rpc(`/${PROVIDER_SERVICE_NAME}/${name}`, request, response);
}

/**
 * The procedures of Terraform's provider service that this server implements; it answers UNIMPLEMENTED to all others,
 * which is what core expects for features that a provider does not have (ephemeral resources, actions).
 */
export const ProviderService = {
  getMetadata: provider("GetMetadata", m.Empty, m.GetMetadataResponse),
  getProviderSchema: provider("GetProviderSchema", m.Empty, m.GetProviderSchemaResponse),
  validateProviderConfig: provider(
    "ValidateProviderConfig",
    m.ValidateProviderConfigRequest,
    m.ValidateProviderConfigResponse,
  ),
  configureProvider: provider("ConfigureProvider", m.ConfigureProviderRequest, m.DiagnosticsOnly),
  validateResourceConfig: provider("ValidateResourceConfig", m.ValidateConfigRequest, m.DiagnosticsOnly),
  validateDataResourceConfig: provider("ValidateDataResourceConfig", m.ValidateConfigRequest, m.DiagnosticsOnly),
  upgradeResourceState: provider("UpgradeResourceState", m.UpgradeResourceStateRequest, m.UpgradeResourceStateResponse),
  readResource: provider("ReadResource", m.ReadResourceRequest, m.ReadResourceResponse),
  planResourceChange: provider("PlanResourceChange", m.PlanResourceChangeRequest, m.PlanResourceChangeResponse),
  applyResourceChange: provider("ApplyResourceChange", m.ApplyResourceChangeRequest, m.ApplyResourceChangeResponse),
  importResourceState: provider("ImportResourceState", m.ImportResourceStateRequest, m.ImportResourceStateResponse),
  moveResourceState: provider("MoveResourceState", m.MoveResourceStateRequest, m.MoveResourceStateResponse),
  readDataSource: provider("ReadDataSource", m.ReadDataSourceRequest, m.ReadDataSourceResponse),
  getFunctions: provider("GetFunctions", m.Empty, functions.GetFunctionsResponse),
  callFunction: provider("CallFunction", functions.CallFunctionRequest, functions.CallFunctionResponse),
  getResourceIdentitySchemas: provider("GetResourceIdentitySchemas", m.Empty, identities.GetResourceIdentitySchemasResponse),
  upgradeResourceIdentity: provider(
    "UpgradeResourceIdentity",
    identities.UpgradeResourceIdentityRequest,
    identities.UpgradeResourceIdentityResponse,
  ),
  validateListResourceConfig: provider(
    "ValidateListResourceConfig",
    lists.ValidateListResourceConfigRequest,
    m.DiagnosticsOnly,
  ),
  generateResourceConfig: provider(
    "GenerateResourceConfig",
    lists.GenerateResourceConfigRequest,
    lists.GenerateResourceConfigResponse,
  ),
  stopProvider: provider("StopProvider", m.Empty, m.StopProviderResponse),
} as const;

/** The procedures that answer one request with a stream of messages. */
export const ProviderStreams = {
  listResource: rpc(`/${PROVIDER_SERVICE_NAME}/ListResource`, lists.ListResourceRequest, lists.ListResourceEvent, {
    response: true,
  }),
} as const;

type Service = typeof ProviderService;
export type ProviderMethod = keyof Service;
type Streams = typeof ProviderStreams;
export type ProviderStream = keyof Streams;

/** What a server implements: from the decoded request to the response to encode, or to each one of a stream. */
export type ProviderHandlers = {
  readonly [K in ProviderMethod]: (request: RequestOf<Service[K]>) => Promise<ResponseInput<Service[K]>>;
} & {
  /** `cancelled` is aborted when the client has what it wants: then the stream ends without an error. */
  readonly [K in ProviderStream]: (
    request: RequestOf<Streams[K]>,
    cancelled: AbortSignal,
  ) => AsyncIterable<ResponseInput<Streams[K]>>;
};

/** The same procedures from the client's side. */
export type ProviderCalls = {
  readonly [K in ProviderMethod]: (request: RequestInput<Service[K]>) => Promise<ResponseOf<Service[K]>>;
} & {
  readonly [K in ProviderStream]: (request: RequestInput<Streams[K]>) => AsyncIterable<ResponseOf<Streams[K]>>;
};
