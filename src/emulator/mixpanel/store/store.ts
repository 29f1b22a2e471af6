import { Memory } from "../../wire/memory";
import type { Cohort, Flag, Person, Project, Workspace } from "./records";

class Tables {
  readonly projects = new Map<number, Project>();
  readonly workspaces = new Map<number, Workspace>();
  readonly flags = new Map<string, Flag>();
  readonly cohorts = new Map<number, Cohort>();
  /** Definitions that flags target, by their hash. */
  readonly targeted = new Map<string, Readonly<Record<string, unknown>>>();
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
    return [...this.tables.cohorts.values()].filter((each) => each.project === project);
  }

  /** Deleted ones too. */
  flagsOf(project: number): Flag[] {
    return [...this.tables.flags.values()].filter((each) => each.project === project);
  }

  record(flag: Flag, by: Person, action: string): void {
    flag.modified = this.now();
    flag.modifier = by;
    flag.history.push({ time: flag.modified, by: by.name, action });
  }
}
