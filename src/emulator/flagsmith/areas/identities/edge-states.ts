import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { readBody } from "../../drf/serializer";
import { withEdgeOverrides } from "../../evaluation/edge-flags";
import { identityFlags } from "../../evaluation/serve";
import type { EdgeIdentity, EdgeOverride } from "../../store/records";
import { CrashError, invalid, notFound } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { LIST_CREATE, READ } from "../../wire/route";
import { edgeEnvironmentOf, edgeIdentityOf, overrideFields, showOverride, writeOverride } from "./edge-common";
import { addOverride, overrideOf } from "./edge-identities";
import { showServed } from "./identities";

const TEMPLATE = "/api/v1/environments/{environment}/edge-identities/{identity}/edge-featurestates/";

/** The overrides of one identity at the edge: a plain array. */
export const edgeStateRoutes: readonly Route[] = [
  {
    template: TEMPLATE,
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => {
        const identity = edgeIdentityOf(request);
        const feature = request.query.get("feature");
        const rows = identity.overrides.filter((each) => feature === null || String(each.feature) === feature);
        return json(rows.map((each) => showOverride(each, identity)));
      },
      POST: create,
    },
  },
  { template: `${TEMPLATE}all/`, allow: READ, handlers: { GET: all } },
  {
    template: `${TEMPLATE}{state}/`,
    allow: "GET, PUT, DELETE, HEAD, OPTIONS",
    handlers: {
      GET: (request) => {
        const { identity, override } = stateOf(request);
        return json(showOverride(override, identity));
      },
      PUT: (request) => {
        const { identity, override } = stateOf(request);
        writeOverride(override, readBody(request.body(), overrideFields(request.store, edgeEnvironmentOf(request))));
        return json(showOverride(override, identity));
      },
      DELETE: (request) => {
        const { identity, override } = stateOf(request);
        identity.overrides = identity.overrides.filter((each) => each !== override);
        return empty();
      },
    },
  },
];

function create(request: Request): Reply {
  const identity = edgeIdentityOf(request);
  const sent = readBody(request.body(), overrideFields(request.store, edgeEnvironmentOf(request)));
  if (!sent.feature) throw new CrashError("Feature.DoesNotExist");
  if (overrideOf(identity, sent.feature.id)) throw invalid(["Feature state already exists."]);
  const override = addOverride(identity, sent.feature.id);
  writeOverride(override, sent);
  return created(showOverride(override, identity));
}

function all(request: Request): Reply {
  const { store } = request;
  const environment = edgeEnvironmentOf(request);
  const { identifier } = edgeIdentityOf(request);
  const served = identityFlags(store, environment, { id: null, identifier, traits: new Map() });
  return json(withEdgeOverrides(store, environment, identifier, served).map((each) => showServed(store, each)));
}

function stateOf(request: Request): { identity: EdgeIdentity; override: EdgeOverride } {
  const identity = edgeIdentityOf(request);
  const override = identity.overrides.find((each) => each.uuid === request.param("state"));
  if (!override) throw notFound();
  return { identity, override };
}
