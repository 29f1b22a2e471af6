import { warning } from "../../diagnostic";
import { resolvedConfig } from "../../planning/draft";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { Attributes, State } from "../../schema";
import { isWhollyKnown } from "../../value";
import { decodeConfig } from "../../values/dynamic-value";
import { identitySchema } from "../identities";
import type { Runtime } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";
import { resourceWireSchema, wireSchema } from "../wire-schema";
import { functionSignatures } from "./function-handlers";

type Names = "getMetadata" | "getProviderSchema" | "getResourceIdentitySchemas" | "configureProvider" | "stopProvider";

/** Core may skip the schema if it has it, plans destroys, may move resources to this provider, and may ask for configuration. */
const CAPABILITIES = {
  planDestroy: true,
  getProviderSchemaOptional: true,
  moveResourceState: true,
  generateResourceConfig: true,
};

/** The procedures for the provider as a whole. */
export function providerHandlers<C>(runtime: Runtime<C>): Pick<ProviderHandlers, Names> {
  const { provider } = runtime;
  const listResources = provider.listResources ?? [];
  return {
    getMetadata: () =>
      Promise.resolve({
        serverCapabilities: CAPABILITIES,
        resources: provider.resources.map(({ type }) => ({ typeName: type })),
        dataSources: provider.dataSources.map(({ type }) => ({ typeName: type })),
        listResources: listResources.map(({ type }) => ({ typeName: type })),
        functions: (provider.functions ?? []).map(({ name }) => ({ name })),
      }),

    getProviderSchema: () =>
      Promise.resolve({
        provider: wireSchema({ description: provider.description, attributes: provider.attributes }),
        resourceSchemas: Object.fromEntries(provider.resources.map((each) => [each.type, resourceWireSchema(each)])),
        dataSourceSchemas: Object.fromEntries(provider.dataSources.map((each) => [each.type, wireSchema(each)])),
        serverCapabilities: CAPABILITIES,
        functions: functionSignatures(provider.functions),
        listResourceSchemas: Object.fromEntries(listResources.map((each) => [each.type, wireSchema(each)])),
      }),

    getResourceIdentitySchemas() {
      const schemas = provider.resources.flatMap((each) => {
        const schema = identitySchema(each);
        return schema ? [[each.type, schema] as const] : [];
      });
      return Promise.resolve({ identitySchemas: Object.fromEntries(schemas) });
    },

    async configureProvider(request) {
      runtime.restart();
      const { replaced } = runtime;
      runtime.terraformVersion = request.terraformVersion;
      const operation = runtime.operation(`configure the provider ${provider.name}`);
      await operation.run(async () => {
        const config = decodeConfig(provider.attributes, request.config, operation.diagnostics) ?? {};
        operation.stopIfFailed();
        if (!isWhollyKnown(config)) {
          runtime.configuration = { kind: "deferred" };
          return;
        }
        const { log, signal, warn } = operation;
        const client = await provider.configure(resolvedConfig(provider.attributes, config) as State<Attributes>, {
          terraformVersion: request.terraformVersion,
          log,
          signal,
          replaced,
          warn,
          notice: (summary, detail) => runtime.notices.push(warning(summary, detail)),
        });
        runtime.configuration = { kind: "client", client };
      }, ignore);
      return { diagnostics: wireDiagnostics(provider.attributes, operation.diagnostics) };
    },

    stopProvider() {
      runtime.stop();
      return Promise.resolve({});
    },
  };
}

/** The diagnostics have all details. */
function ignore(): void {
  return undefined;
}
