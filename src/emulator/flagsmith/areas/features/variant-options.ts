import { randomUUID } from "node:crypto";
import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, checked, choice, column, FieldError, float, nullable, related } from "../../drf/field";
import { isObject } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import { newWeight } from "../../store/flag";
import type { Feature, FeatureState, StoredValue, VariantOption } from "../../store/records";
import type { Store } from "../../store/store";
import { emptyValue, VALUE_LIMIT } from "../../store/stored-value";
import { CrashError, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE, READ } from "../../wire/route";
import { assign, featureOf, nullableText, projectOf } from "../common";
import { newestFirst, showOption } from "./feature-view";

/** The variants of a feature; their weights in an environment belong to its feature states. */
export const variantOptionRoutes: readonly Route[] = [
  {
    template: "/api/v1/projects/{project}/features/{feature}/mv-options/",
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => {
        const feature = featureOf(request, projectOf(request).id);
        return page(request, newestFirst(request.store.optionsOf(feature.id)), show);
      },
      POST: create,
    },
  },
  {
    template: "/api/v1/projects/{project}/features/{feature}/mv-options/{option}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(show(optionOf(request))),
      PUT: update,
      PATCH: update,
      DELETE: (request) => {
        removeOption(request.store, optionOf(request));
        return empty();
      },
    },
  },
  {
    template: "/api/v1/multivariate/options/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const option = [...request.store.tables.options.values()].find((each) => each.uuid === request.param("uuid"));
        if (!option) throw noMatch("MultivariateFeatureOption");
        return json(show(option));
      },
    },
  },
];

interface Sent extends Partial<StoredValue> {
  readonly default_percentage_allocation?: number;
  readonly key?: string | null;
}

function create(request: Request): Reply {
  const { store } = request;
  const feature = featureOf(request, projectOf(request).id);
  const sent = read(request, feature);
  const option = addOption(store, feature, sent.default_percentage_allocation ?? 100);
  assign(option, sent);
  return created(show(option));
}

function update(request: Request): Reply {
  const option = optionOf(request);
  assign(option, read(request, featureOf(request, projectOf(request).id), option));
  return json(show(option));
}

/** The view reads two keys without checking: a body without them crashes, for PATCH too. */
function read(request: Request, feature: Feature, self?: VariantOption): Sent {
  const body = request.body();
  const siblings = request.store.optionsOf(feature.id).filter((each) => each !== self);
  const fields = {
    feature: related((id) => (id === feature.id ? feature : undefined)),
    type: choice(["unicode", "int", "bool"], { required: false }),
    integer_value: nullable(column({ required: false })),
    string_value: nullableText(VALUE_LIMIT),
    boolean_value: nullable(boolean({ required: false })),
    default_percentage_allocation: float({ min: 0, max: 100, required: false }),
    key: checked(nullableText(255), checkKey),
  };
  const { feature: _feature, ...sent } = readBody(body, fields, {
    partial: request.method === "PATCH",
    validate: (values) => {
      const share = values.default_percentage_allocation;
      if (share === undefined || (isObject(body) && body.feature === undefined)) throw new CrashError("KeyError");
      const total = siblings.reduce((sum, each) => sum + each.default_percentage_allocation, share);
      if (total > 100 || (!self && overflows(request.store, feature, share))) {
        throw new FieldError({ default_percentage_allocation: ["Invalid percentage allocation"] });
      }
      if (values.key && siblings.some((each) => each.key === values.key)) {
        throw new FieldError({ key: ["Multivariate option with this key already exists for the feature."] });
      }
    },
  });
  return sent;
}

function checkKey(key: string | null): void {
  if (key === "control") throw new FieldError('"control" is a reserved variant key.');
  if (key !== null && !/^[-a-zA-Z0-9_]+$/.test(key)) {
    throw new FieldError("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.");
  }
}

function overflows(store: Store, feature: Feature, share: number): boolean {
  return defaultStates(store, feature).some(
    (state) => state.weights.reduce((sum, each) => sum + each.percentage, share) > 100,
  );
}

function addOption(store: Store, feature: Feature, share: number): VariantOption {
  const option: VariantOption = {
    ...emptyValue(),
    id: store.nextId(),
    uuid: randomUUID(),
    feature: feature.id,
    default_percentage_allocation: share,
    key: null,
  };
  store.tables.options.set(option.id, option);
  for (const state of defaultStates(store, feature)) state.weights.push(newWeight(store, option.id, share));
  feature.type = "MULTIVARIATE";
  return option;
}

function removeOption(store: Store, option: VariantOption): void {
  store.tables.options.delete(option.id);
  for (const flag of store.tables.flags.values()) {
    for (const state of flag.states)
      if (state.weights.some((each) => each.option === option.id))
        state.weights = state.weights.filter((each) => each.option !== option.id);
  }
  const feature = store.tables.features.get(option.feature);
  if (feature && store.optionsOf(feature.id).length === 0) feature.type = "STANDARD";
}

/**
 * The list inside a feature's own body: options with an id are updated, others are created, those not listed are
 * removed.
 */
export function replaceOptions(store: Store, feature: Feature, sent: readonly (Sent & { readonly id?: number })[]): void {
  const named = new Set(sent.map((each) => each.id));
  for (const option of store.optionsOf(feature.id)) if (!named.has(option.id)) removeOption(store, option);
  for (const { id, ...settings } of sent) {
    const existing = id === undefined ? undefined : store.tables.options.get(id);
    assign(existing ?? addOption(store, feature, settings.default_percentage_allocation ?? 100), settings);
  }
}

/** The default states of every environment, in every version. */
function defaultStates(store: Store, feature: Feature): FeatureState[] {
  return store.tables.flags
    .where("feature", feature.id)
    .flatMap((flag) => flag.states.filter((each) => each.link === null && each.identity === null));
}

function optionOf(request: Request): VariantOption {
  const feature = featureOf(request, projectOf(request).id);
  const option = request.store.tables.options.get(request.id("option"));
  if (option?.feature !== feature.id) throw noMatch("MultivariateFeatureOption");
  return option;
}

function show(option: VariantOption): object {
  return { ...showOption(option), feature: option.feature };
}
