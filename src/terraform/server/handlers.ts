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

/** A provider's definition as the procedures that Terraform calls. */
export function providerEndpoints<C>(provider: AnyProvider<C>, log: Logger): Endpoint[] {
  const handlers = makeHandlers(provider, log);
  // Each request reaches the handler of its own procedure, so its type is what that one expects.
  return (Object.keys(ProviderService) as ProviderMethod[]).map((method) => ({
    kind: "unary",
    rpc: ProviderService[method],
    handler: handlers[method] as (request: unknown) => Promise<unknown>,
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
