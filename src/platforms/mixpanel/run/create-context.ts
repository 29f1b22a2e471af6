import type { HttpHooks } from "../../../http/http-options";
import { createPlatformClient } from "../../adapter/platform-client";
import type { Denied } from "../../port/platform";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { MixpanelClient } from "../api/client";
import { authorization, type MixpanelConfig, requireMapping, rootOf } from "./config";
import type { MixpanelContext } from "./context";
import { mappingProject } from "./mapped-project";
import { Places } from "./places";

/** What all stores of one run share. */
export function createContext(config: MixpanelConfig, environment: PlatformEnvironment, hooks: HttpHooks): MixpanelContext {
  requireMapping(config);
  const root = rootOf(config);
  const http = createPlatformClient(
    {
      root,
      headers: { Authorization: authorization(config) },
      requestsPerMinute: config.requestsPerMinute,
      // What the vendor's own client waits for this API.
      answerTimeout: 120_000,
    },
    environment,
    hooks,
  );
  const client = new MixpanelClient(http);
  const pace = { signal: environment.signal, clock: hooks.clock, deleted: { flags: 0 } };
  return mappedBy(config, { client, environment, pace, serverClock: http.serverClock });
}

/** The same run, with a mapping that does not have them. */
export function withoutEnvironments({ config, ...run }: MixpanelContext, denied: readonly Denied[]): MixpanelContext {
  const names = new Set(denied.map(({ environment }) => environment));
  const environments = Object.entries(config.environments).filter(([name]) => !names.has(name));
  return mappedBy({ ...config, environments: Object.fromEntries(environments) }, run);
}

function mappedBy(config: MixpanelConfig, run: Omit<MixpanelContext, "config" | "places" | "project">): MixpanelContext {
  return { ...run, config, places: new Places(run.client, config), project: mappingProject(config, rootOf(config)) };
}
