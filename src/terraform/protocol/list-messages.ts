import { DiagnosticMessage, diagnostics, ResourceIdentityData, value } from "./messages";
import { bool, embedded, int, message, repeated, string } from "./protobuf";

/** List resources and generated configuration, of Terraform 1.14 and later (protocol 6.10). */

/** Terraform up to 1.16 sends neither `include_resource_object` (3) nor `limit` (4) here. */
export const ValidateListResourceConfigRequest = message({ typeName: string(1), config: value(2) });

export const ListResourceRequest = message({
  typeName: string(1),
  config: value(2),
  includeResourceObject: bool(3),
  limit: int(4),
});
/** One result; its diagnostics are a repeated field with a singular name in Terraform's own definition. */
export const ListResourceEvent = message({
  identity: embedded(1, () => ResourceIdentityData),
  displayName: string(2),
  resourceObject: value(3),
  diagnostic: repeated(4, () => DiagnosticMessage),
});

export const GenerateResourceConfigRequest = message({ typeName: string(1), state: value(2) });
export const GenerateResourceConfigResponse = message({ config: value(1), diagnostics: diagnostics(2) });
