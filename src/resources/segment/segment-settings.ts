import type { SegmentPlatformSettings } from "../../platforms/model/settings";
import type { Segment, SegmentSettings } from "../../platforms/port/segment";
import { readRules, segmentRules } from "../audience/segment-rules";
import { same } from "../common/known";
import { changedSettings, readSettings, segmentPlatformAttributes } from "../common/platform-settings";
import { reread, rereadSet } from "../common/reread";
import { flagsmithChanges, readFlagsmith } from "./flagsmith-segment";
import type { SegmentState } from "./segment-attributes";

export function settingsOf(state: SegmentState): SegmentSettings {
  return { name: state.name, ...changesOf(null, state) };
}

/** Exactly what differs; without a prior state, everything that is set. */
export function changesOf(prior: SegmentState | null, state: SegmentState): Partial<SegmentSettings> {
  const settings = changedSettings<SegmentPlatformSettings>(prior, state);
  return {
    ...(state.name !== prior?.name && { name: state.name }),
    ...(state.description !== null && state.description !== prior?.description && { description: state.description }),
    ...(state.rules !== null && !same(state.rules, prior?.rules) && { rules: segmentRules(state.rules) }),
    ...(state.identities !== null && !same(state.identities, prior?.identities) && { identities: state.identities }),
    ...(settings && { settings }),
    ...flagsmithChanges(prior?.flagsmith ?? null, state.flagsmith),
  };
}

export function stateOf(state: SegmentState, found: Segment, imported: boolean): SegmentState {
  return {
    ...state,
    name: found.name,
    description: reread(state.description, found.description ?? "", imported),
    // Rules that cannot be expressed are not an empty list: the plan shows them as a difference, and writes the configured
    // rules.
    rules: found.foreignRules === undefined ? readRules(state.rules, found.rules, imported) : null,
    identities: found.identities ? rereadSet(state.identities, found.identities, imported) : state.identities,
    ...readSettings(state, found.settings, segmentPlatformAttributes, imported),
    flagsmith: readFlagsmith(state.flagsmith, found.flagsmith, imported),
    id: found.id,
  };
}
