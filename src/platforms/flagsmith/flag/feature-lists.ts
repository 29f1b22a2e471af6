import { SingleFlight } from "../../../http/single-flight";
import type { Environment } from "../../port/environment";
import type { Project } from "../../port/named";
import type { FeatureAnswer } from "../api/answers";
import type { FlagsmithClient } from "../api/client";

/** The project's flags, listed with the live defaults of an environment: one request answers for both. */
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

  /** The next to ask lists anew. */
  forget(): void {
    this.lists.forgetAll();
  }

  /** Of whichever environment: the first one's list will be wanted for its defaults too. */
  async any(project: Project, anew = false): Promise<readonly FeatureAnswer[]> {
    if (anew) this.forget();
    const [first] = this.environments ? await this.environments(project) : [];
    return first ? this.ofEnvironment(project, first) : this.client.features(project.id);
  }
}
