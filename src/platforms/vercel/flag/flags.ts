import type { Flag, FlagSettings } from "../../port/flag";
import type { Project, Store } from "../../port/named";
import type { Documents } from "../api/documents";
import { attempt } from "../api/errors";
import type { FlagWriter } from "../definition/flag-writer";
import type { Environments } from "../environment/environments";
import type { VercelContext } from "../run/context";
import { toFlag, toFlags } from "./flag";
import { createFlag, newFlag } from "./flag-creation";

/** Flags. Their changes go through the queue of the flag's writer, together with changes of definitions. */
export class Flags implements Store<Flag, FlagSettings> {
  readonly noun = "flag";

  constructor(
    private readonly context: VercelContext,
    private readonly documents: Documents,
    private readonly environments: Environments,
    private readonly writer: FlagWriter,
  ) {}

  async list(project: Project): Promise<readonly Flag[]> {
    return toFlags(await this.documents.list(project));
  }

  async relist(project: Project): Promise<readonly Flag[]> {
    return toFlags(await this.documents.again(project));
  }

  async get(project: Project, id: string): Promise<Flag | undefined> {
    const document = await attempt(`read flag ${id}`, () => this.documents.read(project, id), "flag");
    return document && toFlag(document.flag);
  }

  /**
   * Every environment is on and serves the initial variant to everybody: otherwise a definition without `killed` would never be
   * served.
   */
  async create(project: Project, settings: FlagSettings): Promise<Flag> {
    const attempted = `create flag ${settings.name}`;
    const names = (await this.environments.list(project)).map(({ name }) => name);
    const created = await createFlag(this.context.client, project, newFlag(settings, names, attempted), attempted);
    this.documents.keep(project, created);
    if (settings.archived !== true) return toFlag(created);
    return this.update(project, created.id, { archived: true });
  }

  async update(project: Project, id: string, changes: Partial<FlagSettings>): Promise<Flag> {
    const known = await this.documents.listed(project, id);
    const unit = { project, flag: { id, name: known?.slug ?? id } };
    const { flag, warnings } = await this.writer.submit(unit, { kind: "flag", changes });
    return { ...toFlag(flag), warnings };
  }

  async delete(project: Project, id: string): Promise<void> {
    await this.writer.remove({ project, flag: { id, name: id } });
    this.context.pace.deleted.flags += 1;
  }
}
