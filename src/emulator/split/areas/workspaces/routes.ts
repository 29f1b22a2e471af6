import type { Route } from "../../wire/route";
import { apiKeyRoutes } from "./api-keys";
import { attributeRoutes } from "./attributes";
import { environmentRoutes } from "./environments";
import { identityRoutes } from "./identities";
import { peopleRoutes } from "./people";
import { trafficTypeRoutes } from "./traffic-types";
import { workspaceRoutes } from "./workspaces";

export const workspaceAreaRoutes: readonly Route[] = [
  ...workspaceRoutes,
  ...environmentRoutes,
  ...trafficTypeRoutes,
  ...identityRoutes,
  ...attributeRoutes,
  ...apiKeyRoutes,
  ...peopleRoutes,
];
