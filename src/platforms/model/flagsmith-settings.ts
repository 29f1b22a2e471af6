/**
 * Flagsmith's own settings of flags, environments and segments, under Flagsmith's own names: they have no
 * neutral form.
 */

/** Custom fields by name, with their values as text. */
export type CustomFields = Readonly<Record<string, string>>;
/** Fields that are not listed are not changed; null removes a field's value. */
export type CustomFieldChanges = Readonly<Record<string, string | null>>;

export interface FlagsmithFlag {
  readonly serverKeyOnly: boolean;
  /** E-mail addresses, sorted. */
  readonly owners: readonly string[];
  /** Names of groups, sorted. */
  readonly groupOwners: readonly string[];
  readonly metadata: CustomFields;
}

export interface FlagsmithFlagSettings extends Partial<Omit<FlagsmithFlag, "metadata">> {
  readonly metadata?: CustomFieldChanges;
}

/** A project's or an environment's own settings, by Flagsmith's names for them. */
export type Columns = Readonly<Record<string, ColumnValue>>;
export type ColumnValue = string | number | boolean | null;

export interface FlagsmithEnvironment {
  /** Feature versioning: each write makes a version of the flag. It can be switched on, never off. */
  readonly versioned: boolean;
  readonly columns: Columns;
  readonly metadata: CustomFields;
}

export interface FlagsmithEnvironmentSettings extends Partial<Omit<FlagsmithEnvironment, "metadata">> {
  readonly metadata?: CustomFieldChanges;
}

export interface FlagsmithSegment {
  /** The id of the one flag that it may be used for; null: all of them. */
  readonly flagId: string | null;
  readonly metadata: CustomFields;
}

export interface FlagsmithSegmentSettings {
  /** By key or `id:<id>`. At creation only. */
  readonly flag?: string;
  readonly metadata?: CustomFieldChanges;
}
