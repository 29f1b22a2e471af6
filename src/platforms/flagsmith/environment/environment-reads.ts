import { CachedDirectory } from "../../adapter/lists/cached-directory";
import { findById } from "../../adapter/lists/names";
import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { EnvironmentAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import type { FlagsmithContext } from "../run/context";
import type { CustomFields } from "../run/custom-fields";
import { undefinedIfGone } from "../run/parents";
import { columnsIn } from "./columns";

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

/** What environments there are, and what is in one. They are identified by their id; paths need their key. */
export class EnvironmentReads extends CachedDirectory<Environment> {
  constructor(
    private readonly context: FlagsmithContext,
    private readonly fields: CustomFields,
  ) {
    super();
  }

  protected load(project: Project): Promise<readonly Environment[]> {
    return attempt(
      `list the environments of project ${project.name}`,
      async () => {
        const answers = await this.context.client.environments(project.id);
        return Promise.all(answers.map((answer) => this.toEnvironment(project, answer)));
      },
      "project",
    );
  }

  async get(project: Project, id: string): Promise<Environment | undefined> {
    const reading = this.cache.reading(project, id);
    const answer = await attempt(`read environment ${id}`, () => this.answer(project, id), "environment");
    if (answer) return reading.keep(await this.toEnvironment(project, answer));
    reading.drop();
    return undefined;
  }

  /** By the key, if it is known; a key can change, so only the list proves that the environment is gone. */
  async answer(project: Project, id: string): Promise<EnvironmentAnswer | undefined> {
    const known = findById(await this.list(project), id);
    const byKey =
      known &&
      (await undefinedIfGone(
        () => this.context.client.environment(known.clientKey),
        () => Promise.resolve(),
      ));
    if (byKey) return byKey;
    return (await this.context.client.environments(project.id)).find((each) => String(each.id) === id);
  }

  /** For a write, which fails if it is gone. */
  async current(project: Project, id: string): Promise<EnvironmentAnswer> {
    const known = findById(await this.list(project), id);
    return this.context.client.environment(known?.clientKey ?? id);
  }

  async toEnvironment(project: Project, answer: EnvironmentAnswer): Promise<Environment> {
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
}
