import type { Route } from "../../wire/route";
import { ruleBasedSegmentRoutes } from "./rule-based-segments";
import { segmentKeyRoutes } from "./segment-keys";
import { segmentRoutes } from "./segments";

export const segmentAreaRoutes: readonly Route[] = [...segmentRoutes, ...segmentKeyRoutes, ...ruleBasedSegmentRoutes];
