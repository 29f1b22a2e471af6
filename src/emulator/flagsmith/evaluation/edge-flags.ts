import { Float } from "../drf/json";
import type { Environment, FeatureState } from "../store/records";
import type { Store } from "../store/store";
import type { Served } from "./serve";
import { variantOf } from "./serve";

/** Applies an edge identity's overrides to what it would be served without them. */
export function withEdgeOverrides(
  store: Store,
  environment: Environment,
  identifier: string,
  served: readonly Served[],
): Served[] {
  const identity = store.edgeIdentityNamed(environment, identifier);
  return served.map((each) => {
    const override = identity?.overrides.find((row) => row.feature === each.feature.id);
    if (!override) return each;
    const { value } = override;
    const raw = value instanceof Float ? value.value : typeof value === "bigint" ? Number(value) : value;
    const state: FeatureState = { ...each.state, enabled: override.enabled, link: null, weights: [] };
    const isScalar = raw === null || typeof raw !== "object";
    const variant = each.feature.type === "MULTIVARIATE" ? "control" : null;
    const weights = [...override.weights].sort((one, other) => (one.uuid < other.uuid ? -1 : 1));
    const own = { value: isScalar ? raw : null, variant };
    const dealt = variantOf(store, weights, [override.uuid, `${environment.api_key}_${identifier}`], own);
    return { ...each, state, segment: null, identity: true, ...dealt };
  });
}
