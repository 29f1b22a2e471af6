import type { HttpHooks } from "../../http/http-options";
import type { Platform } from "../port/platform";
import type { PlatformEnvironment } from "../port/platform-environment";
import { mappedPlatform } from "./mapped-platform";
import type { MixpanelConfig } from "./run/config";
import { createContext } from "./run/create-context";

/** Mixpanel as a platform. Sends no request until a method is called. */
export function createMixpanelPlatform(
  config: MixpanelConfig,
  environment: PlatformEnvironment,
  hooks: HttpHooks = {},
): Platform {
  return mappedPlatform(createContext(config, environment, hooks));
}
