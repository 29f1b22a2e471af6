import type { Cohort, Flag, Person, Project, Workspace } from "./records";

interface Tables {
  readonly projects: Map<number, Project>;
  readonly workspaces: Map<number, Workspace>;
  readonly flags: Map<string, Flag>;
  readonly cohorts: Map<number, Cohort>;
  /** Definitions that flags target, by their hash. */
  readonly targeted: Map<string, Readonly<Record<string, unknown>>>;
}

/** The database in memory. One sequence numbers everything, so an id used in the wrong place finds nothing. */
export class Store {
  private readonly clock: () => Date;
  private sequence = 4_531_000;
  private lastMicrosecond = 0;
  private data: Tables = {
    projects: new Map(),
    workspaces: new Map(),
    flags: new Map(),
    cohorts: new Map(),
    targeted: new Map(),
  };

  constructor(clock: () => Date) {
    this.clock = clock;
  }

  nextId(): number {
    this.sequence += 1;
    return this.sequence;
  }

  /** A time of the database: microseconds, and no two the same, however fast the writes come. */
  now(): string {
    this.lastMicrosecond = Math.max(this.clock().getTime() * 1000, this.lastMicrosecond + 1);
    const rest = String(this.lastMicrosecond % 1000).padStart(3, "0");
    return new Date(Math.floor(this.lastMicrosecond / 1000)).toISOString().replace("Z", `${rest}Z`);
  }

  get projects(): Map<number, Project> {
    return this.data.projects;
  }
  get workspaces(): Map<number, Workspace> {
    return this.data.workspaces;
  }
  get flags(): Map<string, Flag> {
    return this.data.flags;
  }
  get cohorts(): Map<number, Cohort> {
    return this.data.cohorts;
  }
  get targeted(): Map<string, Readonly<Record<string, unknown>>> {
    return this.data.targeted;
  }

  projectNamed(name: string): Project | undefined {
    return [...this.projects.values()].find((each) => each.name === name);
  }

  workspacesOf(project: number): Workspace[] {
    return [...this.workspaces.values()].filter((each) => each.project === project);
  }

  cohortsOf(project: number): Cohort[] {
    return [...this.cohorts.values()].filter((each) => each.project === project);
  }

  /** Deleted ones too. */
  flagsOf(project: number): Flag[] {
    return [...this.flags.values()].filter((each) => each.project === project);
  }

  record(flag: Flag, by: Person, action: string): void {
    flag.modified = this.now();
    flag.modifier = by;
    flag.history.push({ time: flag.modified, by: by.name, action });
  }

  /** What a stale read would see from now on. */
  snapshot(): unknown {
    return structuredClone(this.data);
  }

  /** Runs a read against a snapshot. */
  asOf<T>(snapshot: unknown, run: () => T): T {
    const current = this.data;
    this.data = snapshot as Tables;
    try {
      return run();
    } finally {
      this.data = current;
    }
  }
}
