import type { Clock } from "../../../http/clock";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { FlagsmithClient } from "../api/client";
import type { ChangeRequests } from "./change-requests";
import type { Parents } from "./parents";
import type { Projects } from "./projects";

/** Shared by the parts of the adapter. */
export interface FlagsmithContext {
  readonly client: FlagsmithClient;
  readonly projects: Projects;
  readonly parents: Parents;
  readonly environment: PlatformEnvironment;
  readonly changeRequests: ChangeRequests;
  readonly clock: Clock;
}
