import { CachedDirectory } from "../../adapter/lists/cached-directory";
import { findById } from "../../adapter/lists/names";
import type { Flag } from "../../port/flag";
import type { Project } from "../../port/named";
import type { FeatureAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { inferInitial } from "../api/values";
import type { FlagsmithContext } from "../run/context";
import type { CustomFields } from "../run/custom-fields";
import { undefinedIfGone } from "../run/parents";
import type { FeatureLists } from "./feature-lists";
import type { Tags } from "./tags";
import type { VariantCache } from "./variant-cache";
import { variantsOf } from "./variants";

/** What flags there are, and what one is. Flagsmith calls them features. */
export class FlagReads extends CachedDirectory<Flag> {
  constructor(
    private readonly context: FlagsmithContext,
    private readonly lists: FeatureLists,
    private readonly tags: Tags,
    private readonly fields: CustomFields,
    private readonly variantCache: VariantCache,
  ) {
    super();
  }

  protected load(project: Project, fresh: boolean): Promise<readonly Flag[]> {
    return attempt(`list the flags of project ${project.name}`, async () =>
      Promise.all(
        (await this.lists.any(project, fresh)).map((answer) => {
          this.variantCache.learnFromList(String(answer.id), answer.multivariate_options);
          return this.toFlag(project, answer);
        }),
      ),
    );
  }

  async get(project: Project, id: string): Promise<Flag | undefined> {
    if (!/^\d+$/.test(id)) return undefined;
    const reading = this.cache.reading(project, id);
    const flag = await attempt(
      `read flag ${id}`,
      async () => {
        const answer = await undefinedIfGone(
          () => this.current(project, id),
          () => this.context.parents.requireProject(project),
        );
        return answer && this.toFlag(project, answer);
      },
      "flag",
    );
    if (flag) return reading.keep(flag);
    reading.drop();
    return undefined;
  }

  /** For a write, which fails if it is gone. */
  async current(project: Project, id: string): Promise<FeatureAnswer> {
    const learn = this.variantCache.reading(id);
    const answer = await this.context.client.feature(project.id, id);
    learn(answer.multivariate_options);
    return answer;
  }

  /** After these variants were removed from the flag. */
  async dropVariants(project: Project, id: string, gone: readonly string[]): Promise<void> {
    const flag = findById(await this.list(project), id);
    const variants = flag?.variants?.filter(({ key }) => !gone.includes(key));
    if (flag && variants) this.cache.keep(project, { ...flag, variants });
  }

  async toFlag(project: Project, answer: FeatureAnswer): Promise<Flag> {
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
