import type { Route } from "../../wire/route";
import { featureRoutes } from "./features";
import { metadataFieldRoutes } from "./metadata-fields";
import { peopleRoutes } from "./people";
import { tagRoutes } from "./tags";
import { variantOptionRoutes } from "./variant-options";

export const featureAreaRoutes: readonly Route[] = [
  ...peopleRoutes,
  ...metadataFieldRoutes,
  ...featureRoutes,
  ...variantOptionRoutes,
  ...tagRoutes,
];
