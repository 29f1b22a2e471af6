import type { Route } from "../../wire/route";
import { changeRequestRoutes } from "./change-requests";
import { definitionRoutes } from "./definitions";
import { killRoutes } from "./kill";

export const definitionAreaRoutes: readonly Route[] = [...definitionRoutes, ...killRoutes, ...changeRequestRoutes];
