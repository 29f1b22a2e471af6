import type { PlatformName } from "../world/world";
import { FLAGSMITH } from "./flagsmith";
import { MIXPANEL } from "./mixpanel";
import type { PlatformServing } from "./platform-serving";
import { SPLIT } from "./split";
import { VERCEL } from "./vercel";

export const PLATFORM_SERVING: Readonly<Record<PlatformName, PlatformServing>> = {
  flagsmith: FLAGSMITH,
  split: SPLIT,
  vercel: VERCEL,
  mixpanel: MIXPANEL,
};
