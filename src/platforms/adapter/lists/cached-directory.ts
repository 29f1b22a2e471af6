import type { Named, Project } from "../../port/named";
import { CachedList } from "./cached-list";

/** The things of one kind in a project, listed once per run. */
export abstract class CachedDirectory<T extends Named> {
  readonly cache = new CachedList<T>((project, fresh) => this.load(project, fresh));
  private readonly created = new Set<string>();

  /** All of them. `fresh`: not from a list that was read before. */
  protected abstract load(project: Project, fresh: boolean): Promise<readonly T[]>;

  list(project: Project): Promise<readonly T[]> {
    return this.cache.of(project);
  }

  relist(project: Project): Promise<readonly T[]> {
    return this.cache.again(project);
  }

  /** Keeps one that this process created. */
  keepNew(project: Project, item: T): T {
    this.created.add(item.id);
    return this.cache.keep(project, item);
  }

  /** Whether this process created it: then nothing is configured in it and nothing overrides it, except by this run. */
  isNew({ id }: Pick<T, "id">): boolean {
    return this.created.has(id);
  }
}
