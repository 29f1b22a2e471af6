import type { FlagsmithEnvironmentSettings } from "../../model/flagsmith-settings";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { Project } from "../../port/named";
import type { EnvironmentAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import type { FlagsmithContext } from "../run/context";
import type { CustomFields } from "../run/custom-fields";
import { columnsIn, refuseIgnored } from "./columns";
import type { EnvironmentReads } from "./environment-reads";
import { cannotDisable, enableVersioning } from "./versioning";

/** The steps that change an environment: the update itself, and what no create or update request does. */
export class EnvironmentChanges {
  constructor(
    private readonly context: FlagsmithContext,
    private readonly reads: EnvironmentReads,
    private readonly fields: CustomFields,
  ) {}

  /** Sends no update if only versioning changes. */
  async send(
    project: Project,
    id: string,
    { name, description, flagsmith }: Partial<EnvironmentSettings>,
    attempted: string,
  ): Promise<EnvironmentAnswer> {
    const current = await this.reads.current(project, id);
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

  /** What a create request cannot do, and what only its answer shows. `after`: a next step for errors. */
  async finish(
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
    return this.reads.cache.keep(project, await this.reads.toEnvironment(project, found));
  }
}
