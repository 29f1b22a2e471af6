import { type Clock, systemClock } from "../../../http/clock";
import type { HttpClient } from "../../../http/http-client";
import type { HttpHooks } from "../../../http/http-options";
import { createPlatformClient } from "../../adapter/platform-client";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { authorization, edgeRoot, type FlagsmithConfig, rootOf } from "./config";
import { ServerVersion } from "./server-version";

interface Connections {
  readonly root: string;
  readonly http: HttpClient;
  /** The applications' endpoint for identities at the edge. */
  readonly edgeHttp: HttpClient;
  readonly server: ServerVersion;
  readonly clock: Clock;
}

/** One client for the admin API and one for the edge, which are the same on a server of one's own. */
export function connect(config: FlagsmithConfig, environment: PlatformEnvironment, hooks: HttpHooks): Connections {
  const root = rootOf(config.host);
  const { requestsPerMinute } = config;
  const server = new ServerVersion();
  const headers = { Authorization: authorization(config.apiKey) };
  const onAnswer = (header: (name: string) => string | undefined): void => server.hear(header("flagsmith-version"));
  const http = createPlatformClient({ root, headers, requestsPerMinute, onAnswer }, environment, hooks);
  const edge = edgeRoot(root);
  // The key goes to its own host only.
  const edgeHttp =
    edge === root ? http : createPlatformClient({ root: edge, headers: {}, requestsPerMinute }, environment, hooks);
  return { root, http, edgeHttp, server, clock: hooks.clock ?? systemClock };
}
