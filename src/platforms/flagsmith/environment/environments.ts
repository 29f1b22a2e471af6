import { requireName } from "../../adapter/lists/names";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { PlannedFor, Project, Store } from "../../port/named";
import { attempt } from "../api/errors";
import type { FlagsmithContext } from "../run/context";
import type { CreationTurns } from "../run/creation-turns";
import type { CustomFields } from "../run/custom-fields";
import { undefinedIfGone } from "../run/parents";
import { refuseTrimmedTexts } from "./columns";
import { EnvironmentChanges } from "./environment-changes";
import { EnvironmentCreation } from "./environment-creation";
import type { EnvironmentReads } from "./environment-reads";

export class Environments implements Store<Environment, EnvironmentSettings> {
  readonly noun = "environment";
  private readonly changes: EnvironmentChanges;
  private readonly creation: EnvironmentCreation;

  constructor(
    private readonly context: FlagsmithContext,
    private readonly reads: EnvironmentReads,
    private readonly fields: CustomFields,
    private readonly turns: CreationTurns,
  ) {
    this.changes = new EnvironmentChanges(context, reads, fields);
    this.creation = new EnvironmentCreation(context, reads, fields, this.changes);
  }

  list(project: Project): Promise<readonly Environment[]> {
    return this.reads.list(project);
  }

  relist(project: Project): Promise<readonly Environment[]> {
    return this.reads.relist(project);
  }

  get(project: Project, id: string): Promise<Environment | undefined> {
    return this.reads.get(project, id);
  }

  async requireSettings(
    project: Project,
    { name, making, flagsmith }: Partial<EnvironmentSettings>,
    plan: PlannedFor,
  ): Promise<void> {
    const metadata = flagsmith?.metadata;
    const attempted = plan.id === undefined ? `create environment ${name ?? ""}` : `update environment ${name ?? plan.id}`;
    await attempt(attempted, () => this.fields.require(project, "environment", metadata, attempted), "environment");
    const source = making?.cloneFrom;
    if (source === undefined || plan.makes("environment", source)) return;
    await requireName(this, project, source, attempted, ["flagsmith", "clone_from"]);
  }

  async create(project: Project, settings: EnvironmentSettings): Promise<Environment> {
    const attempted = `create environment ${settings.name}`;
    refuseTexts(attempted, settings);
    return this.turns.take(project, "environment", () => this.creation.create(project, settings, attempted));
  }

  async update(project: Project, id: string, changes: Partial<EnvironmentSettings>): Promise<Environment> {
    const attempted = `update environment ${changes.name ?? id}`;
    refuseTexts(attempted, changes);
    const write = (): Promise<Environment> =>
      this.reads.cache.written(project, id, async () => {
        const answer = await attempt(attempted, () => this.changes.send(project, id, changes, attempted), "environment");
        return this.changes.finish(project, answer, changes.flagsmith, attempted, "");
      });
    // Versions are created for the existing flags: a flag created in the meantime would get none.
    return changes.flagsmith?.versioned === true ? this.turns.take(project, "environment", write) : write();
  }

  async delete(project: Project, id: string): Promise<void> {
    await attempt(
      `delete environment ${id}`,
      async () => {
        const found = await this.reads.answer(project, id);
        if (!found) return;
        const confirm = (): Promise<void> => this.context.parents.requireProject(project);
        await undefinedIfGone(() => this.context.client.deleteEnvironment(found.api_key), confirm);
      },
      "environment",
    );
    this.reads.cache.drop(project, id);
  }
}

function refuseTexts(attempted: string, { name, description, flagsmith }: Partial<EnvironmentSettings>): void {
  refuseTrimmedTexts(attempted, "environment", { name, description }, flagsmith?.columns);
}
