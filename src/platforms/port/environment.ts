import type { Named } from "./named";
import type { FlagsmithEnvironment, FlagsmithEnvironmentSettings } from "../model/flagsmith-settings";
import type { EnvironmentPlatformSettings } from "../model/settings";

export interface Environment extends Named {
  readonly description: string | null;
  /** What applications connect with (client side, not secret): Flagsmith's environment key. */
  readonly clientKey: string;
  /** Changes must go through the platform's own approval. */
  readonly requiresApproval: boolean;
  readonly flagsmith?: FlagsmithEnvironment;
  readonly settings?: EnvironmentPlatformSettings;
  /** Of one that was just made: ids of the keys that came with it, which nothing tells again and its deletion needs. */
  readonly keyIds?: readonly string[];
}

export interface EnvironmentSettings {
  readonly name: string;
  readonly description?: string;
  readonly flagsmith?: FlagsmithEnvironmentSettings;
  readonly settings?: EnvironmentPlatformSettings;
  /** At creation only: the environment (by name or `id:<id>`) that it begins as a copy of. */
  readonly making?: { readonly cloneFrom?: string };
}
