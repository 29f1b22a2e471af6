import type { Route } from "../../wire/route";
import { environmentRoutes } from "./environments";
import { organisationRoutes } from "./organisations";
import { projectRoutes } from "./projects";
import { serverKeyRoutes } from "./server-keys";
import { serverVersionRoutes } from "./server-version";

export const projectAreaRoutes: readonly Route[] = [
  ...serverVersionRoutes,
  ...organisationRoutes,
  ...projectRoutes,
  ...environmentRoutes,
  ...serverKeyRoutes,
];
