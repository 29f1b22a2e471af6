import { diagnostics, RawState, ResourceIdentityData } from "./messages";
import type { InputOf, OutputOf } from "./protobuf";
import { bool, bytes, embedded, int, mapOf, message, repeated, string } from "./protobuf";

/** Resource identity, of Terraform 1.12 and later (protocol 6.9). */

const IdentityAttribute = message({
  name: string(1),
  /** A type signature in JSON. */
  type: bytes(2),
  requiredForImport: bool(3),
  optionalForImport: bool(4),
  description: string(5),
});
export const ResourceIdentitySchema = message({
  version: int(1),
  identityAttributes: repeated(2, () => IdentityAttribute),
});
export type IdentitySchemaInput = InputOf<typeof ResourceIdentitySchema>;
export type IdentitySchemaMessage = OutputOf<typeof ResourceIdentitySchema>;

export const GetResourceIdentitySchemasResponse = message({
  identitySchemas: mapOf(1, () => ResourceIdentitySchema),
  diagnostics: diagnostics(2),
});

export const UpgradeResourceIdentityRequest = message({
  typeName: string(1),
  version: int(2),
  rawIdentity: embedded(3, () => RawState),
});
export const UpgradeResourceIdentityResponse = message({
  upgradedIdentity: embedded(1, () => ResourceIdentityData),
  diagnostics: diagnostics(2),
});
