import type { Route } from "../../wire/route";
import { flagSetRoutes } from "./flag-sets";
import { flagRoutes } from "./flags";
import { rolloutStatusRoutes } from "./rollout-statuses";

export const flagAreaRoutes: readonly Route[] = [...rolloutStatusRoutes, ...flagRoutes, ...flagSetRoutes];
