import type { Logger } from "../../logger";
import type { ProviderHandlers } from "../../protocol/provider-service";
import type { AnyProvider } from "../runtime";
import { Runtime } from "../runtime";
import { applyHandler } from "./apply-handler";
import { functionHandlers } from "./function-handlers";
import { listHandlers } from "./list-handlers";
import { planHandler } from "./plan-handler";
import { providerHandlers } from "./provider-handlers";
import { readHandlers } from "./read-handlers";
import { stateHandlers } from "./state-handlers";
import { validateHandlers } from "./validate-handlers";

/** A provider's definition as the procedures that Terraform calls. */
export function makeHandlers<C>(provider: AnyProvider<C>, log: Logger): ProviderHandlers {
  const runtime = new Runtime(provider, log);
  return {
    ...providerHandlers(runtime),
    ...validateHandlers(runtime),
    ...planHandler(runtime),
    ...applyHandler(runtime),
    ...readHandlers(runtime),
    ...stateHandlers(runtime),
    ...listHandlers(runtime),
    ...functionHandlers(runtime),
  };
}
