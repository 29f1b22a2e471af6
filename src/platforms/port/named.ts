export interface Project {
  readonly id: string;
  readonly name: string;
  /** Platform, host and project id in one word, kept in state: work under another scope is refused. */
  readonly scope: string;
}

/** What every named thing has. */
export interface Named {
  readonly id: string;
  readonly name: string;
  /** When it was made; absent where the platform does not tell. */
  readonly createdAt?: string;
}

/** What can be found in a project. Names are resolved by `resolveName` (names.ts) over `list`. */
export interface Directory<T extends Named, P = Project> {
  /** What one of these is called in messages. */
  readonly noun: "flag" | "environment" | "segment" | "server key" | "project";
  /** All of them: one sweep per run, shared by all callers, kept true by our own writes, dropped by nothing else. May be late. */
  list(parent: P): Promise<readonly T[]>;
  /** All of them, listed anew. Absent where the list never changes. */
  relist?(parent: P): Promise<readonly T[]>;
  /** One exact read by id. Undefined means gone (its parent being there). */
  get(parent: P, id: string): Promise<T | undefined>;
}

/** Of a plan: what is to be changed (absent: it is to be made), and what else the run makes. */
export interface PlannedFor {
  readonly id?: string;
  makes(noun: "flag" | "environment", name: string): boolean;
}

/** What can also be made, changed and removed. */
export interface Store<T extends Named, S, P = Project> extends Directory<T, P> {
  /**
   * Throws PlatformError where the settings name something that is not there, or would change what stays as it was made. From lists
   * that the write needs anyway; asked at plan.
   */
  requireSettings?(parent: P, settings: Partial<S>, plan: PlannedFor): Promise<void>;
  /** Throws PlatformError `exists` where one of the name is there. */
  create(parent: P, settings: S): Promise<T>;
  /** Sends exactly the settings given. */
  update(parent: P, id: string, changes: Partial<S>): Promise<T>;
  /** Already gone is success. `keyIds`: those that an environment's creation told. */
  delete(parent: P, id: string, keyIds?: readonly string[]): Promise<void>;
}
