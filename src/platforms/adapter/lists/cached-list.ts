import { SingleFlight } from "../../../http/single-flight";
import type { Project } from "../../port/named";
import { WriteMarks } from "./write-marks";

/**
 * The things of a project (or of another parent), listed once per run; what we write ourselves is kept true, whenever the list was
 * read. `keyOf` tells which are the same. `load` is told when it must not answer from a list of before: `anew`.
 */
export class CachedList<T extends { readonly id: string }, P extends { readonly id: string } = Project> {
  private readonly lists = new SingleFlight<readonly T[]>();
  private readonly writes = new WriteMarks();
  private readonly stale = new Set<string>();
  private readonly ours = new Map<string, Map<string, T | null>>();
  /** The same array until something changes: names are indexed by it. */
  private readonly merged = new Map<string, { readonly listed: readonly T[]; readonly all: readonly T[] }>();

  constructor(
    private readonly load: (parent: P, anew: boolean) => Promise<readonly T[]>,
    private readonly keyOf: (item: T) => string = ({ id }) => id,
  ) {}

  async of(parent: P): Promise<readonly T[]> {
    const listed = await this.lists.get(parent.id, () => {
      const anew = this.stale.delete(parent.id);
      return this.load(parent, anew);
    });
    const ours = this.ours.get(parent.id);
    if (!ours) return listed;
    const known = this.merged.get(parent.id);
    if (known?.listed === listed) return known.all;
    const others = listed.filter((item) => !ours.has(this.keyOf(item)));
    const all = [...others, ...[...ours.values()].filter((item) => item !== null)];
    this.merged.set(parent.id, { listed, all });
    return all;
  }

  keep(parent: P, item: T): T {
    this.note(parent, this.keyOf(item), item);
    return item;
  }

  drop(parent: P, key: string): void {
    this.note(parent, key, null);
  }

  /** Of an exact read that begins now: what it tells is kept, unless something newer is known by then. */
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

  /** What became of it is not known: it is listed anew when it is wanted. */
  forget(parent: P, key: string): void {
    this.writes.note(markOf(parent, key));
    this.ours.get(parent.id)?.delete(key);
    this.merged.delete(parent.id);
    this.forgetList(parent);
  }

  /** Lists anew. */
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
    this.ours.set(parent.id, ours.set(key, item));
    this.merged.delete(parent.id);
  }
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
