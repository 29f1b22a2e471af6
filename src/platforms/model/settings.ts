/** Settings that only one platform has. Absent fields are not changed; a read returns all that are known. */

export interface FlagPlatformSettings {
  readonly split?: {
    /** The kind of key the flag applies to (`user`, `account`). At creation only. */
    readonly trafficType?: string;
    readonly rolloutStatus?: string;
    /** Ids of users and groups. */
    readonly owners?: readonly string[];
  };
  readonly vercel?: {
    /** 0 to 100,000: changes which users get which share. */
    readonly seed?: number;
    /** A flag that is meant to stay. */
    readonly permanent?: boolean;
    /** User ids, five at most. */
    readonly maintainers?: readonly string[];
  };
  readonly mixpanel?: {
    /** The assignment key: `distinct_id`, `device_id` or a group key. Fixed once the flag has been on. */
    readonly context?: string;
    readonly servingMethod?: string;
    /** The data group's id, required if the context is a group key. */
    readonly dataGroup?: string;
  };
}

export interface DefinitionSettings {
  readonly split?: {
    /** Percentage of the keys that rules and the default rule apply to; the others get the default treatment. */
    readonly trafficAllocation?: number;
    readonly baselineTreatment?: string;
    readonly flagSets?: readonly string[];
    readonly impressionsDisabled?: boolean;
    /** For the change log: sent with other changes, never compared. */
    readonly title?: string;
    readonly comment?: string;
  };
  readonly vercel?: {
    /** The environment whose definition is served instead of this one; empty: none. */
    readonly reuse?: string;
  };
  readonly mixpanel?: {
    /** Percentage of users in the rollout; the others get the application's fallback. */
    readonly rolloutPercentage?: number;
  };
}

export interface EnvironmentPlatformSettings {
  readonly split?: {
    /** Split warns people who change flags in it. */
    readonly production?: boolean;
  };
}

export interface SegmentPlatformSettings {
  readonly split?: {
    /** At creation only. */
    readonly trafficType?: string;
    /** `standard` (listed identities), `rule_based` or `large`. At creation only. */
    readonly kind?: string;
    /** The environments it exists in, by name; absent: all of the project. */
    readonly environments?: readonly string[];
  };
  readonly vercel?: {
    readonly label?: string;
    /** Identities that are never in it. */
    readonly excluded?: readonly string[];
  };
  readonly mixpanel?: {
    readonly dataGroup?: string;
  };
}
