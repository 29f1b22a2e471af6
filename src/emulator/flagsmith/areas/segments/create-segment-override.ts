import { json } from "../../../wire/server/reply";
import type { Route } from "../../wire/route";
import { FUNCTION } from "../../wire/route";
import { environmentOf, featureOf } from "../common";
import { refuseVersionedEnvironment } from "../states/raw-states";
import { createOverride } from "../states/state-in-version";
import { showStateWithLink } from "../states/state-view";

/**
 * A link and its state in one call, without versions. The server does not check whether the segment already has an
 * override.
 */
export const createSegmentOverrideRoutes: readonly Route[] = [
  {
    template: "/api/v1/environments/{environment}/features/{feature:int}/create-segment-override/",
    allow: FUNCTION,
    handlers: {
      POST: (request) => {
        const { store } = request;
        const environment = environmentOf(request);
        const feature = featureOf(request, environment.project);
        refuseVersionedEnvironment(environment);
        const draft = { flag: store.flag(environment, feature), version: null };
        const { state, link } = createOverride(request, draft, feature, request.body());
        store.touch(environment);
        return json(showStateWithLink(state, link), 201);
      },
    },
  },
];
