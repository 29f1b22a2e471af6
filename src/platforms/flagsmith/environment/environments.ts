import { alreadyExists } from "../../adapter/errors";
import { CachedList } from "../../adapter/lists/cached-list";
import { requireName, resolveName } from "../../adapter/lists/names";
import type { FlagsmithEnvironmentSettings } from "../../model/flagsmith-settings";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { PlannedFor, Project, Store } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { EnvironmentAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { findLanded } from "../api/landed";
import { refuseTrimmed } from "../api/trimmed";
import type { CustomFields } from "../flag/custom-fields";
import type { FlagsmithContext } from "../run/context";
import type { CreationTurns } from "../run/creation-turns";
import { undefinedIfGone } from "../run/parents";
import { columnsIn, refuseIgnored } from "./columns";
import { cannotDisable, enableVersioning } from "./versioning";

const ENVIRONMENT_COLUMNS = [
  "allow_client_traits",
  "banner_colour",
  "banner_text",
  "hide_disabled_flags",
  "hide_sensitive_data",
  "minimum_change_request_approvals",
  "use_identity_composite_key_for_hashing",
  "use_identity_overrides_in_local_eval",
];

/** Environments, identified by their id; paths need their key. */
export class Environments implements Store<Environment, EnvironmentSettings> {
  readonly noun = "environment";
  private readonly cache: CachedList<Environment>;
  private readonly created = new Set<string>();

  constructor(
    private readonly context: FlagsmithContext,
    private readonly fields: CustomFields,
    private readonly turns: CreationTurns,
  ) {
    this.cache = new CachedList((project) =>
      attempt(
        `list the environments of project ${project.name}`,
        async () => {
          const answers = await this.context.client.environments(project.id);
          return Promise.all(answers.map((answer) => this.toEnvironment(project, answer)));
        },
        "project",
      ),
    );
  }

  list(project: Project): Promise<readonly Environment[]> {
    return this.cache.of(project);
  }

  relist(project: Project): Promise<readonly Environment[]> {
    return this.cache.again(project);
  }

  /** Whether the environment was created in this process, so that it has no overrides yet. */
  isNew(environment: Environment): boolean {
    return this.created.has(environment.id);
  }

  async get(project: Project, id: string): Promise<Environment | undefined> {
    const reading = this.cache.reading(project, id);
    const answer = await attempt(`read environment ${id}`, () => this.read(project, id), "environment");
    if (answer) return reading.keep(await this.toEnvironment(project, answer));
    reading.drop();
    return undefined;
  }

  async create(project: Project, settings: EnvironmentSettings): Promise<Environment> {
    const attempted = `create environment ${settings.name}`;
    refuseTexts(attempted, settings);
    return this.turns.take(project, "environment", () => this.make(project, settings, attempted));
  }

  private async make(project: Project, settings: EnvironmentSettings, attempted: string): Promise<Environment> {
    const { name, description, flagsmith, making } = settings;
    const answer = await attempt(
      attempted,
      async () => {
        if (making?.cloneFrom !== undefined) return this.clone(project, making.cloneFrom, settings, attempted);
        const body = {
          name,
          ...(description === undefined ? {} : { description }),
          ...flagsmith?.columns,
          ...(flagsmith?.metadata === undefined
            ? {}
            : { metadata: await this.fields.merged(project, "environment", [], flagsmith.metadata, attempted) }),
          project: Number(project.id),
        };
        const { client } = this.context;
        const sent = { name, ...(description === undefined ? {} : { description }) };
        return client.createEnvironment(body, (since) => findLanded(sent, since, () => client.environments(project.id)));
      },
      "environment",
    );
    this.created.add(String(answer.id));
    const made = await this.toEnvironment(project, answer);
    this.cache.keep(project, made);
    return this.finish(project, answer, flagsmith, attempted, importHint(name));
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

  async update(project: Project, id: string, changes: Partial<EnvironmentSettings>): Promise<Environment> {
    const attempted = `update environment ${changes.name ?? id}`;
    refuseTexts(attempted, changes);
    const write = (): Promise<Environment> =>
      this.cache.written(project, id, async () => {
        const answer = await attempt(attempted, () => this.change(project, id, changes, attempted), "environment");
        return this.finish(project, answer, changes.flagsmith, attempted, "");
      });
    // Versions are created for the existing flags: a flag created in the meantime would get none.
    return changes.flagsmith?.versioned === true ? this.turns.take(project, "environment", write) : write();
  }

  async delete(project: Project, id: string): Promise<void> {
    await attempt(
      `delete environment ${id}`,
      async () => {
        const found = await this.read(project, id);
        if (!found) return;
        const confirm = (): Promise<void> => this.context.parents.requireProject(project);
        await undefinedIfGone(() => this.context.client.deleteEnvironment(found.api_key), confirm);
      },
      "environment",
    );
    this.cache.drop(project, id);
  }

  /** Sends no update if only versioning changes. */
  private async change(
    project: Project,
    id: string,
    { name, description, flagsmith }: Partial<EnvironmentSettings>,
    attempted: string,
  ): Promise<EnvironmentAnswer> {
    const current = await this.context.client.environment(await this.keyOf(project, id));
    const settings = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...flagsmith?.columns,
    };
    if (Object.keys(settings).length === 0 && flagsmith?.metadata === undefined) return current;
    // The server deletes custom fields that are not sent.
    const metadata = await this.fields.merged(project, "environment", current.metadata, flagsmith?.metadata, attempted);
    return this.context.client.updateEnvironment(current.api_key, { ...settings, metadata });
  }

  /** A copy has everything the other environment has; other stated settings are changed in the copy. */
  private async clone(
    project: Project,
    source: string,
    settings: EnvironmentSettings,
    attempted: string,
  ): Promise<EnvironmentAnswer> {
    const { client } = this.context;
    const environments = await this.list(project);
    const from = resolveName(environments, source, "environment", attempted);
    // The server would create a second one with the name.
    if (environments.some(({ name }) => name === settings.name))
      throw alreadyExists(attempted, "environment", settings.name);
    const copy = await client.cloneEnvironment(from.clientKey, settings.name, (since) =>
      findLanded({ name: settings.name }, since, () => client.environments(project.id)),
    );
    this.cache.keep(project, { ...from, id: String(copy.id), name: copy.name, clientKey: copy.api_key });
    const { name: _name, making: _making, ...changes } = settings;
    return attempt(
      `${attempted} as a copy of ${from.name}`,
      () => this.change(project, String(copy.id), changes, attempted),
      "environment",
    ).catch((error: unknown) => {
      throw error instanceof PlatformError ? withNextStep(error, importHint(settings.name)) : error;
    });
  }

  /** What a create request cannot do, and what only its answer shows. */
  private async finish(
    project: Project,
    answer: EnvironmentAnswer,
    wanted: FlagsmithEnvironmentSettings | undefined,
    attempted: string,
    after: string,
  ): Promise<Environment> {
    const { versioned } = wanted ?? {};
    if (versioned === false && answer.use_v2_feature_versioning) throw cannotDisable(attempted, after);
    const versions = versioned === true && !answer.use_v2_feature_versioning;
    const found = versions
      ? await attempt(attempted, () => enableVersioning(this.context, answer.api_key, attempted), "environment")
      : answer;
    if (wanted?.columns) refuseIgnored(wanted.columns, columnsIn(found, Object.keys(wanted.columns)), attempted, after);
    return this.cache.keep(project, await this.toEnvironment(project, found));
  }

  private async toEnvironment(project: Project, answer: EnvironmentAnswer): Promise<Environment> {
    return {
      id: String(answer.id),
      name: answer.name,
      description: answer.description,
      clientKey: answer.api_key,
      requiresApproval: answer.minimum_change_request_approvals !== null,
      flagsmith: {
        versioned: answer.use_v2_feature_versioning,
        columns: columnsIn(answer, ENVIRONMENT_COLUMNS),
        metadata: await this.fields.named(project, answer.metadata),
      },
    };
  }

  private async keyOf(project: Project, id: string): Promise<string> {
    const known = (await this.cache.of(project)).find((each) => each.id === id);
    return known?.clientKey ?? id;
  }

  /** By the key, if it is known; a key can change, so only the list proves that the environment is gone. */
  private async read(project: Project, id: string): Promise<EnvironmentAnswer | undefined> {
    const known = (await this.cache.of(project)).find((each) => each.id === id);
    const byKey =
      known &&
      (await undefinedIfGone(
        () => this.context.client.environment(known.clientKey),
        () => Promise.resolve(),
      ));
    if (byKey) return byKey;
    return (await this.context.client.environments(project.id)).find((each) => String(each.id) === id);
  }
}

function refuseTexts(attempted: string, { name, description, flagsmith }: Partial<EnvironmentSettings>): void {
  refuseTrimmed(attempted, "environment", { name, description });
  for (const [column, value] of Object.entries(flagsmith?.columns ?? {})) {
    refuseTrimmed(attempted, "environment", { [column]: value }, ["flagsmith", column]);
  }
}

/** The next step if an environment was created but one of its settings was refused. */
function importHint(name: string): string {
  return ` The environment was created: import it with the id "${name}".`;
}

function withNextStep({ details }: PlatformError, after: string): PlatformError {
  return new PlatformError({ ...details, nextStep: details.nextStep + after });
}
