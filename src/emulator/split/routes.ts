import { apiKeyRoutes } from "./areas/api-keys";
import { changeRequestRoutes } from "./areas/change-requests";
import { attributeRoutes } from "./areas/attributes";
import { definitionRoutes } from "./areas/definitions";
import { environmentRoutes } from "./areas/environments";
import { flagSetRoutes } from "./areas/flag-sets";
import { flagRoutes } from "./areas/flags";
import { identityRoutes } from "./areas/identities";
import { killRoutes } from "./areas/kill";
import { peopleRoutes } from "./areas/people";
import { rolloutStatusRoutes } from "./areas/rollout-statuses";
import { ruleBasedSegmentRoutes } from "./areas/rule-based-segments";
import { segmentKeyRoutes } from "./areas/segment-keys";
import { segmentRoutes } from "./areas/segments";
import { trafficTypeRoutes } from "./areas/traffic-types";
import { workspaceRoutes } from "./areas/workspaces";
import type { Route } from "./wire/route";

/** In this order: a path with a fixed part comes before one that has a parameter in its place. */
export const ROUTES: readonly Route[] = [
  ...workspaceRoutes,
  ...environmentRoutes,
  ...trafficTypeRoutes,
  ...identityRoutes,
  ...attributeRoutes,
  ...rolloutStatusRoutes,
  ...definitionRoutes,
  ...killRoutes,
  ...flagRoutes,
  ...segmentRoutes,
  ...segmentKeyRoutes,
  ...ruleBasedSegmentRoutes,
  ...flagSetRoutes,
  ...apiKeyRoutes,
  ...changeRequestRoutes,
  ...peopleRoutes,
];
