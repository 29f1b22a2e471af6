import { SingleFlight } from "../../http/single-flight";
import type { Project } from "../platform";
import type { FlagAnswer } from "./answers";
import type { FlagDocument, VercelClient } from "./client";
import { attempt, isNotFound } from "./errors";
import type { Projects } from "./projects";

/**
 * The project's flags with all that they serve, listed once per run: two requests answer a whole refresh. What we write
 * ourselves is kept true, whenever the list was read.
 */
export class Documents {
  private readonly lists = new SingleFlight<readonly FlagAnswer[]>();
  private readonly ours = new Map<string, Map<string, FlagAnswer | null>>();

  constructor(
    private readonly client: VercelClient,
    private readonly projects: Projects,
  ) {}

  async list(project: Project): Promise<readonly FlagAnswer[]> {
    const listed = await this.lists.get(project.id, () =>
      attempt(`list the flags of project ${project.name}`, async () => {
        const states = ["active", "archived"] as const;
        return (await Promise.all(states.map((state) => this.client.flags(project.id, state)))).flat();
      }),
    );
    const ours = this.ours.get(project.id);
    if (!ours) return listed;
    return [...listed.filter(({ id }) => !ours.has(id)), ...[...ours.values()].filter((flag) => flag !== null)];
  }

  /** One exact read. Undefined means gone. Throws HttpError. */
  async read(project: Project, id: string): Promise<FlagDocument | undefined> {
    try {
      const document = await this.client.flag(project.id, id);
      this.keep(project, document.flag);
      return document;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.projects.confirm(project);
      this.drop(project, id);
      return undefined;
    }
  }

  keep(project: Project, flag: FlagAnswer): void {
    this.note(project, flag.id, flag);
  }

  drop(project: Project, id: string): void {
    this.note(project, id, null);
  }

  /** Nobody knows what became of it: it is listed anew when it is wanted. */
  forget(project: Project, id: string): void {
    this.ours.get(project.id)?.delete(id);
    this.lists.forget(project.id);
  }

  private note(project: Project, id: string, flag: FlagAnswer | null): void {
    const ours = this.ours.get(project.id) ?? new Map<string, FlagAnswer | null>();
    this.ours.set(project.id, ours.set(id, flag));
  }
}
