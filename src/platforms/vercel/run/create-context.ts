import type { HttpHooks } from "../../../http/http-options";
import { createPlatformClient } from "../../adapter/platform-client";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { VercelClient } from "../api/client";
import { identityOf, rootOf, teamQuery, type VercelConfig } from "./config";
import type { VercelContext } from "./context";
import { Projects } from "./projects";

/** What all stores of one run share. */
export function createContext(config: VercelConfig, environment: PlatformEnvironment, hooks: HttpHooks): VercelContext {
  const root = rootOf(config.host);
  const http = createPlatformClient(
    { root, headers: { Authorization: `Bearer ${config.token}` }, requestsPerMinute: config.requestsPerMinute },
    environment,
    hooks,
  );
  const client = new VercelClient(http, teamQuery(config.team));
  const pace = { signal: environment.signal, clock: hooks.clock, deleted: { flags: 0 } };
  const projects = new Projects(client, config, root);
  return { client, projects, identity: identityOf(config), environment, pace, serverClock: http.serverClock };
}
