import type { Options } from "../../options";
import { hasExperiments, hasWholeFlagEndpoint } from "../../options";
import type { Route } from "../../wire/route";
import { experimentRoutes } from "./experiments";
import { futureRoutes } from "./future";
import { rawStateRoutes } from "./raw-states";
import { typedStateRoutes } from "./typed-states";
import { versionStateRoutes } from "./version-states";
import { versionRoutes } from "./versions";

/** Older releases lack the newer endpoints. */
export function stateAreaRoutes(options: Options): readonly Route[] {
  return [
    ...rawStateRoutes,
    ...typedStateRoutes,
    ...versionRoutes,
    ...versionStateRoutes,
    ...(hasExperiments(options) ? experimentRoutes : []),
    ...(hasWholeFlagEndpoint(options) ? futureRoutes : []),
  ];
}
