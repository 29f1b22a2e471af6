import type { Pace } from "../../adapter/edits/while-in-use";
import type { Project } from "../../port/named";
import type { PlatformClock } from "../../port/platform";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { MixpanelClient } from "../api/client";
import type { MixpanelConfig } from "./config";
import type { Places } from "./places";

/** Shared by the parts of the adapter. */
export interface MixpanelContext {
  readonly client: MixpanelClient;
  readonly places: Places;
  readonly config: MixpanelConfig;
  /** The mapping of environments. */
  readonly project: Project;
  readonly environment: PlatformEnvironment;
  readonly pace: Pace;
  readonly serverClock: PlatformClock;
}
