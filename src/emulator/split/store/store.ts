import { randomUUID } from "node:crypto";
import { Memory } from "../../wire/memory";
import { Table } from "../../wire/table";
import type {
  ApiKey,
  Attribute,
  ChangeRequest,
  Definition,
  Environment,
  Flag,
  FlagSet,
  Identity,
  Membership,
  Named,
  Person,
  RolloutStatus,
  Segment,
  SegmentKind,
  TrafficType,
  Workspace,
} from "./records";

class Tables {
  readonly workspaces = new Map<string, Workspace>();
  readonly environments = new Table<string, Environment, "workspace">({ workspace: (each) => each.workspace });
  readonly apiKeys = new Map<string, ApiKey>();
  readonly trafficTypes = new Map<string, TrafficType>();
  readonly rolloutStatuses = new Map<string, RolloutStatus>();
  readonly flags = new Table<string, Flag, "workspace" | "name">({
    workspace: (each) => each.workspace,
    name: (each) => nameIn(each.workspace, each.name),
  });
  /** By flag and environment. */
  readonly definitions = new Table<string, Definition, "flag" | "environment">({
    flag: (each) => each.flag,
    environment: (each) => each.environment,
  });
  readonly segments = new Table<string, Segment, "kind" | "name">({
    kind: (each) => nameIn(each.workspace, each.kind),
    name: (each) => nameIn(each.workspace, each.kind, each.name),
  });
  /** By segment and environment. */
  readonly memberships = new Table<string, Membership, "segment" | "environment">({
    segment: (each) => each.segment,
    environment: (each) => each.environment,
  });
  readonly flagSets = new Map<string, FlagSet>();
  readonly changeRequests = new Table<string, ChangeRequest, "target">({
    target: ({ change, environment }) => nameIn(environment, change.kind === "split" ? change.flag : change.segment),
  });
  /** By traffic type and id. */
  readonly attributes = new Map<string, Attribute>();
  /** By traffic type, environment and key. */
  readonly identities = new Map<string, Identity>();
  readonly users = new Map<string, Person>();
  readonly groups = new Map<string, Named>();
}

/** No part is an id or a kind with a slash in it: only the last may have one. */
function nameIn(...parts: readonly string[]): string {
  return parts.join("/");
}

/** The database in memory. */
export class Store extends Memory<Tables> {
  readonly organisation = randomUUID();
  readonly now: () => Date;
  private last = 0;
  /** How many more list reads hide a new row. */
  private readonly hidden = new Map<string, number>();

  constructor(now: () => Date) {
    super(new Tables());
    this.now = now;
  }

  newId(): string {
    return randomUUID();
  }

  /** Milliseconds that grow strictly, whatever the clock does: two writes never have the same time. */
  tick(): number {
    this.last = Math.max(this.last + 1, this.now().getTime());
    return this.last;
  }

  environmentsOf(workspace: string): Environment[] {
    return this.tables.environments.where("workspace", workspace);
  }

  trafficTypesOf(workspace: string): TrafficType[] {
    return [...this.tables.trafficTypes.values()].filter((each) => each.workspace === workspace);
  }

  flagsOf(workspace: string): Flag[] {
    return this.tables.flags.where("workspace", workspace);
  }

  flagNamed(workspace: string, name: string): Flag | undefined {
    return this.tables.flags.first("name", nameIn(workspace, name));
  }

  statusesOf(workspace: string): RolloutStatus[] {
    return [...this.tables.rolloutStatuses.values()].filter((each) => each.workspace === workspace);
  }

  definition(flag: string, environment: string): Definition | undefined {
    return this.tables.definitions.get(`${flag}/${environment}`);
  }

  definitionsOf(flag: string): Definition[] {
    return this.tables.definitions.where("flag", flag);
  }

  definitionsIn(environment: string): Definition[] {
    return this.tables.definitions.where("environment", environment);
  }

  segmentsOf(workspace: string, kind: SegmentKind): Segment[] {
    return this.tables.segments.where("kind", nameIn(workspace, kind));
  }

  segmentNamed(workspace: string, kind: SegmentKind, name: string): Segment | undefined {
    return this.tables.segments.first("name", nameIn(workspace, kind, name));
  }

  membership(segment: string, environment: string): Membership | undefined {
    return this.tables.memberships.get(`${segment}/${environment}`);
  }

  membershipsOf(segment: string): Membership[] {
    return this.tables.memberships.where("segment", segment);
  }

  membershipsIn(environment: string): Membership[] {
    return this.tables.memberships.where("environment", environment);
  }

  openRequestOn(id: string, environment: string): ChangeRequest | undefined {
    const all = this.tables.changeRequests.where("target", nameIn(environment, id));
    return all.find(({ status }) => status === "REQUESTED");
  }

  /** The next reads of a list do not show it yet. */
  hide(id: string, reads: number): void {
    if (reads > 0) this.hidden.set(id, reads);
  }

  /** Counts one read of a list and returns the rows that are no longer hidden. */
  shown<T>(rows: readonly T[], idOf: (row: T) => string): T[] {
    return rows.filter((row) => {
      const left = this.hidden.get(idOf(row)) ?? 0;
      if (left > 0) this.hidden.set(idOf(row), left - 1);
      return left === 0;
    });
  }
}
