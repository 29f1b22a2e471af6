import { edgeIdentityRoutes } from "./areas/edge-identities";
import { edgeStateRoutes } from "./areas/edge-states";
import { edgeTraitRoutes } from "./areas/edge-traits";
import { environmentRoutes } from "./areas/environments";
import { experimentRoutes } from "./areas/experiments";
import { createSegmentOverrideRoutes } from "./areas/create-segment-override";
import { featureSegmentRoutes } from "./areas/feature-segments";
import { featureRoutes } from "./areas/features";
import { futureRoutes } from "./areas/future";
import { identityRoutes } from "./areas/identities";
import { metadataFieldRoutes } from "./areas/metadata-fields";
import { organisationRoutes } from "./areas/organisations";
import { peopleRoutes } from "./areas/people";
import { projectRoutes } from "./areas/projects";
import { rawStateRoutes } from "./areas/raw-states";
import { sdkRoutes } from "./areas/sdk";
import { segmentRoutes } from "./areas/segments";
import { serverKeyRoutes } from "./areas/server-keys";
import { serverVersionRoutes } from "./areas/server-version";
import { tagRoutes } from "./areas/tags";
import { traitRoutes } from "./areas/traits";
import { typedStateRoutes } from "./areas/typed-states";
import { variantOptionRoutes } from "./areas/variant-options";
import { versionStateRoutes } from "./areas/version-states";
import { versionRoutes } from "./areas/versions";
import type { Route } from "./wire/route";
import { hasExperiments, hasWholeFlagEndpoint } from "./options";
import type { Options } from "./options";

/** The routes of one release; the first template that matches wins. */
export function routesOf(options: Options): Route[] {
  return [
    ...serverVersionRoutes,
    ...organisationRoutes,
    ...peopleRoutes,
    ...metadataFieldRoutes,
    ...projectRoutes,
    ...environmentRoutes,
    ...serverKeyRoutes,
    ...featureRoutes,
    ...variantOptionRoutes,
    ...tagRoutes,
    ...segmentRoutes,
    ...rawStateRoutes,
    ...typedStateRoutes,
    ...featureSegmentRoutes,
    ...createSegmentOverrideRoutes,
    ...versionRoutes,
    ...versionStateRoutes,
    ...identityRoutes,
    ...edgeIdentityRoutes,
    ...edgeStateRoutes,
    ...edgeTraitRoutes,
    ...traitRoutes,
    ...sdkRoutes,
    ...(hasExperiments(options) ? experimentRoutes : []),
    ...(hasWholeFlagEndpoint(options) ? futureRoutes : []),
  ];
}
