import type { Environments } from "../schema/environment";
import type { FlagKind, FlagState, Variant } from "../schema/flag-body";
import type { SdkKeyType } from "../schema/sdk-key-body";
import type { SegmentData } from "../schema/segment-body";
import type { Entities } from "../schema/settings-body";

/** Records are never changed, only replaced: a snapshot is a copy of the tables. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly scope: "team" | "personal";
  readonly environments: readonly string[];
  readonly enabled: boolean;
  readonly entities: Entities;
  /** When settings were first written. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  /** How often anything that is served changed. */
  readonly packRevision: number;
  /** What its applications have to load: the active flags and the segments. */
  readonly packBytes: number;
  readonly configUpdatedAt: number | undefined;
}

/** The part of a flag that versions store and a PATCH may change. */
export interface FlagContent {
  readonly variants: readonly Variant[];
  readonly environments: Environments;
  readonly seed: number;
  readonly state: FlagState;
  readonly description: string | undefined;
  readonly tags: readonly string[] | undefined;
  readonly maintainerIds: readonly string[] | undefined;
  readonly permanent: boolean | undefined;
}

export interface Flag extends FlagContent {
  readonly sequence: number;
  readonly id: string;
  readonly projectId: string;
  readonly slug: string;
  readonly kind: FlagKind;
  readonly revision: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string | undefined;
  readonly ownerId: string;
}

export interface Version {
  readonly sequence: number;
  readonly id: string;
  readonly flagId: string;
  readonly revision: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly message: string | undefined;
  readonly changedEnvironments: readonly string[];
  readonly data: FlagContent;
}

export interface Segment {
  readonly sequence: number;
  readonly id: string;
  readonly projectId: string;
  readonly slug: string;
  readonly label: string;
  readonly hint: string;
  readonly description: string | undefined;
  readonly data: SegmentData;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
}

export interface SdkKey {
  readonly hashKey: string;
  readonly projectId: string;
  readonly type: SdkKeyType;
  readonly environment: string;
  readonly label: string | undefined;
  readonly partialKeyValue: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** A flag of another vendor, bought on the marketplace: only lists show it, and nothing here can change it. */
export interface MarketplaceFlag {
  readonly sequence: number;
  readonly id: string;
  readonly projectId: string;
  readonly slug: string;
  readonly origin: string;
  readonly state: FlagState;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}
