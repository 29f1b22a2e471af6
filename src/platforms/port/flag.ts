import type { Named } from "./named";
import type { FlagValue, FlagValueKind } from "../model/flag-value";
import type { FlagsmithFlag, FlagsmithFlagSettings } from "../model/flagsmith-settings";
import type { FlagPlatformSettings } from "../model/settings";
import type { RemoteVariant, Variant } from "../model/variant";

export interface Flag extends Named {
  /** The flag's key, which is its name here. */
  readonly name: string;
  readonly description: string | null;
  /** Labels, sorted. */
  readonly tags: readonly string[];
  /** Null: here it is, there it is not. */
  readonly archived: boolean | null;
  /** What new environments start with. */
  readonly initial: { readonly enabled: boolean; readonly value: FlagValue | null };
  /** Absent where the platform does not tell. */
  readonly type?: FlagValueKind;
  /** Absent where each definition has its own. */
  readonly variants?: readonly RemoteVariant[];
  /** Settings only Flagsmith has. */
  readonly flagsmith?: FlagsmithFlag;
  readonly settings?: FlagPlatformSettings;
  /** Of a flag that was just written: what the user should know about how. */
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
  /** The exact set. One that a definition still uses is removed with its last use. */
  readonly variants?: readonly Variant[];
  readonly flagsmith?: FlagsmithFlagSettings;
  /** How to go about it; nothing of the flag itself. */
  readonly making?: { readonly createTags?: boolean };
  readonly settings?: FlagPlatformSettings;
}
