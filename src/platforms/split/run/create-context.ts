import type { HttpHooks } from "../../../http/http-options";
import { createPlatformClient } from "../../adapter/platform-client";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { ChangeRequestClient, SegmentClient, SplitClient } from "../api/client";
import { FlagSetClient } from "../api/flag-sets";
import { BASE_V3, Requests } from "../api/requests";
import { Approvals } from "./approvals";
import { ChangeRequests } from "./change-requests";
import { credential, rootOf, type SplitConfig } from "./config";
import type { SplitContext } from "./context";
import { Projects } from "./projects";

/** What all stores of one run share. */
export function createContext(
  config: SplitConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks,
  allowsKills: ConstructorParameters<typeof Approvals>[1],
): SplitContext {
  const root = rootOf(config);
  const http = createPlatformClient(
    { root, headers: credential(config), requestsPerMinute: config.requestsPerMinute, wordlessRefusals: true },
    environment,
    hooks,
  );
  const requests = new Requests(http);
  const client = new SplitClient(requests);
  const projects = new Projects(client, config, root);
  const pace = { signal: environment.signal, clock: hooks.clock, deleted: { flags: 0 } };
  const approvals = new Approvals(config, allowsKills);
  const changeRequests = new ChangeRequests(new ChangeRequestClient(requests), config);
  const segmentClient = new SegmentClient(requests);
  const flagSetClient = new FlagSetClient(new Requests(http, BASE_V3));
  const clients = { client, segmentClient, flagSetClient };
  return { ...clients, projects, config, environment, pace, serverClock: http.serverClock, approvals, changeRequests };
}
