import type { PlatformName } from "../../../serving/world/world";
import type { NamesUsed } from "../stack/names-used";

/** A platform in memory, with what a stack takes to be there. */
export interface Place {
  /** What the provider block says instead of the credentials and hosts that it has. */
  readonly block: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

export interface Wanted {
  readonly names: NamesUsed;
  /** The provider block as the stack has it. */
  readonly block: Readonly<Record<string, unknown>>;
  /** The project by name, where the block says one. */
  readonly project: string;
  readonly now: () => Date;
}

export type StartPlace = (wanted: Wanted) => Promise<Place>;

/** Each is loaded when a stack needs it. */
export const PLACES: Readonly<Record<PlatformName, () => Promise<StartPlace>>> = {
  flagsmith: async () => (await import("./flagsmith-place")).startFlagsmith,
  split: async () => (await import("./split-place")).startSplit,
  vercel: async () => (await import("./vercel-place")).startVercel,
  mixpanel: async () => (await import("./mixpanel-place")).startMixpanel,
};
