import type { PageAudience, PageDefinition, PageFlag, PageServe } from "../../page/view-model";
import { listed, NOT_SET_UP, shares, valueText, variantText } from "../../page/words";
import { edgeIdentitiesOf } from "../areas/identities/edge-common";
import { identityStates, knownDefaultState, live, overrides } from "../store/flag";
import type { Environment, Feature, FeatureState, Weight } from "../store/records";
import type { Store } from "../store/store";
import { rawValue } from "../store/stored-value";

export function showFlag(store: Store, feature: Feature): PageFlag {
  return {
    key: feature.name,
    description: feature.description ?? "",
    isArchived: feature.is_archived,
    definitions: store.environmentsOf(feature.project).map((each) => showDefinition(store, each, feature)),
  };
}

function showDefinition(store: Store, environment: Environment, feature: Feature): PageDefinition {
  const flag = store.flag(environment, feature);
  const draft = live(store, flag);
  const state = knownDefaultState(draft);
  if (!state) return NOT_SET_UP;
  const segments = overrides(draft)
    .sort((one, other) => one.link.priority - other.link.priority)
    .map((each): PageAudience => {
      const name = store.tables.segments.get(each.link.segment)?.name ?? "a segment that is gone";
      return { kind: "segment", name, isOn: each.state.enabled, serves: served(store, feature, each.state) };
    });
  return {
    state: state.enabled ? "on" : "off",
    stateText: state.enabled ? "On" : "Off",
    serves: served(store, feature, state),
    ...listed([...identitiesIn(store, environment, feature), ...segments]),
    notes: feature.is_server_key_only ? ["Only for server-side keys"] : [],
  };
}

function identitiesIn(store: Store, environment: Environment, feature: Feature): PageAudience[] {
  const stored = identityStates(store.flag(environment, feature)).map((state): PageAudience => {
    const name = store.tables.identities.get(state.identity ?? -1)?.identifier ?? "an identity that is gone";
    return { kind: "identity", name, isOn: state.enabled, serves: served(store, feature, state) };
  });
  const atEdge = edgeIdentitiesOf(store, environment).flatMap(({ identifier, overrides: own }) =>
    own
      .filter((each) => each.feature === feature.id)
      .map(({ enabled, value, weights }): PageAudience => {
        return { kind: "identity", name: identifier, isOn: enabled, serves: dealt(store, weights, value) };
      }),
  );
  return [...stored, ...atEdge];
}

function served(store: Store, feature: Feature, state: FeatureState): readonly PageServe[] {
  return dealt(store, feature.type === "MULTIVARIATE" ? state.weights : [], rawValue(state.value));
}

/** The variants with their shares; what they leave over gets the value itself. */
function dealt(
  store: Store,
  weights: readonly Pick<Weight, "option" | "percentage">[],
  value: unknown,
): readonly PageServe[] {
  const own = value === null || value === "" ? [] : [{ text: valueText(value) }];
  const parts = weights.flatMap(({ option: id, percentage: share }) => {
    const option = store.tables.options.get(id);
    if (!option) return [];
    const optionValue = rawValue(option);
    return [{ text: option.key === null ? valueText(optionValue) : variantText(option.key, optionValue), share }];
  });
  const given = parts.reduce((sum, each) => sum + each.share, 0);
  if (given <= 0) return own;
  return shares([...parts, { text: own[0]?.text ?? "no value", share: 100 - given }]);
}
