import { SingleFlight } from "../../../http/single-flight";
import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { FeatureAnswer } from "../api/answers";
import type { FlagsmithClient } from "../api/client";

/** The project's flags, listed with the live defaults of an environment: one request returns both. */
export class FeatureLists {
  private readonly lists = new SingleFlight<readonly FeatureAnswer[]>();

  constructor(
    private readonly client: FlagsmithClient,
    private readonly environments: ((project: Project) => Promise<readonly Environment[]>) | undefined,
  ) {}

  /** With each flag's default in the environment. */
  ofEnvironment(project: Project, environment: Environment): Promise<readonly FeatureAnswer[]> {
    return this.lists.get(`${project.id}/${environment.id}`, () =>
      this.client.features(project.id, { environment: environment.id }),
    );
  }

  /** The next caller lists again. */
  forget(): void {
    this.lists.forgetAll();
  }

  /** The list of any environment: the first one's is needed for its defaults anyway. */
  async any(project: Project, fresh = false): Promise<readonly FeatureAnswer[]> {
    if (fresh) this.forget();
    const [first] = this.environments ? await this.environments(project) : [];
    return first ? this.ofEnvironment(project, first) : this.client.features(project.id);
  }
}
