export interface Project {
  readonly id: string;
  readonly name: string;
  /** Platform, host and project id as one text, stored in the state: operations under another scope are refused. */
  readonly scope: string;
}

/** What every named thing has. */
export interface Named {
  readonly id: string;
  readonly name: string;
  /** When it was created; absent if the platform does not return it. */
  readonly createdAt?: string;
}

/** What can be found in a project. Names are resolved by `resolveName` (names.ts) over `list`. */
export interface Directory<T extends Named, P = Project> {
  /** The name of the kind in messages. */
  readonly noun: "flag" | "environment" | "segment" | "server key" | "project";
  /** All of them: listed once per run for all callers, and updated by our own writes. May be outdated. */
  list(parent: P): Promise<readonly T[]>;
  /** Set if the list lacks a part of what `get` gives: reads that part, without listing again. */
  complete?(parent: P, listed: T): Promise<T>;
  /** All of them, listed again. Absent if the list never changes. */
  relist?(parent: P): Promise<readonly T[]>;
  /** One exact read by id. Undefined: gone, while its parent exists. */
  get(parent: P, id: string): Promise<T | undefined>;
}

/** What a plan changes (absent: it creates the object), and what else the run creates. */
export interface PlannedFor {
  readonly id?: string;
  makes(noun: "flag" | "environment", name: string): boolean;
}

/** Objects that can also be created, changed and deleted. */
export interface Store<T extends Named, S, P = Project> extends Directory<T, P> {
  /**
   * Throws PlatformError where the settings name something that is not there, or would change what stays as it was made. From lists
   * that the write needs anyway; asked at plan.
   */
  requireSettings?(parent: P, settings: Partial<S>, plan: PlannedFor): Promise<void>;
  /** Throws PlatformError `exists` if there is one with the name. */
  create(parent: P, settings: S): Promise<T>;
  /** Sends exactly the settings given. */
  update(parent: P, id: string, changes: Partial<S>): Promise<T>;
  /** Already gone is success. `keyIds`: those that the creation of an environment returned. */
  delete(parent: P, id: string, keyIds?: readonly string[]): Promise<void>;
}
