import { goneSincePlan } from "../../adapter/errors";
import { CachedList } from "../../adapter/lists/cached-list";
import { findById } from "../../adapter/lists/names";
import type { Named, Project } from "../../port/named";
import type { VercelContext } from "../run/context";
import type { FlagAnswer } from "./answers";
import type { FlagDocument } from "./client";
import { attempt, isNotFound } from "./errors";

/**
 * The project's flags with all that they serve, listed once per run: two requests answer a whole refresh. What we write
 * ourselves is kept true, whenever the list was read.
 */
export class Documents {
  private readonly cache: CachedList<FlagAnswer>;

  constructor(private readonly context: VercelContext) {
    this.cache = new CachedList((project) =>
      attempt(`list the flags of project ${project.name}`, async () => {
        const states = ["active", "archived"] as const;
        return (await Promise.all(states.map((state) => this.context.client.flags(project.id, state)))).flat();
      }),
    );
  }

  list(project: Project): Promise<readonly FlagAnswer[]> {
    return this.cache.of(project);
  }

  async listed(project: Project, id: string): Promise<FlagAnswer | undefined> {
    return findById(await this.list(project), id);
  }

  again(project: Project): Promise<readonly FlagAnswer[]> {
    return this.cache.again(project);
  }

  /** One exact read. Undefined means gone. Throws HttpError. */
  async read(project: Project, id: string): Promise<FlagDocument | undefined> {
    const reading = this.cache.reading(project, id);
    try {
      const document = await this.context.client.flag(project.id, id);
      reading.keep(document.flag);
      return document;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.context.projects.confirm(project);
      reading.drop();
      return undefined;
    }
  }

  /** The same. Throws PlatformError where the flag is gone. */
  async require(project: Project, { id, name }: Named, attempted: string): Promise<FlagDocument> {
    const document = await this.read(project, id);
    if (document) return document;
    throw goneSincePlan(attempted, "flag", name);
  }

  keep(project: Project, flag: FlagAnswer): void {
    this.cache.keep(project, flag);
  }

  drop(project: Project, id: string): void {
    this.cache.drop(project, id);
  }

  /** After a write that may have failed halfway. */
  forget(project: Project, id: string): void {
    this.cache.forget(project, id);
  }
}
