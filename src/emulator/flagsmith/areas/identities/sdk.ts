import type { Reply } from "../../../wire/server/reply";
import { json, withHeaders } from "../../../wire/server/reply";
import { boolean, nullable, text } from "../../drf/field";
import { many, nested, readBody } from "../../drf/serializer";
import { showDocument } from "../../evaluation/document";
import { withEdgeOverrides } from "../../evaluation/edge-flags";
import { hidesDisabled, identityFlags } from "../../evaluation/serve";
import { knownDefaultState, live } from "../../store/flag";
import type { Environment, Trait } from "../../store/records";
import { ApiError } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { LIST_CREATE, READ } from "../../wire/route";
import { addIdentity } from "./identities";
import { requireServerKey, sdkCaller } from "./sdk-caller";
import { showFlag, showServed, updatedHeader } from "./sdk-view";
import { traitValue } from "./trait-value";

/** What applications see. They send an environment key instead of a master key. */
export const sdkRoutes: readonly Route[] = [
  { template: "/api/v1/flags/", allow: READ, access: "application", handlers: { GET: flags } },
  { template: "/api/v1/identities/", allow: LIST_CREATE, access: "application", handlers: { GET: read, POST: identify } },
  { template: "/api/v1/environment-document/", allow: READ, access: "application", handlers: { GET: document } },
];

function flags(request: Request): Reply {
  const { store } = request;
  const { environment, isServer } = sdkCaller(request);
  const hides = hidesDisabled(store, environment);
  const wanted = request.query.get("feature")?.toLowerCase();
  const states = store
    .featuresOf(environment.project)
    .filter((each) => wanted === undefined || each.name.toLowerCase() === wanted)
    .flatMap((feature) => {
      const state = knownDefaultState(live(store, store.flag(environment, feature)));
      return state ? [{ feature, state }] : [];
    })
    .filter((each) => (hides ? each.state.enabled : isServer || !each.feature.is_server_key_only));
  if (wanted === undefined) {
    const shown = states.map(({ feature, state }) => showFlag(environment, feature, state));
    return withHeaders(json(shown), updatedHeader(environment));
  }
  const [found] = states;
  if (!found) throw new ApiError(404, { detail: "Given feature not found" });
  return json(showFlag(environment, found.feature, found.state));
}

const body = {
  identifier: nullable(text({ required: false, blank: true })),
  transient: boolean({ required: false }),
  traits: many(nested({ trait_key: text({ max: 200 }), trait_value: traitValue, transient: boolean({ required: false }) }), {
    required: false,
  }),
};

function identify(request: Request): Reply {
  const { store } = request;
  const { environment, isServer } = sdkCaller(request);
  const sent = readBody(request.body(), body);
  const accepted = environment.allow_client_traits || isServer ? (sent.traits ?? []) : [];
  const stored = sent.identifier ? store.identityNamed(environment, sent.identifier) : undefined;
  const keeps = !sent.transient && Boolean(sent.identifier);
  const identity = stored ?? (keeps ? addIdentity(store, environment, sent.identifier ?? "") : undefined);
  const traits = new Map<string, Trait & { transient: boolean }>();
  for (const trait of identity?.traits ?? []) traits.set(trait.key, { ...trait, transient: false });
  for (const { trait_key: key = "", trait_value: value = null, transient = false } of accepted) {
    if (value === null) traits.delete(key);
    else traits.set(key, { id: traits.get(key)?.id ?? store.nextId(), key, value, transient: transient || !keeps });
  }
  if (identity && keeps) {
    identity.traits = [...traits.values()]
      .filter((each) => !each.transient)
      .map(({ id, key, value }) => ({ id, key, value }));
  }
  return answer(request, environment, isServer, sent.identifier ?? "", identity?.id ?? null, [...traits.values()]);
}

function read(request: Request): Reply {
  const { store } = request;
  const { environment, isServer } = sdkCaller(request);
  const identifier = request.query.get("identifier");
  if (!identifier) return json({ detail: "Missing identifier" });
  const stored = store.identityNamed(environment, identifier);
  const identity = stored ?? (request.query.get("transient") ? undefined : addIdentity(store, environment, identifier));
  const traits = (identity?.traits ?? []).map((each) => ({ ...each, transient: false }));
  return answer(request, environment, isServer, identifier, identity?.id ?? null, traits);
}

function answer(
  request: Request,
  environment: Environment,
  isServer: boolean,
  identifier: string,
  id: number | null,
  traits: readonly (Trait & { readonly transient: boolean })[],
): Reply {
  const values = new Map(traits.map((each) => [each.key, each.value]));
  const plain = identityFlags(request.store, environment, { id, identifier, traits: values });
  const served = withEdgeOverrides(request.store, environment, identifier, plain).filter(
    (each) => isServer || !each.feature.is_server_key_only,
  );
  const wanted = request.method === "GET" ? request.query.get("feature") : null;
  if (wanted !== null) {
    const found = served.find((each) => each.feature.name === wanted);
    if (!found) throw new ApiError(404, { detail: "Given feature not found" });
    return withHeaders(json(showServed(environment, found)), updatedHeader(environment));
  }
  const shownTraits = traits.map((each) => ({
    id: each.id,
    trait_key: each.key,
    trait_value: each.value.value,
    transient: each.transient,
  }));
  return withHeaders(
    json({
      identifier,
      traits: environment.hide_sensitive_data ? [] : shownTraits,
      flags: served.map((each) => showServed(environment, each)),
    }),
    updatedHeader(environment),
  );
}

function document(request: Request): Reply {
  requireServerKey(request);
  const { environment } = sdkCaller(request);
  const modified = new Date(Math.floor(environment.updatedAt.getTime() / 1000) * 1000);
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  const headers = { "last-modified": modified.toUTCString(), ...updatedHeader(environment) };
  if (since >= modified.getTime()) return { status: 304, headers, body: "" };
  return withHeaders(json(showDocument(request.store, environment, "as on the edge")), headers);
}
