import { Memory } from "../../wire/memory";
import { Table } from "../../wire/table";
import type { Cohort, Flag, Person, Project, Workspace } from "./records";

class Tables {
  readonly projects = new Map<number, Project>();
  readonly workspaces = new Map<number, Workspace>();
  readonly flags = new Table<string, Flag, "project" | "key">({
    project: (each) => each.project,
    // A write cannot change it.
    key: (each) => keyIn(each.project, each.fields.key),
  });
  readonly cohorts = new Table<number, Cohort, "project">({ project: (each) => each.project });
  /** Definitions that flags target, by their hash. */
  readonly targeted = new Map<string, Readonly<Record<string, unknown>>>();
}

function keyIn(project: number, key: string): string {
  return `${project}/${key}`;
}

/** The database in memory. One sequence numbers everything, so an id used in the wrong place finds nothing. */
export class Store extends Memory<Tables> {
  private readonly clock: () => Date;
  private sequence = 4_531_000;
  private lastMicrosecond = 0;

  constructor(clock: () => Date) {
    super(new Tables());
    this.clock = clock;
  }

  nextId(): number {
    this.sequence += 1;
    return this.sequence;
  }

  /** A database timestamp with microseconds; no two are equal, however fast the writes come. */
  now(): string {
    this.lastMicrosecond = Math.max(this.clock().getTime() * 1000, this.lastMicrosecond + 1);
    const rest = String(this.lastMicrosecond % 1000).padStart(3, "0");
    return new Date(Math.floor(this.lastMicrosecond / 1000)).toISOString().replace("Z", `${rest}Z`);
  }

  projectNamed(name: string): Project | undefined {
    return [...this.tables.projects.values()].find((each) => each.name === name);
  }

  workspacesOf(project: number): Workspace[] {
    return [...this.tables.workspaces.values()].filter((each) => each.project === project);
  }

  cohortsOf(project: number): Cohort[] {
    return this.tables.cohorts.where("project", project);
  }

  /** Deleted ones too. */
  flagsOf(project: number): Flag[] {
    return this.tables.flags.where("project", project);
  }

  /** Deleted ones too. */
  flagsWithKey(project: number, key: string): Flag[] {
    return this.tables.flags.where("key", keyIn(project, key));
  }

  record(flag: Flag, by: Person, action: string): void {
    flag.modified = this.now();
    flag.modifier = by;
    flag.history.push({ time: flag.modified, by: by.name, action });
  }
}
