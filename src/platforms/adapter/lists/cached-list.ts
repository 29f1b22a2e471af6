import { SingleFlight } from "../../../http/single-flight";
import type { Project } from "../../port/named";
import { takeIndexes } from "./names";
import { WriteMarks } from "./write-marks";

/**
 * The things of a project (or of another parent), listed once per run; our own writes are always seen in it, whenever the list
 * was read. Things with the same `keyOf` are one. `load` must not answer from an earlier list if `fresh` is set.
 */
export class CachedList<T extends { readonly id: string }, P extends { readonly id: string } = Project> {
  private readonly lists = new SingleFlight<readonly T[]>();
  private readonly writes = new WriteMarks();
  private readonly stale = new Set<string>();
  private readonly ours = new Map<string, Map<string, T | null>>();
  /** The same array until something changes: names are indexed by it. */
  private readonly merged = new Map<string, Merged<T>>();

  constructor(
    private readonly load: (parent: P, fresh: boolean) => Promise<readonly T[]>,
    private readonly keyOf: (item: T) => string = ({ id }) => id,
  ) {}

  async of(parent: P): Promise<readonly T[]> {
    const listed = await this.lists.get(parent.id, () => {
      const fresh = this.stale.delete(parent.id);
      return this.load(parent, fresh);
    });
    const ours = this.ours.get(parent.id);
    if (!ours) return listed;
    const known = this.merged.get(parent.id);
    if (known?.listed === listed) {
      const all = this.changed(known);
      this.merged.set(parent.id, { ...known, all, changes: [] });
      return all;
    }
    const all = this.merge(listed, ours);
    this.merged.set(parent.id, { listed, all, keys: new Set(all.map(this.keyOf)), changes: [] });
    return all;
  }

  private merge(listed: readonly T[], ours: ReadonlyMap<string, T | null>): readonly T[] {
    const others = listed.filter((item) => !ours.has(this.keyOf(item)));
    return [...others, ...[...ours.values()].filter((item) => item !== null)];
  }

  /** The same as merging again, without making the indexes of a long list again. */
  private changed({ all: before, keys, changes }: Merged<T>): readonly T[] {
    if (changes.length === 0) return before;
    const all = [...before];
    let last: readonly T[] = before;
    for (const { key, item, wasOurs } of changes) {
      // Most are new, and a long list need not be searched for them.
      const at = keys.has(key) ? all.findIndex((each) => this.keyOf(each) === key) : -1;
      const old = all[at];
      if (item) keys.add(key);
      else keys.delete(key);
      if (old && item && wasOurs) all[at] = item;
      else {
        if (old) all.splice(at, 1);
        if (item) all.push(item);
      }
      takeIndexes(last, all, old, item ?? undefined);
      last = all;
    }
    return all;
  }

  keep(parent: P, item: T): T {
    this.note(parent, this.keyOf(item), item);
    return item;
  }

  drop(parent: P, key: string): void {
    this.note(parent, key, null);
  }

  /** Of an exact read that begins now: its result is kept, unless something newer is known by then. */
  reading(parent: P, key: string): Reading<T> {
    const isNewest = this.writes.reading(markOf(parent, key));
    return {
      keep: (item) => (isNewest() ? this.keep(parent, item) : item),
      drop: () => {
        if (isNewest()) this.drop(parent, key);
      },
    };
  }

  /** Keeps what a write answers. */
  async written(parent: P, key: string, write: () => Promise<T>): Promise<T> {
    try {
      return this.keep(parent, await write());
    } catch (error) {
      this.forget(parent, key);
      throw error;
    }
  }

  /** What became of it is not known: the next question lists everything again. */
  forget(parent: P, key: string): void {
    this.writes.note(markOf(parent, key));
    this.ours.get(parent.id)?.delete(key);
    this.merged.delete(parent.id);
    this.forgetList(parent);
  }

  /** Lists everything again. */
  async again(parent: P): Promise<readonly T[]> {
    this.forgetList(parent);
    return this.of(parent);
  }

  private forgetList(parent: P): void {
    this.stale.add(parent.id);
    this.lists.forget(parent.id);
  }

  private note(parent: P, key: string, item: T | null): void {
    this.writes.note(markOf(parent, key));
    const ours = this.ours.get(parent.id) ?? new Map<string, T | null>();
    this.merged.get(parent.id)?.changes.push({ key, item, wasOurs: ours.has(key) });
    this.ours.set(parent.id, ours.set(key, item));
  }
}

/** A list with what we wrote since, and what we wrote after that. */
interface Merged<T> {
  readonly listed: readonly T[];
  readonly all: readonly T[];
  /** Of all of them. */
  readonly keys: Set<string>;
  readonly changes: { readonly key: string; readonly item: T | null; readonly wasOurs: boolean }[];
}

/** What became of an exact read. */
interface Reading<T> {
  keep(item: T): T;
  /** It is gone. */
  drop(): void;
}

function markOf(parent: { readonly id: string }, key: string): string {
  return JSON.stringify([parent.id, key]);
}
