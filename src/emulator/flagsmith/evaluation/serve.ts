import { knownDefaultState, live, overrides } from "../store/flag";
import type { Environment, Feature, FeatureState, Identity, Segment, TraitValue } from "../store/records";
import type { Store } from "../store/store";
import { rawValue } from "../store/stored-value";
import { hashedPercentage } from "./hashing";
import type { Subject } from "./segment-match";
import { isInSegment } from "./segment-match";

/** What one feature serves to an identity, and why. */
export interface Served {
  readonly feature: Feature;
  readonly state: FeatureState;
  readonly value: string | number | boolean | null;
  /** The variant's key, "control" when the identity falls in no variant, null for a flag without variants. */
  readonly variant: string | null;
  readonly segment: Segment | null;
  /** The identity's own override. */
  readonly identity: boolean;
  /** Where the identity falls between 0 and 100, where that decides what it gets. */
  readonly bucket: number | null;
}

/** An identity that may not be stored: `id` is null then, and it has no override. */
interface Evaluated {
  readonly id: number | null;
  readonly identifier: string;
  readonly traits: ReadonlyMap<string, TraitValue>;
}

export function evaluated(identity: Identity): Evaluated {
  return {
    id: identity.id,
    identifier: identity.identifier,
    traits: new Map(identity.traits.map((each) => [each.key, each.value])),
  };
}

/** What the identity gets, without flags that are off where those are hidden. */
export function identityFlags(store: Store, environment: Environment, identity: Evaluated): Served[] {
  const served = allIdentityFlags(store, environment, identity);
  return hidesDisabled(store, environment) ? served.filter((each) => each.state.enabled) : served;
}

/** Identity before segment (the smallest priority first) before the environment's default. */
export function allIdentityFlags(store: Store, environment: Environment, identity: Evaluated): Served[] {
  const subject = subjectOf(environment, identity);
  const matching = new Map(
    store
      .segmentsOf(environment.project)
      .filter((each) => isInSegment(each, subject, store.engine))
      .map((each) => [each.id, each]),
  );
  return store.featuresOf(environment.project).flatMap((feature): Served[] => {
    const flag = store.flag(environment, feature);
    const draft = live(store, flag);
    const own = identity.id === null ? undefined : flag.states.find((each) => each.identity === identity.id);
    const [best] = overrides(draft)
      .filter((each) => matching.has(each.link.segment))
      .sort((one, other) => one.link.priority - other.link.priority);
    const state = own ?? best?.state ?? knownDefaultState(draft);
    if (!state) return [];
    const segment = own || !best ? null : (matching.get(best.link.segment) ?? null);
    const why = { segment, identity: own !== undefined };
    return [{ feature, state, ...why, ...servedValue(store, feature, state, subject.key) }];
  });
}

export function identitySegments(store: Store, identity: Identity): Segment[] {
  const environment = store.tables.environments.get(identity.environment);
  if (!environment) return [];
  const subject = subjectOf(environment, evaluated(identity));
  return store.segmentsOf(environment.project).filter((each) => isInSegment(each, subject, store.engine));
}

export function hidesDisabled(store: Store, environment: Environment): boolean {
  return environment.hide_disabled_flags ?? store.tables.projects.get(environment.project)?.hide_disabled_flags ?? false;
}

function subjectOf(environment: Environment, identity: Evaluated): Subject {
  const key = environment.use_identity_composite_key_for_hashing
    ? `${environment.api_key}_${identity.identifier}`
    : String(identity.id ?? "None");
  return { ...identity, key, environment: { key: environment.api_key, name: environment.name } };
}

type Dealt = Pick<Served, "value" | "variant" | "bucket">;

function servedValue(store: Store, feature: Feature, state: FeatureState, key: string): Dealt {
  const value = rawValue(state.value);
  if (feature.type !== "MULTIVARIATE") return { value, variant: null, bucket: null };
  const weights = [...state.weights].sort((one, other) => one.id - other.id);
  return variantOf(store, weights, [state.seed, key], { value, variant: "control" });
}

/** The variant whose share contains the hash of the ids, else the control. */
export function variantOf(
  store: Store,
  weights: readonly { readonly option: number; readonly percentage: number }[],
  ids: readonly (string | number)[],
  control: Pick<Served, "value" | "variant">,
): Dealt {
  const percentage = hashedPercentage(ids);
  const bucket = weights.some((each) => each.percentage > 0 && each.percentage < 100) ? percentage : null;
  let start = 0;
  for (const weight of weights) {
    const limit = start + weight.percentage;
    const option = store.tables.options.get(weight.option);
    if (option && start <= percentage && percentage < limit) {
      return { value: rawValue(option), variant: option.key, bucket };
    }
    start = limit;
  }
  return { ...control, bucket };
}
