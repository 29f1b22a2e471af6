import { SingleFlight } from "../../http/single-flight";
import type { Named, Project } from "../platform";

/** The things of a project (or of another parent), listed once per run; what we write ourselves is kept true, whenever the list was read. */
export class CachedList<T extends Named, P extends { readonly id: string } = Project> {
  private readonly lists = new SingleFlight<readonly T[]>();
  private readonly ours = new Map<string, Map<string, T | null>>();

  constructor(private readonly load: (parent: P) => Promise<readonly T[]>) {}

  async of(parent: P): Promise<readonly T[]> {
    const listed = await this.lists.get(parent.id, () => this.load(parent));
    const ours = this.ours.get(parent.id);
    if (!ours) return listed;
    const others = listed.filter(({ id }) => !ours.has(id));
    return [...others, ...[...ours.values()].filter((item) => item !== null)];
  }

  keep(parent: P, item: T): T {
    this.note(parent, item.id, item);
    return item;
  }

  drop(parent: P, id: string): void {
    this.note(parent, id, null);
  }

  /** Keeps what a write answers. What became of the thing where it fails is not known: it is listed anew when it is wanted. */
  async written(parent: P, id: string, write: () => Promise<T>): Promise<T> {
    try {
      return this.keep(parent, await write());
    } catch (error) {
      this.ours.get(parent.id)?.delete(id);
      this.lists.forget(parent.id);
      throw error;
    }
  }

  /** Lists anew. */
  async again(parent: P): Promise<readonly T[]> {
    this.lists.forget(parent.id);
    return this.of(parent);
  }

  private note(parent: P, id: string, item: T | null): void {
    const ours = this.ours.get(parent.id) ?? new Map<string, T | null>();
    this.ours.set(parent.id, ours.set(id, item));
  }
}
