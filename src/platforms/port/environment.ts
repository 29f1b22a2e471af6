import type { FlagsmithEnvironment, FlagsmithEnvironmentSettings } from "../model/flagsmith-settings";
import type { EnvironmentPlatformSettings } from "../model/settings";
import type { Named } from "./named";

export interface Environment extends Named {
  readonly description: string | null;
  /** What applications connect with (client side, not secret): Flagsmith's environment key. */
  readonly clientKey: string;
  /** Changes must go through the platform's own approval. */
  readonly requiresApproval: boolean;
  readonly flagsmith?: FlagsmithEnvironment;
  readonly settings?: EnvironmentPlatformSettings;
  /** Only after a create: ids of the environment's keys, which no read returns and its deletion needs. */
  readonly keyIds?: readonly string[];
}

export interface EnvironmentSettings {
  readonly name: string;
  readonly description?: string;
  readonly flagsmith?: FlagsmithEnvironmentSettings;
  readonly settings?: EnvironmentPlatformSettings;
  /** At creation only: the environment (by name or `id:<id>`) to copy. */
  readonly making?: { readonly cloneFrom?: string };
}
