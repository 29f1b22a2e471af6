import { Memory } from "../../wire/memory";
import { Table } from "../../wire/table";
import { randomText } from "./ids";
import { packedBytesOf } from "./pack-bytes";
import type { Flag, MarketplaceFlag, Person, Project, SdkKey, Segment, Version } from "./records";

class Tables {
  readonly projects = new Map<string, Project>();
  readonly flags = new Table<string, Flag, "project" | "slug">({
    project: (each) => each.projectId,
    slug: (each) => slugIn(each.projectId, each.slug),
  });
  readonly versions = new Map<string, readonly Version[]>();
  readonly segments = new Table<string, Segment, "project" | "slug">({
    project: (each) => each.projectId,
    slug: (each) => slugIn(each.projectId, each.slug),
  });
  readonly sdkKeys = new Map<string, SdkKey>();
  readonly marketplaceFlags = new Map<string, MarketplaceFlag>();
  /** Ids of flags and segments that were deleted. */
  readonly deleted = new Set<string>();
}

function slugIn(projectId: string, slug: string): string {
  return `${projectId}/${slug}`;
}

function called<Row extends { readonly projectId: string }>(
  rows: Table<string, Row, "project" | "slug">,
  projectId: string,
  name: string,
): Row | undefined {
  const byId = rows.get(name);
  return byId?.projectId === projectId ? byId : rows.first("slug", slugIn(projectId, name));
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
    return this.tables.flags.where("project", projectId);
  }

  segmentsOf(projectId: string): Segment[] {
    return this.tables.segments.where("project", projectId);
  }

  /** By its id, else by its slug. */
  flagCalled(projectId: string, name: string): Flag | undefined {
    return called(this.tables.flags, projectId, name);
  }

  hasFlag(projectId: string, slug: string): boolean {
    return this.tables.flags.first("slug", slugIn(projectId, slug)) !== undefined;
  }

  segmentCalled(projectId: string, name: string): Segment | undefined {
    return called(this.tables.segments, projectId, name);
  }

  personOf(id: string): Person {
    return [this.user, this.other].find((each) => each.id === id) ?? { id, name: id };
  }

  putFlag(flag: Flag): void {
    this.put(this.tables.flags, flag);
  }

  removeFlag(flag: Flag): void {
    this.tables.versions.delete(flag.id);
    this.remove(this.tables.flags, flag);
  }

  putSegment(segment: Segment): void {
    this.put(this.tables.segments, segment);
  }

  removeSegment(segment: Segment): void {
    this.remove(this.tables.segments, segment);
  }

  private put<Row extends Flag | Segment>(rows: Map<string, Row>, row: Row): void {
    const before = rows.get(row.id);
    rows.set(row.id, row);
    this.touchPack(row.projectId, packedBytesOf(row) - packedBytesOf(before));
  }

  private remove<Row extends Flag | Segment>(rows: Map<string, Row>, row: Row): void {
    rows.delete(row.id);
    this.tables.deleted.add(row.id);
    this.touchPack(row.projectId, -packedBytesOf(row));
  }

  /** Records that what applications are served has changed, and by how many bytes. */
  private touchPack(projectId: string, bytes: number): void {
    const project = this.tables.projects.get(projectId);
    if (!project) throw new Error(`there is no project ${projectId}`);
    this.tables.projects.set(projectId, {
      ...project,
      packRevision: project.packRevision + 1,
      packBytes: project.packBytes + bytes,
      configUpdatedAt: this.now(),
    });
  }
}
