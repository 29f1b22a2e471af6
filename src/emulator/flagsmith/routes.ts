import { featureAreaRoutes } from "./areas/features/routes";
import { identityAreaRoutes } from "./areas/identities/routes";
import { projectAreaRoutes } from "./areas/projects/routes";
import { segmentAreaRoutes } from "./areas/segments/routes";
import { stateAreaRoutes } from "./areas/states/routes";
import type { Options } from "./options";
import type { Route } from "./wire/route";

/** The routes of one release; the first template that matches wins. */
export function routesOf(options: Options): Route[] {
  return [
    ...projectAreaRoutes,
    ...featureAreaRoutes,
    ...segmentAreaRoutes,
    ...stateAreaRoutes(options),
    ...identityAreaRoutes,
  ];
}
