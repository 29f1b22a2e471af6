import type { SchemaMessage } from "../terraform/protocol/messages";
import type { ProviderClient } from "../terraform/protocol/provider-client";
import { OracleError } from "./failure";
import type { ProviderSchemas } from "./provider";
import { readIdentitySchema } from "./values/identity-schema";
import { readSchema, type Schema } from "./values/schema";

/** gRPC's code for a procedure that the server does not have. */
const UNIMPLEMENTED = 12;

/** What a provider declares, read as core reads it. */
export async function fetchSchemas(client: ProviderClient, name: string): Promise<ProviderSchemas> {
  const answer = await client.getProviderSchema({});
  const read = (message: SchemaMessage | undefined, what: string): Schema => {
    try {
      if (!message) throw new TypeError("there is no schema");
      return readSchema(message);
    } catch (cause) {
      throw new OracleError("S1", name, [], `${what}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  };
  const readAll = (messages: { readonly [type: string]: SchemaMessage }): { readonly [type: string]: Schema } =>
    Object.fromEntries(Object.entries(messages).map(([type, message]) => [type, read(message, type)]));
  return {
    provider: read(answer.provider, "the provider's configuration"),
    resources: readAll(answer.resourceSchemas),
    dataSources: readAll(answer.dataSourceSchemas),
    identities: await fetchIdentities(client, name),
    planDestroy: answer.serverCapabilities?.planDestroy ?? false,
    moveResourceState: answer.serverCapabilities?.moveResourceState ?? false,
  };
}

/** A provider that does not know the procedure has no identities. */
async function fetchIdentities(client: ProviderClient, name: string): Promise<ProviderSchemas["identities"]> {
  const answer = await client.getResourceIdentitySchemas({}).catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === UNIMPLEMENTED) return { identitySchemas: {} };
    throw cause;
  });
  const schemas = Object.entries(answer.identitySchemas).map(([type, message]) => {
    try {
      return [type, readIdentitySchema(message)] as const;
    } catch (cause) {
      throw new OracleError("S2", name, [], `${type}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  });
  return Object.fromEntries(schemas);
}
