import { apiKeyRoutes } from "./areas/workspaces/api-keys";
import { changeRequestRoutes } from "./areas/definitions/change-requests";
import { attributeRoutes } from "./areas/workspaces/attributes";
import { definitionRoutes } from "./areas/definitions/definitions";
import { environmentRoutes } from "./areas/workspaces/environments";
import { flagSetRoutes } from "./areas/flags/flag-sets";
import { flagRoutes } from "./areas/flags/flags";
import { identityRoutes } from "./areas/workspaces/identities";
import { killRoutes } from "./areas/definitions/kill";
import { peopleRoutes } from "./areas/workspaces/people";
import { rolloutStatusRoutes } from "./areas/flags/rollout-statuses";
import { ruleBasedSegmentRoutes } from "./areas/segments/rule-based-segments";
import { segmentKeyRoutes } from "./areas/segments/segment-keys";
import { segmentRoutes } from "./areas/segments/segments";
import { trafficTypeRoutes } from "./areas/workspaces/traffic-types";
import { workspaceRoutes } from "./areas/workspaces/workspaces";
import type { Route } from "./wire/route";

/** In this order: a path with a fixed part comes before one that has a parameter in its place. */
const BELOW_VERSION: readonly Route[] = [
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

/** Under which prefixes each version is found; the gateway's start with `/fme`. */
const PREFIXES: readonly { readonly path: string; readonly version: Route["version"] }[] = [
  { path: "/internal/api/v2", version: "v2" },
  { path: "/fme/internal/api/v2", version: "v2" },
  { path: "/internal/api/v3", version: "v3" },
  { path: "/api/v3", version: "v3" },
  { path: "/fme/internal/api/v3", version: "v3" },
];

export const ROUTES: readonly Route[] = PREFIXES.flatMap(({ path, version }) =>
  BELOW_VERSION.filter((each) => each.version === version).map((each) => ({ ...each, template: path + each.template })),
);
