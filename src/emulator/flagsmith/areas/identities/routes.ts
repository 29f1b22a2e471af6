import type { Route } from "../../wire/route";
import { edgeIdentityRoutes } from "./edge-identities";
import { edgeStateRoutes } from "./edge-states";
import { edgeTraitRoutes } from "./edge-traits";
import { identityRoutes } from "./identities";
import { sdkRoutes } from "./sdk";
import { traitRoutes } from "./traits";

export const identityAreaRoutes: readonly Route[] = [
  ...identityRoutes,
  ...edgeIdentityRoutes,
  ...edgeStateRoutes,
  ...edgeTraitRoutes,
  ...traitRoutes,
  ...sdkRoutes,
];
