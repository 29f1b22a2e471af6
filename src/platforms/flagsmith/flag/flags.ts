import { cannotRenameFlag } from "../../adapter/errors";
import { CachedList } from "../../adapter/lists/cached-list";
import { findById } from "../../adapter/lists/names";
import { textOf } from "../../model/flag-value";
import type { DefinitionUnit } from "../../port/definition";
import type { Flag, FlagSettings } from "../../port/flag";
import type { PlannedFor, Project, Store } from "../../port/named";
import type { FeatureAnswer, OptionAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { findLanded } from "../api/landed";
import { refuseTrimmed } from "../api/trimmed";
import { inferInitial, strip } from "../api/values";
import type { FlagsmithContext } from "../run/context";
import type { CreationTurns } from "../run/creation-turns";
import { undefinedIfGone } from "../run/parents";
import type { CustomFields } from "./custom-fields";
import type { FeatureLists } from "./feature-lists";
import { Owners } from "./owners";
import { Tags } from "./tags";
import type { VariantCache } from "./variant-cache";
import { type Variants, variantsOf } from "./variants";

/** Flags: Flagsmith calls them features. */
export class Flags implements Store<Flag, FlagSettings> {
  readonly noun = "flag";
  private readonly cache: CachedList<Flag>;
  private readonly tags: Tags;
  private readonly owners: Owners;
  private readonly created = new Set<string>();

  constructor(
    private readonly context: FlagsmithContext,
    lists: FeatureLists,
    private readonly fields: CustomFields,
    private readonly variants: Variants,
    private readonly variantCache: VariantCache,
    private readonly turns: CreationTurns,
  ) {
    this.owners = new Owners(context);
    this.tags = new Tags(context.client);
    this.cache = new CachedList((project, anew) =>
      attempt(`list the flags of project ${project.name}`, async () =>
        Promise.all(
          (await lists.any(project, anew)).map((answer) => {
            this.variantCache.learnFromList(String(answer.id), answer.multivariate_options);
            return this.toFlag(project, answer);
          }),
        ),
      ),
    );
  }

  list(project: Project): Promise<readonly Flag[]> {
    return this.cache.of(project);
  }

  relist(project: Project): Promise<readonly Flag[]> {
    return this.cache.again(project);
  }

  /** Whether the flag was created in this process, so that nothing overrides it yet. */
  isNew(flag: { readonly id: string }): boolean {
    return this.created.has(flag.id);
  }

  async get(project: Project, id: string): Promise<Flag | undefined> {
    if (!/^\d+$/.test(id)) return undefined;
    const { client, parents } = this.context;
    const reading = this.cache.reading(project, id);
    const learn = this.variantCache.reading(id);
    const flag = await attempt(
      `read flag ${id}`,
      async () => {
        const answer = await undefinedIfGone(
          () => client.feature(project.id, id),
          () => parents.requireProject(project),
        );
        if (answer) learn(answer.multivariate_options);
        return answer && this.toFlag(project, answer);
      },
      "flag",
    );
    if (flag) return reading.keep(flag);
    reading.drop();
    return undefined;
  }

  async create(project: Project, settings: FlagSettings): Promise<Flag> {
    const attempted = `create flag ${settings.name}`;
    refuseTrimmed(attempted, "flag", { name: settings.name, description: settings.description });
    const { client } = this.context;
    const flag = await attempt(
      attempted,
      async () => {
        const body = {
          name: settings.name,
          ...(settings.description === undefined ? {} : { description: settings.description }),
          ...(settings.tags === undefined
            ? {}
            : { tags: await this.tagIds(project, settings.tags, [], settings, attempted) }),
          ...(settings.archived === undefined ? {} : { is_archived: settings.archived }),
          ...(settings.flagsmith?.serverKeyOnly === undefined
            ? {}
            : { is_server_key_only: settings.flagsmith.serverKeyOnly }),
          ...(settings.initial?.enabled === undefined ? {} : { default_enabled: settings.initial.enabled }),
          ...(settings.flagsmith && (await this.owners.ids(project, settings.flagsmith, attempted))),
          ...(settings.flagsmith?.metadata === undefined
            ? {}
            : { metadata: await this.fields.merged(project, "feature", [], settings.flagsmith.metadata, attempted) }),
          // Text, from which the server infers the type; definitions set the type themselves.
          ...(settings.initial?.value === undefined ? {} : { initial_value: strip(textOf(settings.initial.value)) }),
        };
        return this.turns.take(project, "flag", async () => {
          const answer = await client.createFeature(project.id, body, (since) =>
            findLanded(body, since, () => client.features(project.id, { search: settings.name })),
          );
          this.created.add(String(answer.id));
          const options = await this.createVariants(project, String(answer.id), settings, attempted);
          return this.toFlag(project, { ...answer, multivariate_options: options });
        });
      },
      "flag",
    );
    return this.cache.keep(project, flag);
  }

  async update(project: Project, id: string, changes: Partial<FlagSettings>): Promise<Flag> {
    const attempted = `update flag ${changes.name ?? id}`;
    refuseTrimmed(attempted, "flag", { description: changes.description });
    return this.cache.written(project, id, () => this.change(project, id, changes, attempted));
  }

  async requireSettings(project: Project, { name, flagsmith }: Partial<FlagSettings>, { id }: PlannedFor): Promise<void> {
    if (!flagsmith) return;
    const attempted = id === undefined ? `create flag ${name ?? ""}` : `update flag ${name ?? id}`;
    await attempt(attempted, () => this.owners.ids(project, flagsmith, attempted), "flag");
    await attempt(attempted, () => this.fields.require(project, "feature", flagsmith.metadata, attempted), "flag");
  }

  async requireTags(project: Project, labels: readonly string[], attempted: string): Promise<void> {
    await attempt(attempted, () => this.tags.ids(project, labels, [], attempted), "tags");
  }

  /** After a write of a definition: removes variants that waited for their last use to end. */
  async removeUnusedVariants(unit: Pick<DefinitionUnit, "project" | "flag">): Promise<readonly string[]> {
    const { gone, warnings } = await this.variants.removeUnused(unit);
    if (gone.length === 0) return warnings;
    const flag = findById(await this.cache.of(unit.project), unit.flag.id);
    const variants = flag?.variants?.filter(({ key }) => !gone.includes(key));
    if (flag && variants) this.cache.keep(unit.project, { ...flag, variants });
    return warnings;
  }

  /** A flag without all of its variants is useless: if one is refused, the flag is deleted again. */
  private async createVariants(
    project: Project,
    id: string,
    { variants = [] }: FlagSettings,
    attempted: string,
  ): Promise<OptionAnswer[]> {
    try {
      return await this.variants.createAll(project, id, variants, attempted);
    } catch (error) {
      await this.context.client.deleteFeature(project.id, id).catch((failure: unknown) => {
        const words = failure instanceof Error ? failure.message : String(failure);
        this.context.environment.log("warn", `what a failed create left behind could not be removed: ${words}`);
      });
      throw error;
    }
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
    this.cache.drop(project, id);
  }

  private change(project: Project, id: string, changes: Partial<FlagSettings>, attempted: string): Promise<Flag> {
    return attempt(
      attempted,
      async () => {
        const learn = this.variantCache.reading(id);
        const current = await this.context.client.feature(project.id, id);
        learn(current.multivariate_options);
        if (changes.name !== undefined && changes.name !== current.name)
          throw cannotRenameFlag(attempted, "Flagsmith", current.name);
        const { tags, archived, description, flagsmith, variants } = changes;
        // Looked up before the write, because nothing may fail after it.
        if (tags === undefined) await this.tags.labels(project, current.tags);
        const body = {
          ...(description === undefined ? {} : { description }),
          ...(archived === undefined ? {} : { is_archived: archived }),
          ...(flagsmith?.serverKeyOnly === undefined ? {} : { is_server_key_only: flagsmith.serverKeyOnly }),
          ...(tags === undefined ? {} : { tags: await this.tagIds(project, tags, current.tags, changes, attempted) }),
        };
        const metadata = await this.fields.merged(project, "feature", current.metadata, flagsmith?.metadata, attempted);
        const owned = flagsmith ? await this.owners.change(project, id, current, flagsmith, attempted) : current;
        const isPatch = Object.keys(body).length > 0 || flagsmith?.metadata !== undefined;
        // The server deletes custom fields that are not sent.
        const answer = isPatch
          ? await this.context.client.updateFeature(project.id, id, { ...body, metadata })
          : { ...current, ...owned };
        if (variants === undefined) return this.toFlag(project, answer);
        // A new variant gets its share in the existing environments too.
        const { options, warnings } = await this.turns.take(project, "flag", () =>
          this.variants.change(project, id, current.multivariate_options, variants, attempted),
        );
        return { ...(await this.toFlag(project, { ...answer, multivariate_options: [...options] })), warnings };
      },
      "flag",
    );
  }

  private async tagIds(
    project: Project,
    labels: readonly string[],
    present: readonly number[],
    { making }: Partial<FlagSettings>,
    attempted: string,
  ): Promise<number[]> {
    if (making?.createTags) await this.tags.create(project, labels);
    return this.tags.ids(project, labels, present, attempted);
  }

  private async toFlag(project: Project, answer: FeatureAnswer): Promise<Flag> {
    return {
      id: String(answer.id),
      name: answer.name,
      ...(answer.created_date !== null && { createdAt: answer.created_date }),
      description: answer.description,
      tags: await this.tags.labels(project, answer.tags),
      archived: answer.is_archived,
      variants: variantsOf(answer.multivariate_options),
      initial: { enabled: answer.default_enabled, value: inferInitial(answer.initial_value) },
      flagsmith: {
        serverKeyOnly: answer.is_server_key_only,
        owners: answer.owners.map(({ email }) => email).sort(),
        groupOwners: answer.group_owners.map(({ name }) => name).sort(),
        metadata: await this.fields.named(project, answer.metadata),
      },
    };
  }
}
