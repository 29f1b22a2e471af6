import type { FlagValue, FlagValueKind } from "../model/flag-value";
import type { FlagsmithFlag, FlagsmithFlagSettings } from "../model/flagsmith-settings";
import type { FlagPlatformSettings } from "../model/settings";
import type { RemoteVariant, Variant } from "../model/variant";
import type { Named } from "./named";

export interface Flag extends Named {
  /** The flag's key, which is its name here. */
  readonly name: string;
  readonly description: string | null;
  /** Labels, sorted. */
  readonly tags: readonly string[];
  /** Null: archived in some environments only. */
  readonly archived: boolean | null;
  /** What new environments start with. */
  readonly initial: { readonly enabled: boolean; readonly value: FlagValue | null };
  /** Absent if the platform does not return it. */
  readonly type?: FlagValueKind;
  /** Absent if each definition has its own. */
  readonly variants?: readonly RemoteVariant[];
  /** Settings only Flagsmith has. */
  readonly flagsmith?: FlagsmithFlag;
  readonly settings?: FlagPlatformSettings;
  /** Only after a write: warnings about how it was written. */
  readonly warnings?: readonly string[];
}

export interface FlagSettings {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly archived?: boolean;
  /** At creation only: what every environment starts with. */
  readonly initial?: { readonly enabled?: boolean; readonly value?: FlagValue };
  /** At creation only. */
  readonly type?: FlagValueKind;
  /** The exact set. A variant that a definition still uses is removed with its last use. */
  readonly variants?: readonly Variant[];
  readonly flagsmith?: FlagsmithFlagSettings;
  /** How to create or update it; not part of the flag itself. */
  readonly making?: { readonly createTags?: boolean };
  readonly settings?: FlagPlatformSettings;
}
