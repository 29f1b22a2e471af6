import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { gone } from "../../adapter/errors";
import { didYouMean, nearestNames } from "../../adapter/lists/names";
import type { CustomFieldChanges, CustomFields as Values } from "../../model/flagsmith-settings";
import type { Project } from "../../port/named";
import type { CustomFieldAnswer, MetadataAnswer } from "../api/answers";
import { refuseTrimmed } from "../api/trimmed";
import type { FlagsmithContext } from "./context";

type Entity = "feature" | "segment" | "environment";

const THINGS = { feature: "flags", segment: "segments", environment: "environments" } as const;

/**
 * Custom fields by name. The API identifies them by a number per kind of object. The server
 * deletes the fields that a write leaves out, so every write sends all of them.
 */
export class CustomFields {
  private readonly lists = new SingleFlight<readonly CustomFieldAnswer[]>();
  private readonly types = new SingleFlight<ReadonlyMap<string, number>>();

  constructor(private readonly context: Pick<FlagsmithContext, "client" | "projects">) {}

  /** The values by the fields' names; requests the field names only if there are values. */
  async named(project: Project, metadata: readonly MetadataAnswer[]): Promise<Values> {
    if (metadata.length === 0) return {};
    const fields = await this.fields(project);
    const named = metadata.map(({ model_field: use, field_value: value }): [string, string] => {
      const field = fields.find((each) => each.model_fields.some(({ id }) => id === use));
      return [field?.name ?? byUse(use), value];
    });
    return Object.fromEntries(named.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** All fields that a write sends: the current values with the changes applied. */
  async merged(
    project: Project,
    entity: Entity,
    current: readonly MetadataAnswer[],
    changes: CustomFieldChanges | undefined,
    attempted: string,
  ): Promise<Omit<MetadataAnswer, "id">[]> {
    const values = new Map(current.map((each) => [each.model_field, each.field_value]));
    const stated = Object.entries(changes ?? {});
    if (stated.length > 0) refuseTrimmed(attempted, "value", changes ?? {}, METADATA);
    for (const [name, value] of stated) {
      const use = await this.use(project, entity, name, attempted);
      if (value === null) values.delete(use);
      else values.set(use, value);
    }
    return [...values].map(([use, value]) => ({ model_field: use, field_value: value }));
  }

  /** Throws PlatformError where one of the fields is not there, or not for this kind of thing. */
  async require(
    project: Project,
    entity: Entity,
    changes: CustomFieldChanges | undefined,
    attempted: string,
  ): Promise<void> {
    for (const name of Object.keys(changes ?? {})) await this.use(project, entity, name, attempted);
  }

  private async use(project: Project, entity: Entity, name: string, attempted: string): Promise<number> {
    const number = /^id:(\d+)$/.exec(name)?.[1];
    if (number !== undefined) return Number(number);
    const fields = await this.fields(project);
    const type = (await this.contentTypes(project)).get(entity);
    const usable = fields.filter((each) => each.model_fields.some((use) => use.content_type === type));
    const use = usable.find((each) => each.name === name)?.model_fields.find((each) => each.content_type === type);
    if (use) return use.id;
    const exists = fields.some((each) => each.name === name);
    const near = nearestNames(
      usable.map((each) => ({ id: String(each.id), name: each.name })),
      name,
    );
    throw gone(attempted, {
      reason: exists
        ? `the custom field "${name}" does not apply to ${THINGS[entity]}`
        : `there is no custom field "${name}"`,
      nextStep: exists
        ? `Add ${THINGS[entity]} to the field, under Organisation Settings > Custom Fields.`
        : didYouMean(near, "create the field under Organisation Settings > Custom Fields."),
      attribute: METADATA,
    });
  }

  private fields(project: Project): Promise<readonly CustomFieldAnswer[]> {
    return this.lists.get(project.id, async () => {
      try {
        return await this.context.client.customFields(project.id);
      } catch (error) {
        // Older servers have no such list, and some keys may not read it: then fields are named by number, as `id:<number>`.
        if (error instanceof HttpError && (error.status === 404 || error.status === 403)) return [];
        throw error;
      }
    });
  }

  private async contentTypes(project: Project): Promise<ReadonlyMap<string, number>> {
    const { organisation } = await this.context.projects.settings(project);
    return this.types.get(String(organisation), async () => {
      const types = await this.context.client.contentTypes(organisation);
      return new Map(types.map(({ id, model }) => [model, id]));
    });
  }
}

/** The attribute of every resource that has custom fields. */
const METADATA = ["flagsmith", "metadata"];

function byUse(use: number): string {
  return `id:${String(use)}`;
}
