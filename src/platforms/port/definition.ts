import type { Audience } from "../model/audience";
import type { DefinitionSettings } from "../model/settings";
import type { RemoteRule } from "../model/targeting-rule";
import type { Variant } from "../model/variant";
import type { Edit } from "./edit";
import type { Environment } from "./environment";
import type { Named, Project } from "./named";

/** One flag in one environment: the platform's write unit. */
export interface DefinitionUnit {
  readonly project: Project;
  readonly environment: Environment;
  readonly flag: Named;
}

/** A flag's whole definition in one environment as the platform has it. Its own value is for everyone not covered by an override or a rule. */
export interface Definition extends Audience {
  /** The emergency switch; absent if the platform has none. */
  readonly killed?: boolean;
  /** The variant served when the flag is off or killed; null: none is chosen. Absent if the platform has no such choice. */
  readonly whenOff?: string | null;
  /** Absent if variants belong to the flag. */
  readonly variants?: readonly Variant[];
  /** In order, the first match wins; without rules that are segment overrides. Absent if the platform has no rules. */
  readonly rules?: readonly RemoteRule[];
  /** In the platform's order of precedence. */
  readonly segmentOverrides: readonly SegmentOverride[];
  /** By identifier; absent if they are not part of the definition. */
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
  /** Whether it only kills or restores the flag. */
  readonly isKillAlone: boolean;
  /** Whether somebody else may already have made exactly this change. */
  readonly mayStand: boolean;
}

export interface DefinitionStore {
  /** Whether a definition is found by its flag's name, which never changes: a new flag with that name replaces an older one. */
  readonly byFlagName?: true;
  /** Whether a new environment has no definitions, so that somebody made each that there is. */
  readonly startsEmpty?: true;
  /**
   * Announces at plan that an edit of this unit will come in this process, so that the first to arrive waits for it a
   * moment (25 ms at most).
   */
  announce(unit: AnnouncedUnit): void;
  /**
   * Throws PlatformError if the environment refuses direct changes, and returns the warning about a change that has to wait for approval.
   * From what is known: no requests.
   */
  refuseUnapproved?(question: ApprovalQuestion): string | undefined;
  /** Throws PlatformError if the settings reference something that does not exist. Uses lists. */
  requireSettings?(project: Project, environment: string, settings: DefinitionSettings, attempted: string): Promise<void>;
  /**
   * Throws PlatformError if a definition that is "on" without `serve` would have nothing to serve. Undefined: the flag or environment
   * does not exist yet. From lists. Absent if something is always served.
   */
  requireServed?(unit: DefinitionUnit | undefined, attempted: string): Promise<void>;
  /** From the run's sweep: cheap, may be outdated, may only confirm the state. Undefined: not in the sweep. */
  sweep(unit: DefinitionUnit): Promise<Definition | undefined>;
  /**
   * From the run's lists, whatever `refresh` is: for messages, never for a state. Overrides are left out if
   * the lists lack them. Undefined: the flag is not listed.
   */
  listed(unit: DefinitionUnit): Promise<ListedDefinition | undefined>;
  /** One exact read. Undefined: the flag or environment is gone. */
  read(unit: DefinitionUnit): Promise<Definition | undefined>;
  /**
   * Queues edits of one resource operation; all that is queued for the unit goes out in as few requests as the API allows,
   * one writer at a time. A refused batch fails only the culprit.
   */
  write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult>;
}

export type ListedDefinition = Pick<Definition, "enabled" | "segmentOverrides"> & Partial<Definition>;

/** A unit by the names that its resources use, before they are resolved. */
export interface AnnouncedUnit {
  readonly project: string | null;
  readonly environment: string;
  readonly flag: string;
}

export interface WriteResult {
  /** Warnings about how it was written. */
  readonly warnings: readonly string[];
}
