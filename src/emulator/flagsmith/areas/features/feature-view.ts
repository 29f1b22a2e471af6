import { identityStates, knownDefaultState, live, overrides } from "../../store/flag";
import type { Environment, Feature, FeatureState, VariantOption } from "../../store/records";
import type { Store } from "../../store/store";
import { rawValue } from "../../store/stored-value";
import type { Request } from "../../wire/request";
import { time } from "../common";
import { showOwners } from "./owners";

/** Which response shows the feature: the real server omits different keys in each. */
type FeatureView = "created" | "updated" | "read" | "listed";

/** A feature as the API shows it; `?environment=` adds its state there, `?segment=` the state for a segment. */
export function showFeature(
  request: Request,
  feature: Feature,
  view: FeatureView,
  counts: IdentityCounts = countIdentities(request),
): object {
  const { store } = request;
  const environment =
    view === "created" ? undefined : store.tables.environments.get(Number(request.query.get("environment") ?? NaN));
  const states = environment && statesIn(request, environment, feature, counts);
  return {
    id: feature.id,
    name: feature.name,
    type: feature.type,
    default_enabled: feature.default_enabled,
    initial_value: feature.initial_value,
    created_date: time(feature.createdAt),
    description: feature.description,
    tags: feature.tags,
    multivariate_options: newestFirst(store.optionsOf(feature.id)).map(showOption),
    is_archived: feature.is_archived,
    ...showOwners(store, feature),
    uuid: feature.uuid,
    project: feature.project,
    environment_feature_state: states ? states.environment : null,
    segment_feature_state: states ? states.segment : null,
    num_segment_overrides: states && view === "listed" ? states.segmentOverrides : 0,
    num_identity_overrides: states && view === "listed" ? states.identityOverrides : null,
    ...(view !== "updated" && { is_num_identity_overrides_complete: true }),
    is_server_key_only: feature.is_server_key_only,
    last_modified_in_any_environment: view === "created" ? null : lastModified(store, feature),
    last_modified_in_current_environment: environment ? lastModified(store, feature, environment) : null,
    metadata: feature.metadata,
    ...(view !== "created" && { code_references_counts: [] }),
  };
}

export function newestFirst(options: readonly VariantOption[]): VariantOption[] {
  return [...options].sort((one, other) => other.id - one.id);
}

export function showOption(option: VariantOption): object {
  return {
    id: option.id,
    uuid: option.uuid,
    type: option.type,
    integer_value: option.integer_value,
    string_value: option.string_value,
    boolean_value: option.boolean_value,
    default_percentage_allocation: option.default_percentage_allocation,
    key: option.key,
  };
}

interface States {
  readonly environment: object | null;
  readonly segment: object | null;
  readonly segmentOverrides: number;
  readonly identityOverrides: number | null;
}

function statesIn(request: Request, environment: Environment, feature: Feature, counts: IdentityCounts): States {
  const { store, query } = request;
  const flag = store.flag(environment, feature);
  const current = overrides(live(store, flag));
  const override = current.find((each) => String(each.link.segment) === query.get("segment"));
  const known = knownDefaultState(live(store, flag));
  const edge = store.tables.projects.get(feature.project)?.edge === true;
  const identities = edge ? (counts().get(feature.id) ?? 0) : identityStates(flag).length;
  return {
    environment: known ? showSmall(known) : null,
    segment: override ? showSmall(override.state) : null,
    segmentOverrides: current.length,
    identityOverrides: identities === 0 ? null : identities,
  };
}

/** How many identities at the edge have an override, by feature; counted once for all features of a list. */
type IdentityCounts = () => ReadonlyMap<number, number>;

export function countIdentities({ store, query }: Request): IdentityCounts {
  let counted: ReadonlyMap<number, number> | undefined;
  return () => (counted ??= countIn(store, Number(query.get("environment") ?? NaN)));
}

function countIn(store: Store, environment: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { overrides: own } of store.tables.edgeIdentities.where("environment", environment))
    for (const id of new Set(own.map((each) => each.feature))) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function showSmall(state: FeatureState): object {
  return {
    id: state.id,
    feature_state_value: rawValue(state.value),
    environment: state.environment,
    identity: state.identity,
    feature_segment: state.link,
    enabled: state.enabled,
  };
}

/** Taken from the versions: without feature versioning there is no date. */
function lastModified(store: Store, feature: Feature, environment?: Environment): string | null {
  const dates = store.tables.flags
    .where("feature", feature.id)
    .filter((flag) => !environment || flag.environment === environment.id)
    .flatMap((flag) => flag.versions.filter((each) => each.publishedAt !== null).map((each) => each.createdAt));
  return time(dates.reduce<Date | null>((last, each) => (last && last >= each ? last : each), null));
}
