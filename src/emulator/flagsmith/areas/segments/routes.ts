import type { Route } from "../../wire/route";
import { createSegmentOverrideRoutes } from "./create-segment-override";
import { featureSegmentRoutes } from "./feature-segments";
import { segmentRoutes } from "./segments";

export const segmentAreaRoutes: readonly Route[] = [
  ...segmentRoutes,
  ...featureSegmentRoutes,
  ...createSegmentOverrideRoutes,
];
