import { CachedList } from "../../adapter/lists/cached-list";
import type { Project } from "../../port/named";
import type { Projects } from "../run/projects";
import type { FlagAnswer } from "./answers";
import type { FlagDocument, VercelClient } from "./client";
import { attempt, isNotFound } from "./errors";

/**
 * The project's flags with all that they serve, listed once per run: two requests answer a whole refresh. What we write
 * ourselves is kept true, whenever the list was read.
 */
export class Documents {
  private readonly cache: CachedList<FlagAnswer>;

  constructor(
    private readonly client: VercelClient,
    private readonly projects: Projects,
  ) {
    this.cache = new CachedList((project) =>
      attempt(`list the flags of project ${project.name}`, async () => {
        const states = ["active", "archived"] as const;
        return (await Promise.all(states.map((state) => this.client.flags(project.id, state)))).flat();
      }),
    );
  }

  list(project: Project): Promise<readonly FlagAnswer[]> {
    return this.cache.of(project);
  }

  again(project: Project): Promise<readonly FlagAnswer[]> {
    return this.cache.again(project);
  }

  /** One exact read. Undefined means gone. Throws HttpError. */
  async read(project: Project, id: string): Promise<FlagDocument | undefined> {
    const reading = this.cache.reading(project, id);
    try {
      const document = await this.client.flag(project.id, id);
      reading.keep(document.flag);
      return document;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.projects.confirm(project);
      reading.drop();
      return undefined;
    }
  }

  keep(project: Project, flag: FlagAnswer): void {
    this.cache.keep(project, flag);
  }

  drop(project: Project, id: string): void {
    this.cache.drop(project, id);
  }

  /** Nobody knows what became of it. */
  forget(project: Project, id: string): void {
    this.cache.forget(project, id);
  }
}
