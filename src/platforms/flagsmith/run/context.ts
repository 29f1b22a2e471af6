import type { PlatformEnvironment } from "../../port/platform-environment";
import type { ChangeRequests } from "./change-requests";
import type { FlagsmithClient } from "../api/client";
import type { Parents } from "./parents";
import type { Projects } from "./projects";

/** What the parts of the adapter share. */
export interface FlagsmithContext {
  readonly client: FlagsmithClient;
  readonly projects: Projects;
  readonly parents: Parents;
  readonly environment: PlatformEnvironment;
  readonly changeRequests: ChangeRequests;
}
