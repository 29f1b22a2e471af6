import type { FlagValueKind } from "../../platforms/model/flag-value";
import type { FlagPlatformSettings } from "../../platforms/model/settings";
import type { Flag, FlagSettings } from "../../platforms/port/flag";
import { flagValueOf } from "../audience/serve-value";
import { same } from "../common/known";
import { changedSettings, flagPlatformAttributes, readSettings } from "../common/platform-settings";
import { reread, rereadSet } from "../common/reread";
import type { FlagState } from "./feature-flag-attributes";
import { flagsmithChanges, flagsmithSettings, readFlagsmith } from "./flagsmith-flag";
import { readVariants, variantsOf } from "./variants";

/** Converts between a flag's state and its platform's settings. */

export function settingsOf(state: FlagState): FlagSettings {
  const { flagsmith } = state;
  const settings = changedSettings<FlagPlatformSettings>(null, state);
  const initialValue = flagsmith?.initial_value ? flagValueOf(flagsmith.initial_value) : undefined;
  return {
    name: state.key,
    ...(state.description !== null && { description: state.description }),
    ...(state.tags !== null && { tags: state.tags }),
    ...(state.archived !== null && { archived: state.archived }),
    type: (state.type ?? "boolean") as FlagValueKind,
    ...(state.variants !== null && { variants: variantsOf(state.variants) }),
    ...(settings && { settings }),
    ...(flagsmith && {
      initial: {
        ...(flagsmith.initial_enabled !== null && { enabled: flagsmith.initial_enabled }),
        ...(initialValue && { value: initialValue }),
      },
      flagsmith: flagsmithSettings(flagsmith),
      ...(flagsmith.create_tags !== null && { making: { createTags: flagsmith.create_tags } }),
    }),
  };
}

/**
 * Exactly the managed settings whose planned value differs from the prior state. A setting that became unmanaged stays as it
 * is.
 */
export function changesBetween(prior: FlagState, state: FlagState): Partial<FlagSettings> {
  const before: Partial<FlagSettings> = settingsOf(prior);
  const { name, initial, type, settings: _, making, flagsmith, ...after }: Partial<FlagSettings> = settingsOf(state);
  const changes = Object.entries(after).filter(([setting, value]) => !same(value, before[setting as keyof FlagSettings]));
  const own = flagsmithChanges(prior.flagsmith, state.flagsmith);
  const settings = changedSettings<FlagPlatformSettings>(prior, state);
  return {
    ...Object.fromEntries(changes),
    ...(settings && { settings }),
    ...(Object.keys(own).length > 0 && { flagsmith: own }),
    ...(making && changes.length > 0 && { making }),
  };
}

/**
 * The state as the platform has it: an attribute that the state leaves out stays out, unless this read follows an import.
 */
export function stateOf(state: FlagState, flag: Flag, imported: boolean): FlagState {
  return {
    ...state,
    description: reread(state.description, flag.description ?? "", imported),
    tags: rereadSet(state.tags, flag.tags, imported),
    archived: reread(state.archived, flag.archived, imported),
    type: reread(state.type, typeRead(state.type, flag.type), imported),
    variants: flag.variants
      ? readVariants(state.variants, flag.variants, imported, { description: null, weight: null })
      : state.variants,
    ...readSettings(state, flag.settings, flagPlatformAttributes, imported),
    flagsmith: readFlagsmith(state.flagsmith, flag.flagsmith, imported),
  };
}

/** Some platforms only have numbers, and return whole ones as integers. */
function typeRead(stated: string | null, remote: FlagValueKind | undefined): string | null {
  if (remote === undefined) return stated;
  return stated === "number" && remote === "integer" ? stated : remote;
}
