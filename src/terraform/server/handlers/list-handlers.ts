import { DiagnosticError, error } from "../../diagnostic";
import type { Listed } from "../../list-resource";
import { resolvedConfig } from "../../planning/draft";
import { configWarnings, resourceConfig } from "../../planning/resource-config";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { Attributes, State } from "../../schema";
import { isWhollyKnown } from "../../value";
import { decodeConfig, decodeObject, encodeObject } from "../../values/dynamic-value";
import { StoredPrivateData } from "../private-data";
import type { Runtime } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";
import { completed } from "./completed";
import { eventOf } from "./list-event";
import { listed, listingOf } from "./listing";

/** ListResource and GenerateResourceConfig: what `terraform query` and `-generate-config-out` call. */
export function listHandlers<C>(runtime: Runtime<C>): Pick<ProviderHandlers, "listResource" | "generateResourceConfig"> {
  return {
    async *listResource({ typeName, config, includeResourceObject, limit }, cancelled) {
      const operation = runtime.operation(`list ${typeName}`);
      let attributes: Attributes = {};
      const started = await operation.run(
        () => {
          const list = runtime.listResource(typeName);
          attributes = list.attributes;
          const decoded = decodeConfig(attributes, config, operation.diagnostics) ?? {};
          operation.stopIfFailed();
          if (!isWhollyKnown(decoded)) {
            throw new DiagnosticError(error(`Could not list ${typeName}`, "Its configuration is not fully known yet."));
          }
          const { client, log, signal } = runtime.context(operation, StoredPrivateData.empty());
          const context = { client, log, signal: AbortSignal.any([signal, cancelled]), isWhole: includeResourceObject };
          const asked = resolvedConfig(attributes, decoded) as State<Attributes>;
          const events: AsyncIterable<Listed> = listed(runtime.provider, list, asked, context);
          return Promise.resolve(events[Symbol.asyncIterator]());
        },
        () => undefined,
      );
      const resource = started && runtime.resource(typeName);
      let count = 0;
      try {
        while (started && resource && (limit === 0 || count < limit)) {
          const next = await operation.run(
            () => started.next(),
            () => undefined,
          );
          if (cancelled.aborted) return;
          if (next === undefined || next.done === true) break;
          const event = eventOf(resource, next.value, includeResourceObject);
          if (event.identity) count++;
          yield event;
        }
      } finally {
        await started?.return?.();
      }
      const diagnostic = wireDiagnostics(attributes, operation.diagnostics);
      if (diagnostic.length > 0) yield { diagnostic };
    },

    async generateResourceConfig({ typeName, state: sent }) {
      const operation = runtime.operation(`generate the configuration of ${typeName}`);
      let attributes: Attributes = {};
      const config = await operation.run(
        async () => {
          const resource = runtime.resource(typeName);
          attributes = resource.attributes;
          const state = decodeObject(attributes, sent, operation.diagnostics) ?? {};
          operation.stopIfFailed();
          const { configuration, provider } = runtime;
          const whole = configuration.kind === "client" ? configuration.client : undefined;
          const client = whole && (await listingOf(provider, whole)).client;
          const written = await resourceConfig(resource, state, { client, isPrinted: true });
          operation.diagnostics.push(...configWarnings(resource, state, written));
          return encodeObject(attributes, completed(attributes, written.config, null));
        },
        () => encodeObject(attributes, null),
      );
      return { config, diagnostics: wireDiagnostics(attributes, operation.diagnostics) };
    },
  };
}
