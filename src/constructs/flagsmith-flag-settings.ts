import type { IResolvable } from "cdktf";
import type { FlagValue } from "./flag-value";
import type { Attributes } from "./internal/attributes";

/**
 * Settings of a flag that only Flagsmith has.
 */
export interface FlagsmithFlagSettings {
  /**
   * Creation only: whether every environment starts with the flag on.
   *
   * @default false
   */
  readonly initialEnabled?: boolean | IResolvable;

  /**
   * Creation only: the value every environment starts with.
   *
   * @default - none
   */
  readonly initialValue?: FlagValue;

  /**
   * Hides the flag from client-side SDKs.
   *
   * @default - not managed
   */
  readonly serverKeyOnly?: boolean | IResolvable;
}

/** The settings, as attributes. */
export function flagsmithAttributes(settings: FlagsmithFlagSettings): Attributes {
  return {
    initial_enabled: settings.initialEnabled,
    initial_value: settings.initialValue?._attributes(),
    server_key_only: settings.serverKeyOnly,
  };
}
