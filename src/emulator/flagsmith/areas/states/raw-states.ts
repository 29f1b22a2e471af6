import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, FieldError, related } from "../../drf/field";
import type { Json, JsonObject } from "../../drf/json";
import { isObject } from "../../drf/json";
import { readBody, refused } from "../../drf/serializer";
import { addState, identityStates, knownDefaultState, live } from "../../store/flag";
import type { Environment, Feature, FeatureState } from "../../store/records";
import { setRawValue } from "../../store/stored-value";
import { ApiError, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE } from "../../wire/route";
import { permittedEnvironment } from "../common";
import { isDirectlyWritable, showRawState } from "./state-view";
import { checkWeightTotal, weightRows, writeWeightRows } from "./weight-rows";

const VERSIONED = "This environment uses v2 feature versioning. Use the environment feature version endpoint instead.";
const EXISTS = "Feature state already exists for this environment, feature, version, segment & identity combination";

/** The legacy states below an environment: its defaults, or (`anyIdentity`) the overrides of identities. */
export const rawStateRoutes: readonly Route[] = [
  {
    template: "/api/v1/environments/{environment}/featurestates/",
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => {
        const environment = permittedEnvironment(request);
        return listStates(request, environment, request.query.has("anyIdentity") ? "identities" : "defaults");
      },
      POST: (request) => {
        const environment = permittedEnvironment(request);
        return createState(request, environment, undefined);
      },
    },
  },
  {
    template: "/api/v1/environments/{environment}/featurestates/{state}/",
    allow: DETAIL,
    handlers: stateHandlers((request) => {
      const environment = permittedEnvironment(request);
      return findIn(request, environment, "defaults");
    }),
  },
];

/** The handlers of one state, wherever it is found. */
export function stateHandlers(stateOf: (request: Request) => FeatureState): Route["handlers"] {
  return {
    GET: (request) => json(showRawState(request.store, stateOf(request))),
    PUT: (request) => {
      const state = updateState(request, stateOf(request));
      return json(showRawState(request.store, state));
    },
    PATCH: (request) => {
      const state = updateState(request, stateOf(request));
      return json({ feature: state.feature, enabled: state.enabled });
    },
    DELETE: (request) => {
      const state = stateOf(request);
      refuseVersioned(request, state);
      const flag = request.store.flagOf(state);
      if (flag) flag.states = flag.states.filter((each) => each !== state);
      return empty();
    },
  };
}

type Scope = "defaults" | "identities" | { readonly identity: number };

export function listStates(request: Request, environment: Environment, scope: Scope): Reply {
  return page(request, statesIn(request, environment, scope), (state) => showRawState(request.store, state, "named"));
}

function statesIn(request: Request, environment: Environment, scope: Scope): FeatureState[] {
  const { store, query } = request;
  const feature = query.get("feature");
  const one = feature ? store.tables.features.get(Number(feature)) : undefined;
  return statesAmong(feature ? (one ? [one] : []) : store.featuresOf(environment.project), request, environment, scope);
}

function statesAmong(
  features: readonly Feature[],
  { store, query }: Request,
  environment: Environment,
  scope: Scope,
): FeatureState[] {
  const name = query.get("feature_name")?.toLowerCase();
  return features
    .filter((each) => each.project === environment.project && (!name || each.name.toLowerCase() === name))
    .flatMap((each) => {
      const flag = store.flag(environment, each);
      if (scope === "defaults") return knownDefaultState(live(store, flag)) ?? [];
      const states = identityStates(flag);
      return scope === "identities" ? states : states.filter((state) => state.identity === scope.identity);
    })
    .sort((one, other) => one.id - other.id);
}

/** The state in the path, if the list would show it. */
export function findIn(request: Request, environment: Environment, scope: Scope): FeatureState {
  const { store, query } = request;
  const wanted = request.id("state");
  const isIt = ({ id }: FeatureState): boolean => id === wanted;
  const flag = store.tables.flags.where("environment", environment.id).find(({ states }) => states.some(isIt));
  const feature = flag && store.tables.features.get(flag.feature);
  const isAsked = !query.get("feature") || feature?.id === Number(query.get("feature"));
  const state = feature && isAsked ? statesAmong([feature], request, environment, scope).find(isIt) : undefined;
  if (!state) throw noMatch("FeatureState");
  return state;
}

/** Creates a state with a raw value. An error in the value is swallowed here, as on the real server. */
export function createState(request: Request, environment: Environment, identity: number | undefined): Reply {
  const { store } = request;
  const body = request.body();
  if (!isObject(body) || body.feature === undefined) throw new ApiError(400, { detail: "Feature not provided" });
  if (identity === undefined && environment.use_v2_feature_versioning) throw new ApiError(400, { detail: VERSIONED });
  const sent = readBody(
    body,
    {
      feature: related((id) => store.tables.features.get(id)),
      enabled: boolean({ required: false }),
      multivariate_feature_state_values: weightRows(store),
    },
    { validate: (values) => checkWeightTotal(values.multivariate_feature_state_values) },
  );
  const feature = sent.feature;
  if (!feature || feature.project !== environment.project) throw invalid({ feature: ["Feature does not exist in project"] });
  refuseDuplicate(request, environment, feature, identity);
  const state = addState(store, store.flag(environment, feature), feature, {
    version: null,
    enabled: sent.enabled ?? false,
    ...(identity !== undefined && { identity }),
  });
  if (body.feature_state_value !== undefined) tryValue(state, body.feature_state_value);
  store.touch(environment);
  writeWeightRows(store, state, sent.multivariate_feature_state_values);
  return created(showRawState(store, state));
}

/**
 * Every update is partial; the value is written first, and refused with its column's name. What is stored before a
 * refusal stays. PATCH uses another serializer, which does not know weight rows.
 */
function updateState(request: Request, state: FeatureState): FeatureState {
  const { store } = request;
  refuseVersioned(request, state);
  const body = request.body();
  const value = isObject(body) ? body.feature_state_value : undefined;
  if (value !== undefined) refused(() => setRawValue(state.value, value));
  const sent = readBody(
    body,
    {
      feature: related((id) => store.tables.features.get(id)?.id),
      environment: related((id) => store.tables.environments.get(id)?.id),
      enabled: boolean(),
      ...(request.method !== "PATCH" && { multivariate_feature_state_values: weightRows(store) }),
    },
    {
      partial: true,
      validate: (values) => {
        checkTarget(body, state);
        checkWeightTotal(values.multivariate_feature_state_values);
      },
    },
  );
  if (sent.enabled !== undefined) state.enabled = sent.enabled;
  state.updatedAt = store.now();
  const environment = store.tables.environments.get(state.environment);
  if (environment) store.touch(environment);
  writeWeightRows(store, state, sent.multivariate_feature_state_values);
  return state;
}

export function refuseVersioned(request: Request, state: FeatureState): void {
  if (!isDirectlyWritable(request.store, state)) throw new ApiError(400, { detail: VERSIONED });
}

export function refuseVersionedEnvironment(environment: Environment): void {
  if (environment.use_v2_feature_versioning) throw new ApiError(400, { detail: VERSIONED });
}

function checkTarget(body: Json, state: FeatureState): void {
  const sent: JsonObject = isObject(body) ? body : {};
  if (sent.feature !== undefined && Number(sent.feature) !== state.feature) {
    throw new FieldError({ feature: ["Cannot change the feature of a feature state"] });
  }
  if (sent.environment !== undefined && Number(sent.environment) !== state.environment) {
    throw new FieldError({ environment: ["Cannot change the environment of a feature state"] });
  }
}

/** The message is a list written as text inside a list: the model's error is converted to text. */
function refuseDuplicate(request: Request, environment: Environment, feature: Feature, identity: number | undefined): void {
  const flag = request.store.flag(environment, feature);
  const exists = identity === undefined || identityStates(flag).some((each) => each.identity === identity);
  if (exists) throw invalid([`['${EXISTS}']`]);
}

function tryValue(state: FeatureState, value: Json): void {
  try {
    setRawValue(state.value, value);
  } catch (failure) {
    if (!(failure instanceof FieldError)) throw failure;
  }
}
