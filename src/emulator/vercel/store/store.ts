import { Memory } from "../../wire/memory";
import { randomText } from "./ids";
import type { Flag, MarketplaceFlag, Person, Project, SdkKey, Segment, Version } from "./records";

class Tables {
  readonly projects = new Map<string, Project>();
  readonly flags = new Map<string, Flag>();
  readonly versions = new Map<string, readonly Version[]>();
  readonly segments = new Map<string, Segment>();
  readonly sdkKeys = new Map<string, SdkKey>();
  readonly marketplaceFlags = new Map<string, MarketplaceFlag>();
  /** Ids of flags and segments that were deleted. */
  readonly deleted = new Set<string>();
}

export interface Team {
  readonly id: string;
  readonly slug: string;
}

/** The database in memory: one team, and the token user's personal account. */
export class Store extends Memory<Tables> {
  readonly team: Team;
  /** The token's user, and another user who writes between two requests. */
  readonly user: Person = { id: randomText(24), name: "Token Holder" };
  readonly other: Person = { id: randomText(24), name: "Somebody Else" };
  private readonly clock: () => Date;
  private sequence = 0;

  constructor(team: Team, clock: () => Date) {
    super(new Tables());
    this.team = team;
    this.clock = clock;
  }

  now(): number {
    return this.clock().getTime();
  }

  /** The order in which things were made. */
  next(): number {
    this.sequence += 1;
    return this.sequence;
  }

  flagsOf(projectId: string): Flag[] {
    return [...this.tables.flags.values()].filter((each) => each.projectId === projectId);
  }

  segmentsOf(projectId: string): Segment[] {
    return [...this.tables.segments.values()].filter((each) => each.projectId === projectId);
  }

  personOf(id: string): Person {
    return [this.user, this.other].find((each) => each.id === id) ?? { id, name: id };
  }

  /** Records that what applications are served has changed. */
  touchPack(projectId: string): void {
    const project = this.tables.projects.get(projectId);
    if (!project) throw new Error(`there is no project ${projectId}`);
    this.tables.projects.set(projectId, { ...project, packRevision: project.packRevision + 1, configUpdatedAt: this.now() });
  }
}
