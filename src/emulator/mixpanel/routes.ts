import { cohortRoutes } from "./areas/cohorts";
import { flagLifecycleRoutes } from "./areas/flag-lifecycle";
import { flagRoutes } from "./areas/flags";
import { sdkRoutes } from "./areas/sdk";
import { workspaceRoutes } from "./areas/workspaces";
import type { Route } from "./wire/route";

/** Literal paths come before those with a parameter in the same place. */
export const ROUTES: readonly Route[] = [
  ...workspaceRoutes,
  ...flagLifecycleRoutes,
  ...flagRoutes,
  ...cohortRoutes,
  ...sdkRoutes,
];
