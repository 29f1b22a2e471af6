import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import { boolean, checked, FieldError, float, integer, optional } from "../../drf/field";
import { isObject } from "../../drf/json";
import { many, nested, readBody } from "../../drf/serializer";
import { defaultState, linksOf, live, overrides, publishDraft, removeLinks, startDraft } from "../../store/flag";
import type { Environment, Feature, FeatureState } from "../../store/records";
import type { Store } from "../../store/store";
import { apiValue } from "../../store/stored-value";
import { ApiError, invalid, notFound } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { wholeFlagValue } from "./flag-body";
import type { DefaultChange, OverrideChange } from "./future-write";
import { writeDefault, writeOverrides } from "./future-write";

/** The whole-flag endpoint: read it, change parts of it (PATCH), replace parts of it (PUT), in one transaction. */
export const futureRoutes: readonly Route[] = [
  {
    template: "/api/__future__/environments/{environment}/features/{feature:int}/",
    allow: "GET, PUT, PATCH, HEAD, OPTIONS",
    limited: "handler",
    handlers: {
      GET: (request) => {
        const { environment, feature } = targetOf(request);
        return json(showFlag(request.store, environment, feature));
      },
      PUT: (request) => update(request, true),
      PATCH: (request) => update(request, false),
    },
  },
  {
    template: "/api/__future__/environments/{environment}/features/{feature:int}/segment-overrides/{segment:int}/",
    allow: "DELETE, OPTIONS",
    limited: "handler",
    handlers: { DELETE: remove },
  },
];

interface Target {
  readonly environment: Environment;
  readonly feature: Feature;
}

/** Callers who may neither see nor write an environment do not learn that it exists. */
function targetOf(request: Request): Target {
  const environment = request.store.environmentByKey(request.param("environment"));
  const feature = request.store.tables.features.get(request.id("feature"));
  if (!environment || request.actor !== "admin" || feature?.project !== environment.project) throw notFound();
  return { environment, feature };
}

function refuseChangeRequests(environment: Environment): void {
  if (environment.minimum_change_request_approvals === null) return;
  throw new ApiError(409, {
    detail: "Cannot update flags in an environment with change requests enabled.",
    code: "change_requests_enabled",
  });
}

function fields(store: Store, feature: Feature, replace: boolean) {
  const variants = checked(optional(many(nested({ id: integer(), weight: float({ min: 0, max: 100 }) }))), (sent) =>
    checkVariants(store, feature, sent),
  );
  const state = { enabled: boolean({ required: false }), value: wholeFlagValue, variants };
  const segment = nested({
    id: checked(integer(), (id) => {
      if (store.tables.segments.get(id)?.project !== feature.project) throw new FieldError("Segment not found.");
    }),
  });
  const override = nested({ ...state, segment, priority: integer({ min: 0, required: false }) });
  return {
    environment_default: nested(state, {
      required: false,
      validate: (sent) => {
        if (replace && feature.type === "MULTIVARIATE" && sent.variants === undefined) {
          throw new FieldError({ variants: ["Must include all feature's variants."] });
        }
      },
    }),
    segment_overrides: checked(optional(many(override)), (sent) => {
      const seen = new Set<number | undefined>();
      for (const { segment: named } of sent) {
        if (seen.has(named?.id)) throw new FieldError(`Duplicate segment: ${named?.id ?? ""}.`);
        seen.add(named?.id);
      }
    }),
  };
}

function checkVariants(store: Store, feature: Feature, sent: readonly { id?: number; weight?: number }[]): void {
  if (feature.type !== "MULTIVARIATE") throw new FieldError("Feature is not multivariate.");
  const known = store.optionsOf(feature.id).map((each) => each.id);
  const given = sent.map((each) => each.id ?? 0);
  if (given.some((id) => !known.includes(id))) throw new FieldError("Variant not found.");
  if (known.some((id) => !given.includes(id))) throw new FieldError("Must include all feature's variants.");
  if (sent.reduce((sum, each) => sum + (each.weight ?? 0), 0) > 100)
    throw new FieldError("Total weight must not exceed 100.");
}

function update(request: Request, replace: boolean): Reply {
  const { store } = request;
  const body = request.body();
  if (!isObject(body)) throw invalid(["Expected an object."]);
  const { environment, feature } = targetOf(request);
  refuseChangeRequests(environment);
  const sent = readBody(body, fields(store, feature, replace));
  const changes: { default?: DefaultChange; overrides?: OverrideChange[] } = {
    ...(sent.environment_default && { default: stateChange(sent.environment_default) }),
    ...(sent.segment_overrides && {
      overrides: sent.segment_overrides.map((each) => ({
        ...stateChange(each),
        segment: each.segment?.id ?? 0,
        ...(each.priority !== undefined && { priority: each.priority }),
      })),
    }),
  };
  if (writesNothing(sent, replace)) return json(showFlag(store, environment, feature));
  const flag = store.flag(environment, feature);
  store.atomically(flag, () => {
    const draft = startDraft(store, flag);
    if (changes.default) writeDefault(store, defaultState(draft), changes.default, replace);
    if (changes.overrides) writeOverrides(store, draft, feature, changes.overrides, replace);
    publishDraft(store, draft);
  });
  store.touch(environment);
  return json(showFlag(store, environment, feature));
}

/** A replacement writes every property sent, a change only those that are not empty. */
function writesNothing(sent: Readonly<Record<string, object | undefined>>, replace: boolean): boolean {
  const parts = Object.values(sent).filter((each) => each !== undefined);
  return replace ? parts.length === 0 : parts.every((each) => Object.keys(each).length === 0);
}

function stateChange(sent: {
  enabled?: boolean;
  value?: { type?: "string" | "integer" | "boolean"; value?: string };
  variants?: { id?: number; weight?: number }[];
}): DefaultChange {
  return {
    ...(sent.enabled !== undefined && { enabled: sent.enabled }),
    ...(sent.value && { value: { type: sent.value.type ?? "string", value: sent.value.value ?? "" } }),
    ...(sent.variants && {
      variants: sent.variants.map((each) => ({ option: each.id ?? 0, percentage: each.weight ?? 0 })),
    }),
  };
}

function remove(request: Request): Reply {
  const { store } = request;
  const { environment, feature } = targetOf(request);
  refuseChangeRequests(environment);
  const flag = store.flag(environment, feature);
  store.atomically(flag, () => {
    const draft = startDraft(store, flag);
    const found = linksOf(draft).filter((each) => each.segment === request.id("segment"));
    if (found.length === 0) throw notFound("Segment override not found.");
    removeLinks(flag, found);
    publishDraft(store, draft);
  });
  store.touch(environment);
  return json(showFlag(store, environment, feature));
}

function showFlag(store: Store, environment: Environment, feature: Feature): object {
  const draft = live(store, store.flag(environment, feature));
  const ordered = overrides(draft).sort(
    (one, other) => one.link.priority - other.link.priority || one.link.segment - other.link.segment,
  );
  return {
    environment_default: showState(defaultState(draft)),
    segment_overrides: ordered.map(({ state, link }) => ({
      segment: { id: link.segment },
      priority: link.priority,
      ...showState(state),
    })),
  };
}

function showState(state: FeatureState): object {
  const variants = [...state.weights].sort((one, other) => one.option - other.option);
  return {
    enabled: state.enabled,
    value: apiValue(state.value),
    variants: variants.map((each) => ({ id: each.option, weight: each.percentage })),
  };
}
