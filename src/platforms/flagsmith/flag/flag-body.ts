import { textOf } from "../../model/flag-value";
import type { FlagSettings } from "../../port/flag";
import type { Project } from "../../port/named";
import type { FeatureAnswer } from "../api/answers";
import { strip } from "../api/values";
import type { CustomFields } from "../run/custom-fields";
import type { Owners } from "./owners";
import type { Tags } from "./tags";

/** What a flag's settings are in a request: names become ids. */
export class FlagBody {
  constructor(
    private readonly tags: Tags,
    private readonly owners: Owners,
    private readonly fields: CustomFields,
  ) {}

  async ofNew(project: Project, settings: FlagSettings, attempted: string): Promise<Readonly<Record<string, unknown>>> {
    const { name, flagsmith, initial } = settings;
    return {
      name,
      ...(await this.common(project, settings, [], attempted)),
      ...(initial?.enabled === undefined ? {} : { default_enabled: initial.enabled }),
      ...(flagsmith && (await this.owners.ids(project, flagsmith, attempted))),
      ...(flagsmith?.metadata === undefined
        ? {}
        : { metadata: await this.fields.merged(project, "feature", [], flagsmith.metadata, attempted) }),
      // Text, from which the server infers the type; definitions set the type themselves.
      ...(initial?.value === undefined ? {} : { initial_value: strip(textOf(initial.value)) }),
    };
  }

  /** Undefined: nothing to send. Owners and variants have requests of their own. */
  async ofChange(
    project: Project,
    changes: Partial<FlagSettings>,
    current: FeatureAnswer,
    attempted: string,
  ): Promise<object | undefined> {
    // Looked up before the write, because nothing may fail after it.
    if (changes.tags === undefined) await this.tags.labels(project, current.tags);
    const body = await this.common(project, changes, current.tags, attempted);
    const stated = changes.flagsmith?.metadata;
    // The server deletes custom fields that are not sent.
    const metadata = await this.fields.merged(project, "feature", current.metadata, stated, attempted);
    return Object.keys(body).length > 0 || stated !== undefined ? { ...body, metadata } : undefined;
  }

  private async common(
    project: Project,
    { description, tags, archived, flagsmith, making }: Partial<FlagSettings>,
    present: readonly number[],
    attempted: string,
  ): Promise<object> {
    if (tags && making?.createTags) await this.tags.create(project, tags);
    return {
      ...(description === undefined ? {} : { description }),
      ...(tags === undefined ? {} : { tags: await this.tags.ids(project, tags, present, attempted) }),
      ...(archived === undefined ? {} : { is_archived: archived }),
      ...(flagsmith?.serverKeyOnly === undefined ? {} : { is_server_key_only: flagsmith.serverKeyOnly }),
    };
  }
}
