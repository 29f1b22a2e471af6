import type { Named, Project } from "./named";
import type { Environment } from "./environment";
import type { Audience } from "../model/audience";
import type { Edit } from "./edit";
import type { DefinitionSettings } from "../model/settings";
import type { RemoteRule } from "../model/targeting-rule";
import type { Variant } from "../model/variant";

/** One flag in one environment: the platform's write unit. */
export interface DefinitionUnit {
  readonly project: Project;
  readonly environment: Environment;
  readonly flag: Named;
}

/** A flag's whole definition in one environment as the platform has it. What it says of itself is for everyone not named below. */
export interface Definition extends Audience {
  /** The emergency switch; absent where there is none. */
  readonly killed?: boolean;
  /** The variant served where the flag is off or killed; null: none is chosen. Absent where there is no such choice. */
  readonly whenOff?: string | null;
  /** Absent where variants live in the flag. */
  readonly variants?: readonly Variant[];
  /** In order, the first that matches wins; without what counts as a segment override. Absent where there are none at all. */
  readonly rules?: readonly RemoteRule[];
  /** In the platform's order of precedence. */
  readonly segmentOverrides: readonly SegmentOverride[];
  /** By identifier; absent where they are no part of the definition. */
  readonly identityOverrides?: ReadonlyMap<string, Audience>;
  readonly settings?: DefinitionSettings;
}

export interface SegmentOverride extends Audience {
  readonly segmentId: string;
  /** Lower wins. */
  readonly priority: number;
}

/** A change that a plan is about to make. */
export interface ApprovalQuestion extends Pick<Environment, "id" | "name" | "requiresApproval"> {
  readonly attempted: string;
  /** Whether all of it is that the flag is killed, or brought back. */
  readonly isKillAlone: boolean;
  /** Whether it may be there just so already, made by somebody else. */
  readonly mayStand: boolean;
}

export interface DefinitionStore {
  /** Where a definition is found by its flag's name, which never changes: a flag of that name has taken the place of any before it. */
  readonly byFlagName?: true;
  /**
   * Tells at plan that an edit of this unit is about to come in this process, so that the first to arrive waits for it a
   * moment (25 ms at most).
   */
  announce(unit: AnnouncedUnit): void;
  /**
   * Throws PlatformError where the environment takes no changes from us, and gives what is to be told of one that has to wait for approval.
   * From what is known: no requests.
   */
  refuseUnapproved?(question: ApprovalQuestion): string | undefined;
  /** Throws PlatformError where the settings name something that is not there. From lists. */
  requireSettings?(project: Project, environment: string, settings: DefinitionSettings, attempted: string): Promise<void>;
  /**
   * Throws PlatformError where "on" beside nothing that says what is served would find nothing to serve. Undefined: flag or environment
   * are yet to be made. From lists. Absent where something is served in any case.
   */
  requireServed?(unit: DefinitionUnit | undefined, attempted: string): Promise<void>;
  /** From the run's sweep: cheap, may be late, may only confirm what the state says. Undefined: not in the sweep. */
  sweep(unit: DefinitionUnit): Promise<Definition | undefined>;
  /**
   * What the run's lists say, whatever `refresh` says: for words to people, never for a state. Overrides are left out where
   * the lists lack them. Undefined: the flag is not listed.
   */
  listed(unit: DefinitionUnit): Promise<ListedDefinition | undefined>;
  /** One exact read. Undefined means the flag or environment is gone. */
  read(unit: DefinitionUnit): Promise<Definition | undefined>;
  /**
   * Queues edits of one resource operation; all that is queued for the unit goes out in as few requests as the API allows,
   * one writer at a time. A refused batch fails only the culprit.
   */
  write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult>;
}

export type ListedDefinition = Pick<Definition, "enabled" | "segmentOverrides"> & Partial<Definition>;

/** A unit by the names that its resources give, before it is known what they stand for. */
export interface AnnouncedUnit {
  readonly project: string | null;
  readonly environment: string;
  readonly flag: string;
}

export interface WriteResult {
  /** What the user should know about how it was written. */
  readonly warnings: readonly string[];
}
