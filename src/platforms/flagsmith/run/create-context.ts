import type { Clock } from "../../../http/clock";
import type { HttpClient } from "../../../http/http-client";
import type { PlatformEnvironment } from "../../port/platform-environment";
import { FlagsmithClient } from "../api/client";
import { ChangeRequests } from "./change-requests";
import type { FlagsmithConfig } from "./config";
import type { FlagsmithContext } from "./context";
import { Parents } from "./parents";
import { Projects } from "./projects";

/** What all stores of one run share. */
export function createContext(
  http: HttpClient,
  root: string,
  config: FlagsmithConfig,
  environment: PlatformEnvironment,
  clock: Clock,
): FlagsmithContext {
  const client = new FlagsmithClient(http);
  const projects = new Projects(client, config, root);
  const changeRequests = new ChangeRequests(config.bypassChangeRequests ?? false);
  return { client, projects, parents: new Parents(client), environment, changeRequests, clock };
}
