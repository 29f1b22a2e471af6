import { randomUUID } from "node:crypto";
import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { nullable, text } from "../../drf/field";
import { readBody } from "../../drf/serializer";
import type { EdgeIdentity, EdgeOverride, Environment } from "../../store/records";
import type { Store } from "../../store/store";
import { CrashError, invalid } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE } from "../../wire/route";
import { permittedEnvironment } from "../common";
import {
  edgeEnvironmentOf,
  edgeIdentitiesOf,
  edgeIdentityOf,
  identifierField,
  overrideFields,
  showOverride,
  writeOverride,
} from "./edge-common";

const LARGEST_PAGE = 100;

/** Identities at the edge, found by their UUID; and the upsert of an override by the identity's name. */
export const edgeIdentityRoutes: readonly Route[] = [
  {
    template: "/api/v1/environments/environments/{environment}/edge-identities-featurestates",
    allow: "PUT, DELETE, OPTIONS",
    handlers: { PUT: upsert, DELETE: removeOverride },
  },
  {
    template: "/api/v1/environments/{environment}/edge-identities/",
    allow: LIST_CREATE,
    handlers: { GET: list, POST: create },
  },
  {
    template: "/api/v1/environments/{environment}/edge-identities/{identity}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showIdentity(edgeIdentityOf(request))),
      PUT: update,
      PATCH: update,
      DELETE: (request) => {
        request.store.tables.edgeIdentities.delete(edgeIdentityOf(request).uuid);
        return empty();
      },
    },
  },
  {
    template: "/api/v1/environments/{environment}/edge-identity-overrides",
    allow: "GET, OPTIONS",
    handlers: { GET: listOverrides },
  },
];

/** `"…"` searches for the whole identifier, anything else for a prefix. Pages continue from a key and have no count. */
function list(request: Request): Reply {
  const environment = edgeEnvironmentOf(request);
  const search = request.query.get("q") ?? "";
  const exact = search.length > 1 && search.startsWith('"') && search.endsWith('"');
  const found = edgeIdentitiesOf(request.store, environment).filter((each) =>
    exact ? each.identifier === search.slice(1, -1) : each.identifier.startsWith(search),
  );
  const sent = Number(request.query.get("page_size") ?? LARGEST_PAGE);
  const size = sent > 0 ? Math.min(sent, LARGEST_PAGE, request.options.chosenPageSize) : LARGEST_PAGE;
  const last = Buffer.from(request.query.get("last_evaluated_key") ?? "", "base64").toString("utf8");
  const start = last === "" ? 0 : found.findIndex((each) => each.uuid === last) + 1;
  const rows = found.slice(start, start + size);
  const end = start + size < found.length ? rows.at(-1) : undefined;
  return json({
    results: rows.map(showIdentity),
    last_evaluated_key: end ? Buffer.from(end.uuid).toString("base64") : null,
  });
}

function create(request: Request): Reply {
  const { store } = request;
  const environment = edgeEnvironmentOf(request);
  const sent = readBody(request.body(), {
    identifier: identifierField,
    dashboard_alias: text({ max: 100, required: false }),
  });
  const identifier = sent.identifier ?? "";
  if (store.edgeIdentityNamed(environment, identifier))
    throw invalid([`Identity with identifier: ${identifier} already exists`]);
  const identity = addEdgeIdentity(store, environment, identifier);
  identity.dashboardAlias = sent.dashboard_alias?.toLowerCase() ?? null;
  return created(showIdentity(identity));
}

function update(request: Request): Reply {
  const identity = edgeIdentityOf(request);
  const sent = readBody(request.body(), { dashboard_alias: nullable(text({ max: 100, required: false })) });
  identity.dashboardAlias = sent.dashboard_alias?.toLowerCase() ?? identity.dashboardAlias;
  return json(showIdentity(identity));
}

/** Creates the identity if it does not exist. Crashes on an installation without the edge. */
function upsert(request: Request): Reply {
  const { store } = request;
  const environment = upsertEnvironmentOf(request);
  const { identifier = "" } = readBody(request.body(), { identifier: identifierField });
  const sent = readBody(request.body(), overrideFields(store, environment));
  if (!sent.feature) throw new CrashError("Feature.DoesNotExist");
  const identity = store.edgeIdentityNamed(environment, identifier) ?? addEdgeIdentity(store, environment, identifier);
  const override = overrideOf(identity, sent.feature.id) ?? addOverride(identity, sent.feature.id);
  writeOverride(override, sent);
  store.touch(environment);
  return json(showOverride(override, identity));
}

/** 204 whether there was an override or not. */
function removeOverride(request: Request): Reply {
  const { store } = request;
  const environment = upsertEnvironmentOf(request);
  const { feature } = overrideFields(store, environment);
  const sent = readBody(request.body(), { identifier: identifierField, feature });
  const identity = store.edgeIdentityNamed(environment, sent.identifier ?? "");
  if (identity) identity.overrides = identity.overrides.filter((each) => each.feature !== sent.feature?.id);
  store.touch(environment);
  return empty();
}

function upsertEnvironmentOf(request: Request): Environment {
  const environment = permittedEnvironment(request);
  if (!request.store.tables.projects.get(environment.project)?.edge) throw new CrashError("no identity table");
  return environment;
}

function listOverrides(request: Request): Reply {
  const environment = edgeEnvironmentOf(request);
  const feature = request.query.get("feature");
  const results = edgeIdentitiesOf(request.store, environment).flatMap((identity) =>
    identity.overrides
      .filter((each) => feature === null || String(each.feature) === feature)
      .map((each) => ({
        identifier: identity.identifier,
        identity_uuid: identity.uuid,
        feature_state: showOverride(each),
      })),
  );
  return json({ results });
}

export function overrideOf(identity: EdgeIdentity, feature: number): EdgeOverride | undefined {
  return identity.overrides.find((each) => each.feature === feature);
}

export function addOverride(identity: EdgeIdentity, feature: number): EdgeOverride {
  const override: EdgeOverride = { uuid: randomUUID(), feature, enabled: false, value: null, weights: [] };
  identity.overrides.push(override);
  return override;
}

export function addEdgeIdentity(store: Store, environment: Environment, identifier: string): EdgeIdentity {
  const identity: EdgeIdentity = {
    uuid: randomUUID(),
    environment: environment.id,
    identifier,
    dashboardAlias: null,
    overrides: [],
    traits: new Map(),
  };
  store.tables.edgeIdentities.set(identity.uuid, identity);
  return identity;
}

function showIdentity(identity: EdgeIdentity): object {
  return { identity_uuid: identity.uuid, identifier: identity.identifier, dashboard_alias: identity.dashboardAlias };
}
