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
 * The procedures of Terraform's provider service that this server implements; grpc-js answers UNIMPLEMENTED to all others,
 * which is what core expects for features that a provider does not have (identities, ephemeral resources, actions).
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
  getFunctions: provider("GetFunctions", m.Empty, m.GetFunctionsResponse),
  stopProvider: provider("StopProvider", m.Empty, m.StopProviderResponse),
} as const;

type Service = typeof ProviderService;
export type ProviderMethod = keyof Service;

/** What a server implements: from the decoded request to the response to encode. */
export type ProviderHandlers = {
  readonly [K in ProviderMethod]: (request: RequestOf<Service[K]>) => Promise<ResponseInput<Service[K]>>;
};

/** The same procedures from the client's side. */
export type ProviderCalls = {
  readonly [K in ProviderMethod]: (request: RequestInput<Service[K]>) => Promise<ResponseOf<Service[K]>>;
};
