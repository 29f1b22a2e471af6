import type { IResolvable } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";
import type { FlagValue } from "./flag-value";

/**
 * Settings of a flag that only exist on Flagsmith.
 */
export interface FlagsmithFlagSettings {
  /**
   * Creation only: whether every environment starts with the flag on.
   *
   * @default false
   */
  readonly initialEnabled?: boolean | IResolvable;

  /**
   * Creation only: the value that every environment starts with.
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

  /**
   * Creates missing tags, instead of failing. They stay when the flag is destroyed.
   *
   * @default false
   */
  readonly createTags?: boolean | IResolvable;

  /**
   * The flag's owners: users of the organisation, by e-mail address.
   *
   * @default - not managed
   */
  readonly owners?: string[];

  /**
   * Groups that own the flag, by name.
   *
   * @default - not managed
   */
  readonly groupOwners?: string[];

  /**
   * Values of custom fields, by field name. Other fields stay as they are.
   *
   * @default - not managed
   */
  readonly metadata?: { [field: string]: string };
}

/** The settings, as attributes. */
export function flagsmithAttributes(settings: FlagsmithFlagSettings): Attributes {
  return {
    initial_enabled: settings.initialEnabled,
    initial_value: settings.initialValue?._attributes(),
    server_key_only: settings.serverKeyOnly,
    create_tags: settings.createTags,
    owners: settings.owners,
    group_owners: settings.groupOwners,
    metadata: settings.metadata,
  };
}
