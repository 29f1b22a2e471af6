import { FieldError, boolean, nullable, related, text } from "../../drf/field";
import { isObject } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import { forbidden, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import { created, json } from "../../../wire/reply";
import type { Reply } from "../../../wire/reply";
import { LIST_CREATE, READ } from "../../wire/route";
import type { Route } from "../../wire/route";
import type { Request } from "../../wire/request";
import { addState, identityStates, live } from "../../store/flag";
import { statesOf } from "../../store/environment-copy";
import type { Environment, FeatureState, Flag } from "../../store/records";
import type { Store } from "../../store/store";
import { findIdentity } from "../identities/identities";
import { refuseVersioned, refuseVersionedEnvironment } from "./raw-states";
import { showTypedState } from "./state-view";
import { setTypedValue, typedValue } from "./typed-value";
import { checkWeightTotal, weightRows, writeWeightRows } from "./weight-rows";

/** The states of `/features/`: defaults, overrides of segments and of identities, with typed values. */
export const typedStateRoutes: readonly Route[] = [
  { template: "/api/v1/features/featurestates/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/features/featurestates/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => json(showTypedState(find(request.store, (each) => each.uuid === request.param("uuid")))),
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
  const rows = liveStates(store, environment)
    .filter((each) => (!feature || each.feature === Number(feature)) && (!link || each.link === Number(link)))
    .sort((one, other) => one.id - other.id);
  return page(request, rows, showTypedState);
}

function liveStates(store: Store, environment: Environment): FeatureState[] {
  return store.flagsIn(environment).flatMap((flag) => [...statesOf(live(store, flag)), ...identityStates(flag)]);
}

function fields(store: Store) {
  return {
    feature: related((id) => store.tables.features.get(id)),
    environment: related((id) => store.tables.environments.get(id)),
    feature_segment: nullable(related((id) => linkById(store, id), { required: false })),
    identity: nullable(related((id) => store.tables.identities.get(id), { required: false })),
    identifier: text({ required: false }),
    enabled: boolean({ required: false }),
    feature_state_value: typedValue,
    multivariate_feature_state_values: weightRows(store),
  };
}

/** Permission is asked of the environment in the body: without a known one it is refused. */
function create(request: Request): Reply {
  const { store } = request;
  const body = request.body();
  const named = isObject(body) ? store.tables.environments.get(Number(body.environment)) : undefined;
  if (!named) throw forbidden();
  if (isObject(body) && !body.environment_feature_version && !body.identity && body.identifier === undefined) {
    refuseVersionedEnvironment(named);
  }
  const sent = readBody(body, fields(store), {
    validate: ({ feature, environment, feature_segment: link, identity, identifier, ...more }) => {
      if (!environment || feature?.project !== environment.project) {
        throw new FieldError({ feature: ["Feature does not exist in project"] });
      }
      if (identifier !== undefined && !findIdentity(store, environment, identifier))
        throw new FieldError("Invalid identifier");
      if (identity && identity.environment !== environment.id) {
        throw new FieldError("Identity does not exist in environment.");
      }
      if (link && link.flag.environment !== environment.id) {
        throw new FieldError("Feature Segment does not belong to environment.");
      }
      checkWeightTotal(more.multivariate_feature_state_values);
    },
  });
  const { feature, environment = named } = sent;
  if (!feature) throw forbidden();
  const flag = store.flag(environment, feature);
  const identity =
    sent.identity ?? (sent.identifier === undefined ? null : findIdentity(store, environment, sent.identifier));
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

function exists(store: Store, flag: Flag, identity: number | null, link: number | null): boolean {
  const rows = identity === null ? statesOf(live(store, flag)) : identityStates(flag);
  return rows.some((each) => each.identity === identity && each.link === link);
}

function update(request: Request, partial: boolean): Reply {
  const { store } = request;
  const state = find(store, (each) => each.id === request.id("state"));
  refuseVersioned(request, state);
  const sent = readBody(request.body(), fields(store), {
    partial,
    validate: ({ feature, environment, ...more }) => {
      if (feature && feature.id !== state.feature) {
        throw new FieldError({ feature: ["Cannot change the feature of a feature state"] });
      }
      if (environment && environment.id !== state.environment) {
        throw new FieldError({ environment: ["Cannot change the environment of a feature state"] });
      }
      checkWeightTotal(more.multivariate_feature_state_values);
    },
  });
  if (sent.enabled !== undefined) state.enabled = sent.enabled;
  setTypedValue(state.value, sent.feature_state_value);
  state.updatedAt = store.now();
  const environment = store.tables.environments.get(state.environment);
  if (environment) store.touch(environment);
  writeWeightRows(store, state, sent.multivariate_feature_state_values);
  return json(showTypedState(state));
}

function find(store: Store, matches: (state: FeatureState) => boolean): FeatureState {
  const state = [...store.tables.flags.values()].flatMap((flag) => flag.states).find(matches);
  if (!state) throw noMatch("FeatureState");
  return state;
}

function linkById(store: Store, id: number): { flag: Flag; link: Flag["links"][number] } | undefined {
  for (const flag of store.tables.flags.values()) {
    const link = flag.links.find((each) => each.id === id);
    if (link) return { flag, link };
  }
  return undefined;
}
