import type { PlatformName } from "../../../serving/world/world";
import type { StartPlace } from "./place";

/** Each is loaded when a stack needs it. */
export const PLACES: Readonly<Record<PlatformName, () => Promise<StartPlace>>> = {
  flagsmith: async () => (await import("./flagsmith-place")).startFlagsmith,
  split: async () => (await import("./split-place")).startSplit,
  vercel: async () => (await import("./vercel-place")).startVercel,
  mixpanel: async () => (await import("./mixpanel-place")).startMixpanel,
};
