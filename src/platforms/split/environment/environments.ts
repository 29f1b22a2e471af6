import { isMadeSince } from "../../../http/pace/server-clock";
import { whileInUse } from "../../adapter/edits/while-in-use";
import { alreadyExists, goneSincePlan, inUse, notSupported } from "../../adapter/errors";
import { CachedDirectory } from "../../adapter/lists/cached-directory";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { EnvironmentAnswer } from "../api/answers";
import { attempt, isRefused } from "../api/errors";
import { type SplitContext, undefinedIfGone } from "../run/context";

/** Environments. The API cannot read a single one: the list is used. */
export class Environments extends CachedDirectory<Environment> implements Store<Environment, EnvironmentSettings> {
  readonly noun = "environment";
  private readonly killable = new Map<string, boolean>();

  constructor(private readonly context: SplitContext) {
    super();
  }

  protected async load(project: Project): Promise<readonly Environment[]> {
    return (await this.read(project)).map(toEnvironment);
  }

  /** Whether its kill switch may be used without approval; undefined: unknown. */
  allowsKills(id: string): boolean | undefined {
    return this.killable.get(id);
  }

  async get(project: Project, id: string): Promise<Environment | undefined> {
    const reading = this.cache.reading(project, id);
    const answer = (await this.read(project)).find((each) => each.id === id);
    if (answer) return reading.keep(toEnvironment(answer));
    await this.context.projects.require(project);
    reading.drop();
    return undefined;
  }

  async create(project: Project, settings: EnvironmentSettings): Promise<Environment> {
    const attempted = `create environment ${settings.name}`;
    refuseDescription(settings, attempted);
    const existing = (await this.list(project)).find(({ name }) => name === settings.name);
    if (existing) throw alreadyExists(attempted, "environment", settings.name);
    const { client } = this.context;
    const body = { name: settings.name, production: settings.settings?.split?.production ?? false };
    const answer = await attempt(
      attempted,
      () =>
        client.createEnvironment(project.id, body, async (since) => {
          const found = (await client.environments(project.id)).find(({ name }) => name === settings.name);
          return found && isMadeSince(found.creationTime, since) ? { status: 200, body: found } : undefined;
        }),
      "environment",
    );
    const kept = this.keepNew(project, toEnvironment(answer));
    return { ...kept, keyIds: (answer.apiTokens ?? []).map(({ id }) => id) };
  }

  async update(project: Project, id: string, changes: Partial<EnvironmentSettings>): Promise<Environment> {
    const attempted = `update environment ${changes.name ?? id}`;
    refuseDescription(changes, attempted);
    return this.cache.written(project, id, async () => {
      const current = (await this.read(project)).find((each) => each.id === id);
      if (!current) throw goneSincePlan(attempted, "environment", id);
      const { name = current.name, settings } = changes;
      const production = settings?.split?.production ?? current.production;
      const operations = [
        ...(name === current.name ? [] : [{ op: "replace", path: "/name", value: name } as const]),
        ...(production === current.production ? [] : [{ op: "replace", path: "/production", value: production } as const]),
      ];
      if (operations.length > 0)
        await attempt(attempted, () => this.context.client.updateEnvironment(project.id, id, operations), "environment");
      return toEnvironment({ ...current, name, production });
    });
  }

  async delete(project: Project, id: string, keyIds: readonly string[] = []): Promise<void> {
    const { client, projects } = this.context;
    const confirm = (): Promise<unknown> => projects.require(project);
    const attempted = `delete environment ${id}`;
    const remove = async (): Promise<void> => {
      // An environment with SDK keys is not deleted.
      for (const key of keyIds) await undefinedIfGone(() => client.deleteApiKey(key), confirm);
      try {
        await undefinedIfGone(() => client.deleteEnvironment(project.id, id), confirm);
      } catch (error) {
        if (!isRefused(error)) throw error;
        throw environmentInUse(attempted, error.message);
      }
    };
    await whileInUse(() => attempt(attempted, remove, "environment"), this.context.pace);
    this.cache.drop(project, id);
  }

  private async read(project: Project): Promise<readonly EnvironmentAnswer[]> {
    const attempted = `list the environments of project ${project.name}`;
    const answers = await attempt(attempted, () => this.context.client.environments(project.id), "project");
    for (const { id, changePermissions } of answers) {
      if (changePermissions) this.killable.set(id, changePermissions.allowKills ?? false);
    }
    return answers;
  }
}

function toEnvironment(answer: EnvironmentAnswer): Environment {
  return {
    id: answer.id,
    name: answer.name,
    ...(typeof answer.creationTime === "number" && { createdAt: new Date(answer.creationTime).toISOString() }),
    description: null,
    // Applications connect with SDK keys, which the API does not return after their creation.
    clientKey: "",
    requiresApproval: answer.changePermissions?.areApprovalsRequired ?? false,
    settings: { split: { ...(typeof answer.production === "boolean" && { production: answer.production }) } },
  };
}

function refuseDescription({ description }: Partial<EnvironmentSettings>, attempted: string): void {
  if (description === undefined || description === "") return;
  throw notSupported(attempted, {
    reason: "an environment has no description in Split",
    nextStep: "Remove the description.",
    subject: "environment",
  });
}

function environmentInUse(attempted: string, words: string): PlatformError {
  return inUse(attempted, {
    reason: words,
    nextStep:
      "An environment can be deleted when nothing is configured in it and it has no SDK keys left. Flagform revokes only keys that Split created with an " +
      "environment of this resource: revoke the others in Split's web console.",
    subject: "environment",
  });
}
