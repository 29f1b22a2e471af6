import { definitionAreaRoutes } from "./areas/definitions/routes";
import { flagAreaRoutes } from "./areas/flags/routes";
import { segmentAreaRoutes } from "./areas/segments/routes";
import { workspaceAreaRoutes } from "./areas/workspaces/routes";
import type { Route } from "./wire/route";

/** In this order: a path with a fixed part comes before one that has a parameter in its place. */
const BELOW_VERSION: readonly Route[] = [
  ...workspaceAreaRoutes,
  ...definitionAreaRoutes,
  ...flagAreaRoutes,
  ...segmentAreaRoutes,
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
