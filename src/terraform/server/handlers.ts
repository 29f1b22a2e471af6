import type { Logger } from "../logger";
import type { ProviderHandlers, ProviderMethod } from "../protocol/provider-service";
import { ProviderService } from "../protocol/provider-service";
import { applyHandler } from "./apply-handler";
import type { Endpoint } from "./grpc-server";
import { planHandler } from "./plan-handler";
import { providerHandlers } from "./provider-handlers";
import { readHandlers } from "./read-handlers";
import type { AnyProvider } from "./runtime";
import { Runtime } from "./runtime";
import { stateHandlers } from "./state-handlers";
import { validateHandlers } from "./validate-handlers";

/** The procedures that Terraform calls, of a provider that is loaded by the time the first of them is needed. */
export function providerEndpoints<C>(load: () => Promise<AnyProvider<C>>, log: Logger): Endpoint[] {
  let handlers: Promise<ProviderHandlers> | undefined;
  const loaded = () => (handlers ??= load().then((provider) => makeHandlers(provider, log)));
  return (Object.keys(ProviderService) as ProviderMethod[]).map((method) => ({
    kind: "unary",
    rpc: ProviderService[method],
    async handler(request) {
      // Each request reaches the handler of its own procedure, so its type is what that one expects.
      const answer = (await loaded())[method] as (request: unknown) => Promise<unknown>;
      return answer(request);
    },
  }));
}

function makeHandlers<C>(provider: AnyProvider<C>, log: Logger): ProviderHandlers {
  const runtime = new Runtime(provider, log);
  return {
    ...providerHandlers(runtime),
    ...validateHandlers(runtime),
    ...planHandler(runtime),
    ...applyHandler(runtime),
    ...readHandlers(runtime),
    ...stateHandlers(runtime),
  };
}
