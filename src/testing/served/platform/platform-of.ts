import { getOwn } from "../../../get-own";
import type { PlatformName } from "../../../serving/world/world";

const NAMES: readonly PlatformName[] = ["flagsmith", "split", "vercel", "mixpanel"];
const VARIABLES: readonly (readonly [PlatformName, string])[] = [
  ["flagsmith", "FLAGSMITH_MASTER_API_KEY"],
  ["split", "SPLIT_API_KEY"],
  ["split", "SPLIT_HARNESS_TOKEN"],
  ["vercel", "VERCEL_TOKEN"],
  ["mixpanel", "MIXPANEL_SECRET"],
];

/** The platform of a provider block, as the provider itself finds it. */
export function platformOf(block: Readonly<Record<string, unknown>>, environment = process.env): PlatformName {
  const { platform } = block;
  const stated =
    NAMES.find((each) => each === platform) ??
    NAMES.find((each) => Object.hasOwn(block, each) && getOwn(block, each) !== null);
  const named = stated ?? VARIABLES.find(([, name]) => Boolean(getOwn(environment, name)))?.[0];
  if (named) return named;
  throw new Error('the provider block names no platform: set `platform = "flagsmith"` (or split, vercel, mixpanel) in it');
}
