import { cannotRenameFlag } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { Flag, FlagSettings } from "../../port/flag";
import type { PlannedFor, Project, Store } from "../../port/named";
import { attempt } from "../api/errors";
import { findLanded } from "../api/landed";
import { refuseTrimmed } from "../api/trimmed";
import type { FlagsmithContext } from "../run/context";
import type { CreationTurns } from "../run/creation-turns";
import { undefinedIfGone } from "../run/parents";
import type { FlagBody } from "./flag-body";
import type { FlagLook } from "./flag-look";
import type { FlagReads } from "./flag-reads";
import type { Owners } from "./owners";
import type { Variants } from "./variants";

/** Flags: Flagsmith calls them features. */
export class Flags implements Store<Flag, FlagSettings> {
  readonly noun = "flag";

  constructor(
    private readonly context: FlagsmithContext,
    private readonly reads: FlagReads,
    private readonly look: FlagLook,
    private readonly body: FlagBody,
    private readonly owners: Owners,
    private readonly variants: Variants,
    private readonly turns: CreationTurns,
  ) {}

  list(project: Project): Promise<readonly Flag[]> {
    return this.reads.list(project);
  }

  relist(project: Project): Promise<readonly Flag[]> {
    return this.reads.relist(project);
  }

  get(project: Project, id: string): Promise<Flag | undefined> {
    return this.reads.get(project, id);
  }

  requireSettings(project: Project, settings: Partial<FlagSettings>, planned: PlannedFor): Promise<void> {
    return this.look.requireSettings(project, settings, planned);
  }

  async create(project: Project, settings: FlagSettings): Promise<Flag> {
    const { name, description } = settings;
    const attempted = `create flag ${name}`;
    refuseTrimmed(attempted, "flag", { name, description });
    const { client } = this.context;
    const flag = await attempt(
      attempted,
      async () => {
        const body = await this.body.ofNew(project, settings, attempted);
        return this.turns.take(project, "flag", async () => {
          const answer = await client.createFeature(project.id, body, (since) =>
            findLanded(body, since, () => client.features(project.id, { search: name })),
          );
          const create = this.variants.createAll(project, String(answer.id), settings.variants ?? [], attempted);
          const options = await create.catch((error: unknown) => this.undo(project, String(answer.id), error));
          return this.reads.toFlag(project, { ...answer, multivariate_options: options });
        });
      },
      "flag",
    );
    return this.reads.keepNew(project, flag);
  }

  async update(project: Project, id: string, changes: Partial<FlagSettings>): Promise<Flag> {
    const attempted = `update flag ${changes.name ?? id}`;
    refuseTrimmed(attempted, "flag", { description: changes.description });
    return this.reads.cache.written(project, id, () =>
      attempt(attempted, () => this.change(project, id, changes, attempted), "flag"),
    );
  }

  async delete(project: Project, id: string): Promise<void> {
    const { client, parents } = this.context;
    await attempt(
      `delete flag ${id}`,
      () =>
        undefinedIfGone(
          () => client.deleteFeature(project.id, id),
          () => parents.requireProject(project),
        ),
      "flag",
    );
    this.reads.cache.drop(project, id);
  }

  /** After a write of a definition: removes variants that waited for their last use to end. */
  async removeUnusedVariants(unit: Pick<DefinitionUnit, "project" | "flag">): Promise<readonly string[]> {
    const { gone, warnings } = await this.variants.removeUnused(unit);
    if (gone.length > 0) await this.reads.dropVariants(unit.project, unit.flag.id, gone);
    return warnings;
  }

  /** A flag without all of its variants is useless: if one is refused, the flag is deleted again. */
  private async undo(project: Project, id: string, error: unknown): Promise<never> {
    await this.context.client.deleteFeature(project.id, id).catch((failure: unknown) => {
      const words = failure instanceof Error ? failure.message : String(failure);
      this.context.environment.log("warn", `what a failed create left behind could not be removed: ${words}`);
    });
    throw error;
  }

  private async change(project: Project, id: string, changes: Partial<FlagSettings>, attempted: string): Promise<Flag> {
    const current = await this.reads.current(project, id);
    if (changes.name !== undefined && changes.name !== current.name)
      throw cannotRenameFlag(attempted, "Flagsmith", current.name);
    const { flagsmith, variants } = changes;
    const body = await this.body.ofChange(project, changes, current, attempted);
    const owned = flagsmith ? await this.owners.change(project, id, current, flagsmith, attempted) : current;
    const answer = body ? await this.context.client.updateFeature(project.id, id, body) : { ...current, ...owned };
    if (variants === undefined) return this.reads.toFlag(project, answer);
    // A new variant gets its share in the existing environments too.
    const { options, warnings } = await this.turns.take(project, "flag", () =>
      this.variants.change(project, id, current.multivariate_options, variants, attempted),
    );
    return { ...(await this.reads.toFlag(project, { ...answer, multivariate_options: [...options] })), warnings };
  }
}
