import type { Reply } from "../../../wire/server/reply";
import { empty } from "../../../wire/server/reply";
import { checked, FieldError, integer, nullable, optional } from "../../drf/field";
import { many, nested, readBody } from "../../drf/serializer";
import type { Draft, Override } from "../../store/flag";
import {
  addLink,
  addState,
  defaultState,
  isVersioned,
  linksOf,
  live,
  moveLink,
  overrides,
  publishDraft,
  removeLinkAndCloseGap,
  removeLinks,
  startDraft,
} from "../../store/flag";
import type { Environment, Feature, FeatureState } from "../../store/records";
import type { Store } from "../../store/store";
import type { ApiValueType } from "../../store/stored-value";
import { setApiValue } from "../../store/stored-value";
import { ApiError, forbidden, invalid } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Handler, Route } from "../../wire/route";
import { FUNCTION } from "../../wire/route";
import { checkSegment, enabled, experimentValue, featureIdentifier, findFeature, setWeights, shares } from "./flag-body";

/** The experimental writes of the first generation: Option A, Option B and the deletion of an override. All answer 204. */
export const experimentRoutes: readonly Route[] = [
  route("update-flag-v1", updateOne),
  route("update-flag-v2", updateMany),
  route("delete-segment-override", remove),
];

function route(name: string, handler: Handler): Route {
  return { template: `/api/experiments/environments/{environment}/${name}/`, allow: FUNCTION, handlers: { POST: handler } };
}

/** Permission comes before existence: an unknown environment is 403. Change requests come before the body is read. */
function environmentOf(request: Request): Environment {
  const environment = request.store.environmentByKey(request.param("environment"));
  if (!environment) throw forbidden();
  if (environment.minimum_change_request_approvals !== null) {
    throw new ApiError(403, {
      detail: "This endpoint cannot be used when change requests are enabled. Use the change request workflow instead.",
    });
  }
  return environment;
}

interface Change {
  readonly enabled: boolean;
  readonly type: ApiValueType;
  readonly value: string;
}

function change(sent: { enabled?: boolean; value?: { type?: ApiValueType; value?: string } }): Change {
  return { enabled: sent.enabled ?? false, type: sent.value?.type ?? "string", value: sent.value?.value ?? "" };
}

function updateOne(request: Request): Reply {
  const { store } = request;
  const environment = environmentOf(request);
  const sent = readBody(request.body(), {
    feature: featureIdentifier,
    segment: checked(
      nested({ id: integer(), priority: nullable(integer({ required: false })) }, { required: false }),
      (segment) => checkSegment(store, environment.project, segment.id ?? 0),
    ),
    enabled,
    value: experimentValue,
  });
  const feature = findFeature(store, environment.project, sent.feature ?? {});
  const draft = startDraft(store, store.flag(environment, feature));
  const segment = sent.segment?.id;
  if (segment === undefined) write(store, defaultState(draft), change(sent));
  else writeOverride(store, draft, feature, { segment, priority: sent.segment?.priority, ...change(sent) });
  publishDraft(store, draft);
  store.touch(environment);
  return empty();
}

function updateMany(request: Request): Reply {
  const { store } = request;
  const environment = environmentOf(request);
  const override = nested({
    segment_id: integer(),
    priority: nullable(integer({ required: false })),
    enabled,
    value: experimentValue,
    multivariate_feature_state_values: optional(many(shares)),
  });
  const sent = readBody(request.body(), {
    feature: featureIdentifier,
    environment_default: nested({ enabled, value: experimentValue }),
    segment_overrides: checked(optional(many(override)), (list) => {
      const ids = list.map((each) => each.segment_id ?? 0);
      if (new Set(ids).size !== ids.length) throw new FieldError("Duplicate segment_id values are not allowed");
      for (const id of ids) checkSegment(store, environment.project, id);
    }),
  });
  const feature = findFeature(store, environment.project, sent.feature ?? {});
  for (const each of sent.segment_overrides ?? []) checkShares(store, feature, each.multivariate_feature_state_values ?? []);
  const draft = startDraft(store, store.flag(environment, feature));
  write(store, defaultState(draft), change(sent.environment_default ?? {}));
  for (const each of sent.segment_overrides ?? []) {
    const weights = each.multivariate_feature_state_values ?? [];
    writeOverride(store, draft, feature, {
      segment: each.segment_id ?? 0,
      priority: each.priority,
      ...change(each),
      ...(weights.length > 0 && { weights }),
    });
  }
  publishDraft(store, draft);
  store.touch(environment);
  return empty();
}

interface OverrideChange extends Change {
  readonly segment: number;
  readonly priority: number | null | undefined;
  readonly weights?: readonly { multivariate_feature_option?: number; percentage_allocation?: number }[];
}

/** No transaction: what was written before an error or a crash stays. */
function writeOverride(store: Store, draft: Draft, feature: Feature, sent: OverrideChange): void {
  const { state, link } =
    overrides(draft).find((each) => each.link.segment === sent.segment) ?? addOverride(store, draft, feature, sent);
  write(store, state, sent);
  if (sent.weights) {
    const weights = sent.weights.map((each) => ({
      option: each.multivariate_feature_option ?? 0,
      percentage: each.percentage_allocation ?? 0,
    }));
    const named = new Set(weights.map((each) => each.option));
    const total = [...weights, ...state.weights.filter((each) => !named.has(each.option))].reduce(
      (sum, each) => sum + each.percentage,
      0,
    );
    if (total > 100) {
      throw invalid([`Multivariate allocations for the feature state must not exceed 100%, got ${total}%.`]);
    }
    setWeights(store, state, weights);
  }
  if (sent.priority !== undefined && sent.priority !== null) moveLink(draft, link, sent.priority);
}

function addOverride(store: Store, draft: Draft, feature: Feature, sent: OverrideChange): Override {
  const link = addLink(store, draft, sent.segment);
  const state = addState(store, draft.flag, feature, {
    version: draft.version?.uuid ?? null,
    enabled: sent.enabled,
    link: link.id,
  });
  return { state, link };
}

function write(store: Store, state: FeatureState, sent: Change): void {
  state.enabled = sent.enabled;
  state.updatedAt = store.now();
  setApiValue(state.value, sent.type, sent.value);
}

function remove(request: Request): Reply {
  const { store } = request;
  const environment = environmentOf(request);
  const sent = readBody(request.body(), {
    feature: featureIdentifier,
    segment: checked(nested({ id: integer() }), (segment) => checkSegment(store, environment.project, segment.id ?? 0)),
  });
  const feature = findFeature(store, environment.project, sent.feature ?? {});
  const segment = sent.segment?.id ?? 0;
  const flag = store.flag(environment, feature);
  const found = linksOf(live(store, flag)).filter((each) => each.segment === segment);
  if (found.length === 0) throw new ApiError(404, { detail: `Segment override for segment ${segment} does not exist` });
  if (isVersioned(store, flag)) {
    const draft = startDraft(store, flag);
    const link = linksOf(draft).find((each) => each.segment === segment);
    if (link) removeLinkAndCloseGap(draft, link);
    publishDraft(store, draft);
  } else {
    removeLinks(flag, found);
  }
  store.touch(environment);
  return empty();
}

function checkShares(store: Store, feature: Feature, sent: readonly { multivariate_feature_option?: number }[]): void {
  const ids = sent.map((each) => each.multivariate_feature_option ?? 0);
  if (new Set(ids).size !== ids.length) throw invalid({ non_field_errors: ["Multivariate options must be unique"] });
  const foreign = ids.filter((id) => store.tables.options.get(id)?.feature !== feature.id).sort((one, other) => one - other);
  if (foreign.length > 0) {
    throw invalid({ non_field_errors: [`Multivariate options [${foreign.join(", ")}] do not belong to the feature`] });
  }
}
