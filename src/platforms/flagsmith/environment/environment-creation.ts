import { alreadyExists } from "../../adapter/errors";
import { resolveName } from "../../adapter/lists/names";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { EnvironmentAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { findLanded } from "../api/landed";
import type { FlagsmithContext } from "../run/context";
import type { CustomFields } from "../run/custom-fields";
import type { EnvironmentChanges } from "./environment-changes";
import type { EnvironmentReads } from "./environment-reads";

/** New environments, empty or as a copy of another one. */
export class EnvironmentCreation {
  constructor(
    private readonly context: FlagsmithContext,
    private readonly reads: EnvironmentReads,
    private readonly fields: CustomFields,
    private readonly changes: EnvironmentChanges,
  ) {}

  async create(project: Project, settings: EnvironmentSettings, attempted: string): Promise<Environment> {
    const { name, flagsmith, making } = settings;
    const source = making?.cloneFrom;
    const create = (): Promise<EnvironmentAnswer> =>
      source === undefined ? this.empty(project, settings, attempted) : this.clone(project, source, settings, attempted);
    const answer = await attempt(attempted, create, "environment");
    const created = await this.reads.toEnvironment(project, answer);
    // A copy is not new: it has overrides already.
    if (source === undefined) this.reads.keepNew(project, created);
    else this.reads.cache.keep(project, created);
    return this.changes.finish(project, answer, flagsmith, attempted, importHint(name));
  }

  private async empty(
    project: Project,
    { name, description, flagsmith }: EnvironmentSettings,
    attempted: string,
  ): Promise<EnvironmentAnswer> {
    const { client } = this.context;
    const sent = { name, ...(description === undefined ? {} : { description }) };
    const body = {
      ...sent,
      ...flagsmith?.columns,
      ...(flagsmith?.metadata === undefined
        ? {}
        : { metadata: await this.fields.merged(project, "environment", [], flagsmith.metadata, attempted) }),
      project: Number(project.id),
    };
    return client.createEnvironment(body, (since) => findLanded(sent, since, () => client.environments(project.id)));
  }

  /** A copy has everything the other environment has; other stated settings are changed in the copy. */
  private async clone(
    project: Project,
    source: string,
    settings: EnvironmentSettings,
    attempted: string,
  ): Promise<EnvironmentAnswer> {
    const { client } = this.context;
    const environments = await this.reads.list(project);
    const from = resolveName(environments, source, "environment", attempted);
    // The server would create a second one with the name.
    if (environments.some(({ name }) => name === settings.name))
      throw alreadyExists(attempted, "environment", settings.name);
    const copy = await client.cloneEnvironment(from.clientKey, settings.name, (since) =>
      findLanded({ name: settings.name }, since, () => client.environments(project.id)),
    );
    this.reads.cache.keep(project, { ...from, id: String(copy.id), name: copy.name, clientKey: copy.api_key });
    const { name: _name, making: _making, ...changes } = settings;
    return attempt(
      `${attempted} as a copy of ${from.name}`,
      () => this.changes.send(project, String(copy.id), changes, attempted),
      "environment",
    ).catch((error: unknown) => {
      throw error instanceof PlatformError ? withNextStep(error, importHint(settings.name)) : error;
    });
  }
}

/** The next step if an environment was created but one of its settings was refused. */
function importHint(name: string): string {
  return ` The environment was created: import it with the id "${name}".`;
}

function withNextStep({ details }: PlatformError, after: string): PlatformError {
  return new PlatformError({ ...details, nextStep: details.nextStep + after });
}
