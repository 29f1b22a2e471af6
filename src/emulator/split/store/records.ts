import type { Role } from "../options";

export interface Named {
  readonly id: string;
  name: string;
}

export interface Workspace extends Named {
  requiresTitleAndComments: boolean;
  readonly organization: string;
  readonly project: string;
}

export interface Actor {
  readonly id: string;
  readonly type: "user" | "group" | "api_key";
  readonly name?: string | undefined;
}

export interface ChangePermissions {
  allowKills: boolean;
  areApprovalsRequired: boolean;
  areApproversRestricted: boolean;
  approvers: Actor[];
  areEditorsRestricted: boolean;
  editors: Actor[];
  approvalSkippableBy: Actor[];
}

export interface DataExportPermissions {
  areExportersRestricted: boolean;
  exporters: Actor[];
}

export interface Environment extends Named {
  readonly workspace: string;
  production: boolean;
  readonly creationTime: number;
  changePermissions: ChangePermissions;
  dataExportPermissions: DataExportPermissions;
}

export type Scope =
  | { readonly kind: "GLOBAL" }
  | { readonly kind: "WORKSPACE"; readonly workspace: string }
  | { readonly kind: "ENVIRONMENT"; readonly workspace: string; readonly environments: readonly string[] };

export interface ApiKey extends Named {
  readonly secret: string;
  readonly type: "client_side" | "server_side" | "admin";
  readonly roles: readonly Role[];
  readonly scope: Scope;
}

export interface TrafficType extends Named {
  readonly workspace: string;
}

export interface RolloutStatus extends Named {
  readonly workspace: string;
  readonly description: string;
}

interface Owner {
  readonly id: string;
  readonly type: string;
}

export interface Flag extends Named {
  readonly name: string;
  readonly workspace: string;
  readonly trafficType: string;
  readonly creationTime: number;
  description: string | null;
  /** Null, not an empty list, when there are none. */
  tags: { name: string }[] | null;
  rolloutStatus: string;
  rolloutStatusTimestamp: number;
  owners: Owner[];
}

export interface Bucket {
  treatment: string;
  size: number;
}

export interface Matcher {
  type: string;
  negate?: boolean | undefined;
  attribute?: string | undefined;
  string?: string | undefined;
  strings?: string[] | undefined;
  bool?: boolean | undefined;
  number?: number | undefined;
  date?: number | undefined;
  between?: { from: number | string; to: number | string } | undefined;
  depends?: { splitName: string; treatment?: string | undefined; treatments?: string[] | undefined } | undefined;
}

export interface Condition {
  combiner: "AND";
  matchers: Matcher[];
}

interface Rule {
  buckets: Bucket[];
  condition: Condition;
}

export interface Treatment {
  name: string;
  description?: string | undefined;
  configurations?: string | undefined;
  keys: string[];
  segments: string[];
  largeSegments: string[];
  ruleBasedSegments: string[];
}

/** What a client can set on a flag in an environment. */
export interface Content {
  killed: boolean;
  treatments: Treatment[];
  defaultTreatment: string;
  /** Absent until somebody sets one. */
  baselineTreatment: string | undefined;
  trafficAllocation: number;
  rules: Rule[];
  defaultRule: Bucket[];
  impressionsDisabled: boolean;
  flagSets: { id: string; type: "FLAG_SET" }[];
}

export interface Definition {
  readonly id: string;
  readonly flag: string;
  readonly environment: string;
  readonly creationTime: number;
  lastUpdateTime: number;
  /** The seed of the bucketing hash; never shown. */
  seed: number;
  allocationSeed: number;
  content: Content;
}

export type SegmentKind = "standard" | "large" | "rule_based";

export interface Segment extends Named {
  readonly name: string;
  readonly kind: SegmentKind;
  readonly workspace: string;
  readonly trafficType: string;
  readonly creationTime: number;
  readonly description: string;
}

/** A segment where it is enabled. Keys are of the standard and large ones, the rest of the rule-based ones. */
export interface Membership {
  readonly id: string;
  readonly segment: string;
  readonly environment: string;
  readonly creationTime: number;
  lastUpdateTime: number;
  keys: string[];
  rules: { condition: Condition }[];
  excludedKeys: string[];
  excludedSegments: { name: string; type: string }[];
}

export interface FlagSet extends Named {
  readonly workspace: string;
  readonly description: string;
  readonly creationTime: number;
}

type RequestStatus = "REQUESTED" | "APPROVED" | "REJECTED" | "WITHDRAWN" | "PUBLISHED";
type OperationType = "CREATE" | "UPDATE" | "KILL" | "RESTORE" | "ARCHIVE" | "UPLOAD";

/** What a change request would do, by the object that it locks. */
export type Change =
  | { readonly kind: "split"; readonly flag: string; readonly content: Content | undefined }
  | { readonly kind: "segment"; readonly segment: string; readonly keys: readonly string[] }
  | {
      readonly kind: "ruleBasedSegment";
      readonly segment: string;
      readonly definition: Pick<Membership, "rules" | "excludedKeys" | "excludedSegments"> | undefined;
    }
  | { readonly kind: "largeSegment"; readonly segment: string; readonly upload: string; keys: string[] | undefined };

export interface Comment {
  readonly comment: string;
  readonly user: string;
  readonly role: "SUBMITTER" | "APPROVER";
  readonly timestamp: number;
}

export interface ChangeRequest {
  readonly id: string;
  readonly number: number;
  readonly workspace: string;
  readonly environment: string;
  readonly operationType: OperationType;
  readonly title: string;
  readonly comment: string;
  readonly approvers: readonly string[];
  readonly rolloutStatus: string | undefined;
  /** The API key that asked. */
  readonly submitter: string;
  readonly creationTime: number;
  readonly change: Change;
  status: RequestStatus;
  /** The comments with their authors, the submitter's first. */
  readonly comments: Comment[];
}

export interface Attribute {
  readonly workspace: string;
  readonly trafficType: string;
  readonly id: string;
  displayName: string | null;
  description: string | null;
  dataType: string | null;
  isSearchable: boolean;
  suggestedValues: string[] | null;
}

export interface Identity {
  readonly trafficType: string;
  readonly environment: string;
  readonly key: string;
  values: Record<string, unknown>;
}

export interface Person extends Named {
  readonly email: string;
  /** Invited and not yet active; active when absent. */
  readonly status?: "PENDING";
}
