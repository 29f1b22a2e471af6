import { edgeIdentityRoutes } from "./areas/identities/edge-identities";
import { edgeStateRoutes } from "./areas/identities/edge-states";
import { edgeTraitRoutes } from "./areas/identities/edge-traits";
import { environmentRoutes } from "./areas/projects/environments";
import { experimentRoutes } from "./areas/states/experiments";
import { createSegmentOverrideRoutes } from "./areas/segments/create-segment-override";
import { featureSegmentRoutes } from "./areas/segments/feature-segments";
import { featureRoutes } from "./areas/features/features";
import { futureRoutes } from "./areas/states/future";
import { identityRoutes } from "./areas/identities/identities";
import { metadataFieldRoutes } from "./areas/features/metadata-fields";
import { organisationRoutes } from "./areas/projects/organisations";
import { peopleRoutes } from "./areas/features/people";
import { projectRoutes } from "./areas/projects/projects";
import { rawStateRoutes } from "./areas/states/raw-states";
import { sdkRoutes } from "./areas/identities/sdk";
import { segmentRoutes } from "./areas/segments/segments";
import { serverKeyRoutes } from "./areas/projects/server-keys";
import { serverVersionRoutes } from "./areas/projects/server-version";
import { tagRoutes } from "./areas/features/tags";
import { traitRoutes } from "./areas/identities/traits";
import { typedStateRoutes } from "./areas/states/typed-states";
import { variantOptionRoutes } from "./areas/features/variant-options";
import { versionStateRoutes } from "./areas/states/version-states";
import { versionRoutes } from "./areas/states/versions";
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
