import { SingleFlight } from "../../http/single-flight";
import type { Named, Project } from "../platform";

/** The things of a project, listed once per run; what we write ourselves is kept true, whenever the list was read. */
export class CachedList<T extends Named> {
  private readonly lists = new SingleFlight<readonly T[]>();
  private readonly ours = new Map<string, Map<string, T | null>>();

  constructor(private readonly load: (project: Project) => Promise<readonly T[]>) {}

  async of(project: Project): Promise<readonly T[]> {
    const listed = await this.lists.get(project.id, () => this.load(project));
    const ours = this.ours.get(project.id);
    if (!ours) return listed;
    const others = listed.filter(({ id }) => !ours.has(id));
    return [...others, ...[...ours.values()].filter((item) => item !== null)];
  }

  keep(project: Project, item: T): T {
    this.note(project, item.id, item);
    return item;
  }

  drop(project: Project, id: string): void {
    this.note(project, id, null);
  }

  /** Keeps what a write answers. What became of the thing where it fails is not known: it is listed anew when it is wanted. */
  async written(project: Project, id: string, write: () => Promise<T>): Promise<T> {
    try {
      return this.keep(project, await write());
    } catch (error) {
      this.ours.get(project.id)?.delete(id);
      this.lists.forget(project.id);
      throw error;
    }
  }

  /** Lists anew. */
  async again(project: Project): Promise<readonly T[]> {
    this.lists.forget(project.id);
    return this.of(project);
  }

  private note(project: Project, id: string, item: T | null): void {
    const ours = this.ours.get(project.id) ?? new Map<string, T | null>();
    this.ours.set(project.id, ours.set(id, item));
  }
}
