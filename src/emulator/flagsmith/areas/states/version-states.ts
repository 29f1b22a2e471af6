import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { statesOf } from "../../store/environment-copy";
import { removeLinks } from "../../store/flag";
import type { FeatureState } from "../../store/records";
import { ApiError, CrashError, invalid, noMatch } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { LIST_CREATE } from "../../wire/route";
import { createOverride, linkOfState, updateState } from "./state-in-version";
import { showStateWithLink } from "./state-view";
import { versionOf } from "./versions";

const TEMPLATE = "/api/v1/environments/{environment}/features/{feature}/versions/{version}/featurestates/";
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The states of one version: all of a flag in one plain array, and writable while it is a draft. */
export const versionStateRoutes: readonly Route[] = [
  {
    template: TEMPLATE,
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => {
        if (!UUID.test(request.param("version"))) throw new CrashError("not a valid UUID");
        const draft = versionOf(request);
        return json(statesOf(draft).map((each) => showStateWithLink(each, linkOfState(draft, each))));
      },
      POST: (request) => {
        const draft = draftOf(request);
        const { state, link } = createOverride(request, draft, draft.feature, request.body());
        return created(showStateWithLink(state, link));
      },
    },
  },
  {
    template: `${TEMPLATE}{state}/`,
    allow: "PUT, PATCH, DELETE, OPTIONS",
    handlers: { PUT: update, PATCH: update, DELETE: remove },
  },
];

function update(request: Request): Reply {
  const draft = draftOf(request);
  const state = stateOf(request, statesOf(draft));
  updateState(request, draft, state, request.body(), "id");
  return json(showStateWithLink(state, linkOfState(draft, state)));
}

function remove(request: Request): Reply {
  const draft = draftOf(request);
  const link = linkOfState(draft, stateOf(request, statesOf(draft)));
  if (!link) throw invalid({ detail: "Cannot delete environment default feature state." });
  removeLinks(draft.flag, [link]);
  return empty();
}

function draftOf(request: Request): ReturnType<typeof versionOf> {
  const draft = versionOf(request);
  if (draft.version.publishedAt !== null) throw new ApiError(400, { detail: "Cannot modify published version." });
  return draft;
}

function stateOf(request: Request, states: readonly FeatureState[]): FeatureState {
  const state = states.find((each) => each.id === request.id("state"));
  if (!state) throw noMatch("FeatureState");
  return state;
}
