import type { FlagValue, FlagValueKind } from "../../platforms/model/flag-value";
import type { Platform } from "../../platforms/port/platform";
import { isUnknown, type Unknown } from "../../terraform/value";
import type { Claims } from "./claims";
import type { KnownParents } from "../parents/known-parents";
import type { PlannedApprovals } from "../parents/planned-approvals";

/** What `configure` makes and every handler gets: the platform, and what resources do that leave it open. */
export interface Client {
  readonly platform: Platform;
  readonly defaults: Defaults;
  /** The flags planned in this process, so that what does not fit them is refused at plan. */
  readonly flags: PlannedFlags;
  /** Who owns what in this run. */
  readonly claims: Claims;
  /** Whether plans look at the platform: not where the provider block says otherwise, nor once something is applied. */
  readonly run: { looks: boolean };
  /** Which names and ids belong together. */
  readonly parents: KnownParents;
  /** Which environments and projects are to take changes by approval only, or no longer. */
  readonly approvals: PlannedApprovals;
}

export interface Defaults {
  readonly flagOnDestroy: FlagOnDestroy;
  readonly definitionOnDestroy: DefinitionOnDestroy;
  readonly deletionProtection: boolean;
  readonly adoptExisting: boolean;
}

export type FlagOnDestroy = "delete" | "archive" | "keep";
export type DefinitionOnDestroy = "keep" | "disable" | "reset";

/** What a flag's own plan says of it. */
export interface FlagFacts {
  readonly type: FlagValueKind;
  /** Keys; undefined where they are not managed, or not known yet. */
  readonly variants?: readonly string[];
  /** Their values, with the same provisos. */
  readonly values?: readonly FlagValue[];
  /** Its variants are not managed: those that it has stay. */
  readonly leavesVariants?: true;
  /** Undefined where that is not managed, or not known yet. */
  readonly archived?: boolean;
}

/** Planned flags by project reference and key. Plans of a definition come after its flag's wherever it refers to it. */
export class PlannedFlags {
  readonly #facts = new Map<string, FlagFacts>();

  constructor(private readonly parents: KnownParents) {}

  remember(project: string | null, key: string, facts: FlagFacts): void {
    this.#facts.set(JSON.stringify([project, key]), facts);
  }

  /** Undefined where the flag is not planned here, or which one it is cannot be known yet. */
  of(project: Given, key: Given, id: Given): FlagFacts | undefined {
    if (isUnknown(project)) return undefined;
    const actual = typeof id === "string" ? this.parents.nameOf("flag", id) : undefined;
    const name = actual ?? (typeof key === "string" ? key : undefined);
    return name === undefined ? undefined : this.#facts.get(JSON.stringify([project, name]));
  }
}

type Given = string | Unknown | null;
