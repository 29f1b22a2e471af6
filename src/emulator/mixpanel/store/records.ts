import type { FlagFields } from "../areas/flag-body";

export interface Project {
  readonly id: number;
  readonly name: string;
  /** What SDKs authenticate with: the token, or the secret. */
  readonly token: string;
  readonly secret: string;
  /** Enabled flags that are served; those past it are not (4.6). */
  readonly limit: number;
  /** User profiles by distinct id. */
  readonly profiles: Record<string, Readonly<Record<string, unknown>>>;
}

/** A data view. */
export interface Workspace {
  readonly id: number;
  readonly project: number;
  readonly name: string;
  readonly is_global: boolean;
  readonly is_default: boolean;
}

/** The author of a write, shown in `creator_*` and `last_modified_by_*`. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
}

interface HistoryEntry {
  readonly time: string;
  readonly by: string;
  readonly action: string;
}

export interface Flag {
  readonly id: string;
  readonly project: number;
  readonly workspace: number;
  readonly created: string;
  readonly creator: Person;
  readonly history: HistoryEntry[];
  fields: FlagFields;
  modified: string;
  modifier: Person;
  /** When it was last enabled; kept while it is disabled. */
  enabledAt: string | null;
  deleted: string | null;
  /** Only its editors may change it, and no service account is one. */
  readonly locked: boolean;
  /** Links copies in linked projects. */
  readonly contentEnvironmentsId: string | null;
  /** Screenshots by variant: in live responses but not in the published schema; a PUT drops them. */
  screenshots: Readonly<Record<string, string>>;
}

export interface Cohort {
  readonly id: number;
  readonly project: number;
  readonly creator: Person;
  name: string;
  description: string | null;
  data_group_id: string | number | null;
  is_locked: boolean;
  is_visible: boolean;
  last_edited: string;
  /** `selector`, `behaviors`, `groups`: as sent. */
  definition: Readonly<Record<string, unknown>>;
  /** Members from the seed; with null the definition decides. */
  members: readonly string[] | null;
}
