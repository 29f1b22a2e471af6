import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, FieldError, float, integer, nullable, text } from "../../drf/field";
import { isObject, type Json } from "../../drf/json";
import { many, nested, readBody, refused } from "../../drf/serializer";
import type { Identity, Trait, TraitValue } from "../../store/records";
import type { Store } from "../../store/store";
import { ApiError, CrashError, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE } from "../../wire/route";
import { permittedEnvironment } from "../common";
import { addIdentity } from "./identities";
import { sdkCaller } from "./sdk-caller";
import { traitValue } from "./trait-value";

const TEMPLATE = "/api/v1/environments/{environment}/identities/{identity}/traits/";

/** Traits of identities in the database: one by one for administrators, many at a time for applications. */
export const traitRoutes: readonly Route[] = [
  {
    template: TEMPLATE,
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => page(request, identityOf(request).traits, showTrait),
      POST: create,
    },
  },
  {
    template: `${TEMPLATE}{trait}/`,
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showTrait(traitOf(request))),
      PUT: update,
      PATCH: update,
      DELETE: (request) => {
        const [identity, trait] = [identityOf(request), traitOf(request)];
        identity.traits = identity.traits.filter((each) => each !== trait);
        return empty();
      },
    },
  },
  { template: "/api/v1/traits/bulk/", allow: "PUT, OPTIONS", access: "application", handlers: { PUT: bulk } },
];

const fields = {
  trait_key: text({ max: 200 }),
  value_type: text({ required: false, max: 10 }),
  integer_value: nullable(integer({ required: false })),
  string_value: nullable(text({ required: false, blank: true, max: 2000 })),
  boolean_value: nullable(boolean({ required: false })),
  float_value: nullable(float({ required: false })),
};

type Sent = ReturnType<typeof readTrait>;

function readTrait(request: Request, partial: boolean) {
  return readBody(request.body(), fields, { partial });
}

function valueIn(sent: Sent): TraitValue {
  switch (sent.value_type) {
    case "int":
      return { kind: "integer", value: sent.integer_value ?? 0 };
    case "bool":
      return { kind: "boolean", value: sent.boolean_value ?? false };
    case "float":
      return { kind: "float", value: sent.float_value ?? 0 };
    default:
      return { kind: "string", value: sent.string_value ?? "" };
  }
}

function create(request: Request): Reply {
  const identity = identityOf(request);
  const sent = readTrait(request, false);
  // A second trait with the same key violates a database constraint that no serializer checks.
  if (identity.traits.some((each) => each.key === sent.trait_key)) throw new CrashError("duplicate trait");
  const trait = { id: request.store.nextId(), key: sent.trait_key ?? "", value: valueIn(sent) };
  identity.traits.push(trait);
  return created(showTrait(trait));
}

function update(request: Request): Reply {
  const trait = traitOf(request);
  trait.value = valueIn(readTrait(request, true));
  return json(showTrait(trait));
}

const entry = many(
  nested({ identity: nested({ identifier: text({ max: 2000 }) }), trait_key: text({ max: 200 }), trait_value: traitValue }),
);

/** Creates missing identities; null removes a trait. Client keys may not be allowed to do this. */
function bulk(request: Request): Reply {
  const { store } = request;
  const { environment, isServer } = sdkCaller(request);
  if (!environment.allow_client_traits && !isServer) return badRequest();
  const body = request.body();
  if (!Array.isArray(body) || !body.every(isObject)) throw new ApiError(400, { detail: "Invalid request data" });
  const isRemoval = (each: (typeof body)[number]): boolean => (each["trait_value"] ?? null) === null;
  for (const each of body.filter(isRemoval)) {
    const named = each["identity"];
    const identifier = isObject(named as Json) ? (named as { identifier?: unknown }).identifier : undefined;
    const identity = typeof identifier === "string" ? store.identityNamed(environment, identifier) : undefined;
    if (identity) identity.traits = identity.traits.filter(({ key }) => key !== each["trait_key"]);
  }
  const sent = refused(() => entry.read(body.filter((each) => !isRemoval(each))));
  for (const { identity: named, trait_key: key = "", trait_value: value } of sent) {
    if (!value) throw new FieldError("This field may not be null.");
    const identifier = named?.identifier ?? "";
    setTrait(store, store.identityNamed(environment, identifier) ?? addIdentity(store, environment, identifier), key, value);
  }
  return json(
    sent.map(({ identity, trait_key, trait_value }) => ({ identity, trait_key, trait_value: trait_value?.value ?? null })),
  );
}

function setTrait(store: Store, identity: Identity, key: string, value: TraitValue): void {
  const known = identity.traits.find((each) => each.key === key);
  if (known) known.value = value;
  else identity.traits.push({ id: store.nextId(), key, value });
}

/** The framework's page instead of an API response. */
function badRequest(): Reply {
  const body = "<!doctype html><title>Bad Request (400)</title><h1>Bad Request (400)</h1>";
  return { status: 400, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

function identityOf(request: Request): Identity {
  const environment = permittedEnvironment(request);
  const identity = request.store.tables.identities.get(request.id("identity"));
  if (identity?.environment !== environment.id) throw noMatch("Identity");
  return identity;
}

function traitOf(request: Request): Trait {
  const trait = identityOf(request).traits.find((each) => each.id === request.id("trait"));
  if (!trait) throw noMatch("Trait");
  return trait;
}

function showTrait({ id, key, value }: Trait): object {
  const type = { string: "unicode", integer: "int", boolean: "bool", float: "float" }[value.kind];
  return {
    id,
    trait_key: key,
    value_type: type,
    integer_value: value.kind === "integer" ? value.value : null,
    string_value: value.kind === "string" ? value.value : null,
    boolean_value: value.kind === "boolean" ? value.value : null,
    float_value: value.kind === "float" ? value.value : null,
  };
}
