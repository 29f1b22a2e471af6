import type { FlagValue, FlagValueKind } from "../../platforms/model/flag-value";
import type { Platform } from "../../platforms/port/platform";
import type { Segment } from "../../platforms/port/segment";
import { isUnknown } from "../../terraform/value";
import type { Given, KnownParents } from "../parents/known-parents";
import type { PlannedApprovals } from "../parents/planned-approvals";
import type { Claims } from "./claims";

/** The result of `configure`, which every handler gets: the platform, and what is known in this run. */
export interface Client {
  readonly platform: Platform;
  readonly defaults: Defaults;
  /** The flags planned in this process, so that what does not fit them is refused at plan. */
  readonly flags: PlannedFlags;
  /** Which resource owns what in this run. */
  readonly claims: Claims;
  /** Whether plans check the platform: not if the provider block turns it off, nor once an apply has begun. */
  readonly run: { looks: boolean };
  /** Whether reads give what the lists say, instead of only comparing it with the state: where objects are listed. */
  readonly trustsLists: boolean;
  /** Where many plans follow each other: the segments that were read beyond their list, by what the list has of each. */
  readonly completed?: WeakMap<Segment, Promise<Segment>>;
  /** Which names and ids belong together. */
  readonly parents: KnownParents;
  /** Which environments and projects will start or stop requiring approvals. */
  readonly approvals: PlannedApprovals;
}

export interface Defaults {
  readonly flagOnDestroy: FlagOnDestroy;
  readonly definitionOnDestroy: DefinitionOnDestroy;
  readonly deletionProtection: boolean;
  readonly adoptExisting: boolean;
}

type FlagOnDestroy = "delete" | "archive" | "keep";
type DefinitionOnDestroy = "keep" | "disable" | "reset" | "with_flag";

/** What a flag's own plan contains. */
export interface FlagFacts {
  readonly type: FlagValueKind;
  /** Keys; undefined if they are not managed, or not known yet. */
  readonly variants?: readonly string[];
  /** Their values, under the same conditions. */
  readonly values?: readonly FlagValue[];
  /** Its variants are not managed: those that it has stay. */
  readonly leavesVariants?: true;
  /** Undefined if it is not managed, or not known yet. */
  readonly archived?: boolean;
}

/** Planned flags by project reference and key. A definition is planned after its flag if it refers to it. */
export class PlannedFlags {
  readonly #facts = new Map<string, FlagFacts>();

  constructor(private readonly parents: KnownParents) {}

  remember(project: string | null, key: string, facts: FlagFacts): void {
    this.#facts.set(JSON.stringify([project, key]), facts);
  }

  /** Undefined if the flag is not planned here, or cannot be identified yet. */
  of(project: Given, key: Given, id: Given): FlagFacts | undefined {
    if (isUnknown(project)) return undefined;
    const actual = typeof id === "string" ? this.parents.nameOf("flag", id) : undefined;
    const name = actual ?? (typeof key === "string" ? key : undefined);
    return name === undefined ? undefined : this.#facts.get(JSON.stringify([project, name]));
  }
}
