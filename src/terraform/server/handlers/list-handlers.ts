import { DiagnosticError, error, warning } from "../../diagnostic";
import type { ListContext, Listed, ListResourceDefinition } from "../../list-resource";
import { resolvedConfig } from "../../planning/draft";
import { configWarnings, resourceConfig } from "../../planning/resource-config";
import type { ProviderHandlers, ProviderStreams } from "../../protocol/provider-service";
import type { ResponseInput } from "../../protocol/rpc";
import type { Listing } from "../../resource";
import type { Attributes, State } from "../../schema";
import { isWhollyKnown } from "../../value";
import type { Values } from "../../values/decode";
import { decodeConfig, decodeObject, encodeObject } from "../../values/dynamic-value";
import { identityOf } from "../identities";
import { StoredPrivateData } from "../private-data";
import type { AnyProvider, AnyResource, Runtime } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";
import { completed } from "./completed";

type ListEvent = ResponseInput<typeof ProviderStreams.listResource>;

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

async function* listed<C>(
  provider: AnyProvider<C>,
  list: ListResourceDefinition<Attributes, C>,
  asked: State<Attributes>,
  context: ListContext<C>,
): AsyncGenerator<Listed> {
  const { client, leftOut } = await listingOf(provider, context.client);
  yield* leftOut;
  yield* list.list(asked, { ...context, client });
}

function listingOf<C>(provider: AnyProvider<C>, client: C): Promise<Listing<C>> {
  return provider.listing?.(client) ?? Promise.resolve({ client, leftOut: [] });
}

/** An object without an identity becomes a warning: core would end the whole query. */
function eventOf<C>(resource: AnyResource<C>, listed: Listed, isWhole: boolean): ListEvent {
  if (listed.kind === "warning") return warningEvent(listed.summary, listed.detail);
  const state: Values = completed(resource.attributes, listed.state, null);
  const identity = identityOf(resource, state);
  if (!identity) return warningEvent(`Left out ${listed.displayName}`, "The platform gives no id for it.");
  const resourceObject = isWhole ? encodeObject(resource.attributes, state) : undefined;
  return { identity, displayName: listed.displayName, resourceObject };
}

function warningEvent(summary: string, detail: string): ListEvent {
  return { diagnostic: wireDiagnostics({}, [warning(summary, detail)]) };
}
