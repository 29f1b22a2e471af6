import type { Reply } from "../../../wire/server/reply";
import { created, json } from "../../../wire/server/reply";
import { isObject } from "../../drf/json";
import { addState } from "../../store/flag";
import { forbidden, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { LIST_CREATE, READ } from "../../wire/route";
import { refuseVersioned, refuseVersionedEnvironment } from "./raw-states";
import { exists, findState, liveStates } from "./state-lookup";
import { showTypedState } from "./state-view";
import { readChangedState, readNewState } from "./typed-state-body";
import { setTypedValue } from "./typed-value";
import { writeWeightRows } from "./weight-rows";

/** The states of `/features/`: defaults, overrides of segments and of identities, with typed values. */
export const typedStateRoutes: readonly Route[] = [
  { template: "/api/v1/features/featurestates/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/features/featurestates/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => json(showTypedState(findState(request.store, (each) => each.uuid === request.param("uuid")))),
    },
  },
  {
    template: "/api/v1/features/featurestates/{state}/",
    allow: "PUT, PATCH, OPTIONS",
    handlers: { PUT: (request) => update(request, false), PATCH: (request) => update(request, true) },
  },
];

function list(request: Request): Reply {
  const { store, query } = request;
  const wanted = query.get("environment");
  if (!wanted) throw invalid(["'environment' GET parameter is required."]);
  const environment = store.tables.environments.get(Number(wanted));
  if (!environment) throw noMatch("Environment");
  const [feature, link] = [query.get("feature"), query.get("feature_segment")];
  const rows = liveStates(store, environment, feature ? Number(feature) : undefined)
    .filter((each) => !link || each.link === Number(link))
    .sort((one, other) => one.id - other.id);
  return page(request, rows, showTypedState);
}

/** Permission is checked on the environment in the body: without a known one the request is refused. */
function create(request: Request): Reply {
  const { store } = request;
  const body = request.body();
  const named = isObject(body) ? store.tables.environments.get(Number(body.environment)) : undefined;
  if (!named) throw forbidden();
  if (isObject(body) && !body.environment_feature_version && !body.identity && body.identifier === undefined) {
    refuseVersionedEnvironment(named);
  }
  const sent = readNewState(store, body);
  const { feature, environment = named } = sent;
  if (!feature) throw forbidden();
  const flag = store.flag(environment, feature);
  const identity =
    sent.identity ?? (sent.identifier === undefined ? null : store.identityNamed(environment, sent.identifier));
  const link = sent.feature_segment?.link;
  if (exists(store, flag, identity?.id ?? null, link?.id ?? null)) {
    const text = "Feature state already exists for this environment, feature, version, segment & identity combination";
    throw invalid([`['${text}']`]);
  }
  const state = addState(store, flag, feature, {
    version: link?.version ?? null,
    enabled: sent.enabled ?? false,
    ...(identity && { identity: identity.id }),
    ...(link && { link: link.id }),
  });
  setTypedValue(state.value, sent.feature_state_value);
  store.touch(environment);
  writeWeightRows(store, state, sent.multivariate_feature_state_values);
  return created(showTypedState(state));
}

function update(request: Request, partial: boolean): Reply {
  const { store } = request;
  const state = findState(store, (each) => each.id === request.id("state"));
  refuseVersioned(request, state);
  const sent = readChangedState(store, state, request.body(), partial);
  if (sent.enabled !== undefined) state.enabled = sent.enabled;
  setTypedValue(state.value, sent.feature_state_value);
  state.updatedAt = store.now();
  const environment = store.tables.environments.get(state.environment);
  if (environment) store.touch(environment);
  writeWeightRows(store, state, sent.multivariate_feature_state_values);
  return json(showTypedState(state));
}
