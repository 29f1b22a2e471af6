import type { Logger } from "../../logger";
import type { ProviderHandlers, ProviderMethod, ProviderStream } from "../../protocol/provider-service";
import { ProviderService, ProviderStreams } from "../../protocol/provider-service";
import type { AnyProvider } from "../runtime";
import type { Endpoint } from "./grpc-server";

/** The handlers of a provider, created once; the code of both is only loaded when they are needed. */
export type LazyHandlers = () => Promise<ProviderHandlers>;

export function lazyHandlers<C>(load: () => Promise<AnyProvider<C>>, log: Logger): LazyHandlers {
  let made: Promise<ProviderHandlers> | undefined;
  return () => (made ??= make());

  async function make(): Promise<ProviderHandlers> {
    const provider = await load();
    const { makeHandlers } = await import("../handlers/handlers");
    return makeHandlers(provider, log);
  }
}

/** The procedures that Terraform calls. Each request reaches the handler of its own procedure, so its type is the expected one. */
export function providerEndpoints(handlers: LazyHandlers): Endpoint[] {
  const methods = (Object.keys(ProviderService) as ProviderMethod[]).map((method): Endpoint => ({
    kind: "unary",
    rpc: ProviderService[method],
    async handler(request) {
      const answer = (await handlers())[method] as (request: unknown) => Promise<unknown>;
      return answer(request);
    },
  }));
  const streams = (Object.keys(ProviderStreams) as ProviderStream[]).map((method): Endpoint => ({
    kind: "messages",
    rpc: ProviderStreams[method],
    async *messages(request, cancelled) {
      const answer = (await handlers())[method] as (request: unknown, cancelled: AbortSignal) => AsyncIterable<unknown>;
      yield* answer(request, cancelled);
    },
  }));
  return [...methods, ...streams];
}
