import type { Flag, MarketplaceFlag, Person, Project, SdkKey, Segment, Version } from "./records";
import { randomText } from "./ids";

interface Tables {
  readonly projects: Map<string, Project>;
  readonly flags: Map<string, Flag>;
  readonly versions: Map<string, readonly Version[]>;
  readonly segments: Map<string, Segment>;
  readonly sdkKeys: Map<string, SdkKey>;
  readonly marketplaceFlags: Map<string, MarketplaceFlag>;
  /** Ids of flags and segments that were deleted. */
  readonly deleted: Set<string>;
}

export interface Team {
  readonly id: string;
  readonly slug: string;
}

/** The database in memory: one team, and the personal account of whoever holds the token. */
export class Store {
  readonly team: Team;
  /** Who holds the token, and the somebody else who writes between two requests. */
  readonly user: Person = { id: randomText(24), name: "Token Holder" };
  readonly other: Person = { id: randomText(24), name: "Somebody Else" };
  private readonly clock: () => Date;
  private sequence = 0;
  private data: Tables = {
    projects: new Map(),
    flags: new Map(),
    versions: new Map(),
    segments: new Map(),
    sdkKeys: new Map(),
    marketplaceFlags: new Map(),
    deleted: new Set(),
  };

  constructor(team: Team, clock: () => Date) {
    this.team = team;
    this.clock = clock;
  }

  get projects(): Map<string, Project> {
    return this.data.projects;
  }
  get flags(): Map<string, Flag> {
    return this.data.flags;
  }
  get versions(): Map<string, readonly Version[]> {
    return this.data.versions;
  }
  get segments(): Map<string, Segment> {
    return this.data.segments;
  }
  get sdkKeys(): Map<string, SdkKey> {
    return this.data.sdkKeys;
  }
  get marketplaceFlags(): Map<string, MarketplaceFlag> {
    return this.data.marketplaceFlags;
  }
  get deleted(): Set<string> {
    return this.data.deleted;
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
    return [...this.flags.values()].filter((each) => each.projectId === projectId);
  }

  segmentsOf(projectId: string): Segment[] {
    return [...this.segments.values()].filter((each) => each.projectId === projectId);
  }

  personOf(id: string): Person {
    return [this.user, this.other].find((each) => each.id === id) ?? { id, name: id };
  }

  /** What applications are served changed. */
  touchPack(projectId: string): void {
    const project = this.projects.get(projectId);
    if (!project) throw new Error(`there is no project ${projectId}`);
    this.projects.set(projectId, { ...project, packRevision: project.packRevision + 1, configUpdatedAt: this.now() });
  }

  snapshot(): unknown {
    return copy(this.data);
  }

  asOf<T>(snapshot: unknown, work: () => T): T {
    const present = this.data;
    this.data = snapshot as Tables;
    try {
      return work();
    } finally {
      this.data = present;
    }
  }
}

function copy(data: Tables): Tables {
  return {
    projects: new Map(data.projects),
    flags: new Map(data.flags),
    versions: new Map(data.versions),
    segments: new Map(data.segments),
    sdkKeys: new Map(data.sdkKeys),
    marketplaceFlags: new Map(data.marketplaceFlags),
    deleted: new Set(data.deleted),
  };
}
