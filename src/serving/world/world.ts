import type { Serve } from "../../platforms/model/audience";
import type { FlagValue, FlagValueKind } from "../../platforms/model/flag-value";
import type { SegmentRule } from "../../platforms/model/segment-rule";
import type { Fact } from "../fact";

export type PlatformName = "flagsmith" | "split" | "vercel" | "mixpanel";

/** The flags of one project as definitions describe them: all that decides who is served what. */
export interface World {
  readonly platform: PlatformName;
  /** The provider configuration that the resources belong to; empty where there is only one. */
  readonly provider: string;
  /** The project by the name that resources use; null: the provider's default. */
  readonly project: string | null;
  /**
   * True: nothing exists but what is described (a test's platform that was empty before). False: others may have made rules and
   * overrides where these are not managed as a whole; answers then say what they assume.
   */
  readonly closed: boolean;
  /** Vercel: the attribute that identifies users, as `entity.attribute`. */
  readonly entity: string;
  readonly flags: ReadonlyMap<string, WorldFlag>;
  /** By environment, then by flag. */
  readonly definitions: ReadonlyMap<string, ReadonlyMap<string, WorldDefinition>>;
  readonly segments: ReadonlyMap<string, WorldSegment>;
  /** Addresses of definitions and overrides whose flag, environment or subject is known only after the apply. */
  readonly unplaced: readonly string[];
}

export interface WorldVariant {
  readonly key: string;
  readonly value: FlagValue;
}

export interface WorldFlag {
  readonly key: string;
  /** The resource's address; null where only others refer to the flag. */
  readonly address: string | null;
  readonly type: Fact<FlagValueKind>;
  /** Without the implicit ones of a boolean flag. */
  readonly variants: Fact<readonly WorldVariant[]>;
  readonly archived: Fact<boolean>;
  /** Vercel: decides, with the identity, which share somebody falls into. */
  readonly seed: Fact<number>;
  /** Mixpanel: the attribute by which users are bucketed. */
  readonly context: Fact<string>;
}

/** One flag in one environment. */
export interface WorldDefinition {
  readonly environment: string;
  readonly flag: string;
  readonly address: string | null;
  readonly enabled: Fact<boolean>;
  /** Null: a boolean flag's, which `enabled` decides. */
  readonly serve: Fact<Serve | null>;
  readonly killed: Fact<boolean>;
  readonly whenOff: Fact<string>;
  /** Where the definition has its own variants (Split, Mixpanel). */
  readonly variants: Fact<readonly WorldVariant[]>;
  readonly rules: Fact<readonly WorldRule[]>;
  readonly segmentOverrides: OverrideSet<WorldOverride>;
  readonly identityOverrides: OverrideSet<WorldOverride>;
  /** Split: the percentage of keys that rules and the default apply to. Mixpanel: of users in the rollout. */
  readonly allocation: Fact<number>;
  /** Vercel: the environment whose definition is served instead; null: none. */
  readonly reuse: Fact<string | null>;
  readonly ids: ServerIds;
}

/** What only the platform knows. With it, a person in a split gets a certain answer. */
export interface ServerIds {
  /** What the platform hashes with the identity: Flagsmith's feature state, Split's seeds. By what is bucketed (see each platform). */
  readonly seeds: ReadonlyMap<string, string>;
  /** The variants in the platform's order; undefined: not known. */
  readonly variantOrder?: readonly string[];
}

export const NO_IDS: ServerIds = { seeds: new Map() };

export interface WorldRule {
  readonly key: string;
  readonly when: readonly SegmentRule[];
  readonly enabled: Fact<boolean>;
  readonly serve: Fact<Serve | null>;
}

export interface WorldOverride {
  /** The segment by name, or the identity. */
  readonly subject: string;
  readonly address: string;
  /** Null: not managed. Lower wins. Always null for identities. */
  readonly priority: Fact<number | null>;
  readonly enabled: Fact<boolean>;
  readonly serve: Fact<Serve | null>;
}

export interface OverrideSet<T> {
  readonly entries: readonly T[];
  /** Whether these are all that there are; else the reason why there may be others. */
  readonly complete: Fact<true>;
}

export interface WorldSegment {
  readonly name: string;
  readonly address: string | null;
  readonly id: Fact<string>;
  readonly rules: Fact<readonly SegmentRule[]>;
  /** Always in it. */
  readonly identities: Fact<readonly string[]>;
  /** Vercel: never in it. */
  readonly excluded: readonly string[];
  /** Split. */
  readonly kind: "standard" | "rule_based" | "large";
}
