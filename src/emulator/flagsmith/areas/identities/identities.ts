import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { text } from "../../drf/field";
import { isObject } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import type { Served } from "../../evaluation/serve";
import { evaluated, identityFlags } from "../../evaluation/serve";
import type { Environment, Identity } from "../../store/records";
import type { Store } from "../../store/store";
import { rawValue } from "../../store/stored-value";
import { ApiError, forbidden, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE, READ } from "../../wire/route";
import { permittedEnvironment } from "../common";
import { createState, findIn, listStates, stateHandlers } from "../states/raw-states";

/** Identities in the database, and their overrides. */
export const identityRoutes: readonly Route[] = [
  { template: "/api/v1/environments/{environment}/identities/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/environments/{environment}/identities/{identity}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showIdentity(identityOf(request, permittedEnvironment(request)))),
      DELETE: (request) => {
        removeIdentity(request.store, identityOf(request, permittedEnvironment(request)));
        return empty();
      },
    },
  },
  {
    template: "/api/v1/environments/{environment}/identities/{identity}/featurestates/",
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => listStates(request, permittedEnvironment(request), { identity: request.id("identity") }),
      POST: createOverride,
    },
  },
  {
    template: "/api/v1/environments/{environment}/identities/{identity}/featurestates/all/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const environment = permittedEnvironment(request);
        const identity = identityOf(request, environment);
        const served = identityFlags(request.store, environment, evaluated(identity));
        return json(served.map((each) => showServed(request.store, each)));
      },
    },
  },
  {
    template: "/api/v1/environments/{environment}/identities/{identity}/featurestates/{state}/",
    allow: DETAIL,
    handlers: stateHandlers((request) => {
      const environment = permittedEnvironment(request);
      return findIn(request, environment, { identity: request.id("identity") });
    }),
  },
];

function list(request: Request): Reply {
  const environment = permittedEnvironment(request);
  const search = request.query.get("q") ?? "";
  const exact = search.length > 1 && search.startsWith('"') && search.endsWith('"');
  const rows = request.store.tables.identities.where("environment", environment.id).filter((each) => {
    if (exact) return each.identifier === search.replaceAll('"', "");
    return each.identifier.toLowerCase().includes(search.toLowerCase());
  });
  return page(request, rows, showIdentity, "chosen");
}

function create(request: Request): Reply {
  const { store } = request;
  const environment = permittedEnvironment(request);
  const { identifier = "" } = readBody(request.body(), { identifier: text({ max: 2000 }) });
  if (store.identityNamed(environment, identifier)) {
    throw invalid({ identifier: `Identity with identifier '${identifier}' already exists in this environment` });
  }
  return created(showIdentity(addIdentity(store, environment, identifier)));
}

export function addIdentity(store: Store, environment: Environment, identifier: string): Identity {
  const identity: Identity = {
    id: store.nextId(),
    environment: environment.id,
    identifier,
    createdAt: store.now(),
    traits: [],
  };
  store.tables.identities.set(identity.id, identity);
  return identity;
}

/** The permission check looks the feature up: an unknown one is 403 before anything is validated. */
function createOverride(request: Request): Reply {
  const { store } = request;
  const environment = permittedEnvironment(request);
  const body = request.body();
  const wanted = isObject(body) ? body.feature : undefined;
  if (wanted === undefined) throw new ApiError(400, { detail: "Feature not provided" });
  if (store.tables.features.get(Number(wanted))?.project !== environment.project) throw forbidden();
  const identity = store.tables.identities.get(request.id("identity"));
  if (!identity) throw invalid({ identity: [`Invalid pk "${request.param("identity")}" - object does not exist.`] });
  if (identity.environment !== environment.id) {
    throw invalid({ non_field_errors: ["Identity does not exist in environment."] });
  }
  return createState(request, environment, identity.id);
}

function removeIdentity(store: Store, identity: Identity): void {
  for (const flag of store.tables.flags.where("environment", identity.environment)) {
    flag.states = flag.states.filter((each) => each.identity !== identity.id);
  }
  store.tables.identities.delete(identity.id);
}

function identityOf(request: Request, environment: Environment): Identity {
  const identity = request.store.tables.identities.get(request.id("identity"));
  if (identity?.environment !== environment.id) throw noMatch("Identity");
  return identity;
}

function showIdentity(identity: Identity): object {
  return { id: identity.id, identifier: identity.identifier, environment: identity.environment };
}

export function showServed(store: Store, served: Served): object {
  const { feature, state, segment } = served;
  return {
    feature: { id: feature.id, name: feature.name, type: feature.type },
    enabled: state.enabled,
    feature_state_value: served.value,
    overridden_by: segment ? "SEGMENT" : served.identity ? "IDENTITY" : null,
    segment: segment && { id: segment.id, name: segment.name },
    multivariate_feature_state_values: state.weights.map((each) => ({
      multivariate_feature_option: { value: optionValue(store, each.option) },
      percentage_allocation: each.percentage,
    })),
  };
}

function optionValue(store: Store, id: number): unknown {
  const option = store.tables.options.get(id);
  return option ? rawValue(option) : null;
}
