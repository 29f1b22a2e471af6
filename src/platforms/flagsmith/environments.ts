import type { Environment, EnvironmentSettings, Project, Store } from "../platform";
import type { EnvironmentAnswer } from "./answers";
import { CachedList } from "./cached-list";
import type { FlagsmithContext } from "./context";
import { attempt } from "./errors";
import { findLanded } from "./landed";
import { orGone } from "./parents";
import { refuseTrimmed } from "./trimmed";

/** Environments, known by their number; paths want their key. */
export class Environments implements Store<Environment, EnvironmentSettings> {
  readonly noun = "environment";
  private readonly cache: CachedList<Environment>;
  private readonly made = new Set<string>();

  constructor(private readonly context: FlagsmithContext) {
    this.cache = new CachedList((project) =>
      attempt(
        `list the environments of project ${project.name}`,
        async () => (await this.context.client.environments(project.id)).map(toEnvironment),
        "project",
      ),
    );
  }

  list(project: Project): Promise<readonly Environment[]> {
    return this.cache.of(project);
  }

  /** Whether the environment was made in this process, so that nothing in it is overridden yet. */
  isNew(environment: Environment): boolean {
    return this.made.has(environment.id);
  }

  async get(project: Project, id: string): Promise<Environment | undefined> {
    const answer = await attempt(`read environment ${id}`, () => this.read(project, id), "environment");
    if (answer) return this.cache.keep(project, toEnvironment(answer));
    this.cache.drop(project, id);
    return undefined;
  }

  async create(project: Project, settings: EnvironmentSettings): Promise<Environment> {
    const attempted = `create environment ${settings.name}`;
    refuseTrimmed(attempted, "environment", { name: settings.name, description: settings.description });
    const { client } = this.context;
    const body = { ...settings, project: Number(project.id) };
    const answer = await attempt(
      attempted,
      () => client.createEnvironment(body, () => findLanded(body, () => client.environments(project.id))),
      "environment",
    );
    this.made.add(String(answer.id));
    return this.cache.keep(project, toEnvironment(answer));
  }

  async update(project: Project, id: string, changes: Partial<EnvironmentSettings>): Promise<Environment> {
    const attempted = `update environment ${changes.name ?? id}`;
    refuseTrimmed(attempted, "environment", { name: changes.name, description: changes.description });
    const update = (): Promise<EnvironmentAnswer> =>
      attempt(
        attempted,
        async () => {
          const current = await this.context.client.environment(await this.keyOf(project, id));
          // Without its custom fields the server would delete them.
          return this.context.client.updateEnvironment(current.api_key, { ...changes, metadata: current.metadata });
        },
        "environment",
      );
    return this.cache.written(project, id, async () => toEnvironment(await update()));
  }

  async delete(project: Project, id: string): Promise<void> {
    await attempt(
      `delete environment ${id}`,
      async () => {
        const found = await this.read(project, id);
        if (!found) return;
        const confirm = (): Promise<void> => this.context.parents.requireProject(project);
        await orGone(() => this.context.client.deleteEnvironment(found.api_key), confirm);
      },
      "environment",
    );
    this.cache.drop(project, id);
  }

  private async keyOf(project: Project, id: string): Promise<string> {
    const known = (await this.cache.of(project)).find((each) => each.id === id);
    return known?.clientKey ?? id;
  }

  /** By the key, if it is known; a key can be changed, so that only the list says for sure that the environment is gone. */
  private async read(project: Project, id: string): Promise<EnvironmentAnswer | undefined> {
    const known = (await this.cache.of(project)).find((each) => each.id === id);
    const byKey =
      known &&
      (await orGone(
        () => this.context.client.environment(known.clientKey),
        () => Promise.resolve(),
      ));
    if (byKey) return byKey;
    return (await this.context.client.environments(project.id)).find((each) => String(each.id) === id);
  }
}

function toEnvironment(answer: EnvironmentAnswer): Environment {
  return {
    id: String(answer.id),
    name: answer.name,
    description: answer.description,
    clientKey: answer.api_key,
    requiresApproval: answer.minimum_change_request_approvals !== null,
    flagsmith: { versioned: answer.use_v2_feature_versioning },
  };
}
