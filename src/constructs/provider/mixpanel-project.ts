import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";

/**
 * What a Mixpanel project is beside its id.
 */
export interface MixpanelProjectOptions {
  /**
   * The id of the data view (workspace) that the project is seen through.
   *
   * @default - the one with all of the project's data
   */
  readonly workspace?: string;
}

/**
 * The project that is an environment on Mixpanel, which has no environments of its own.
 */
export class MixpanelProject {
  /**
   * The project of this id.
   *
   * @param project its id, a number: it is in Mixpanel's address bar
   * @param options the data view it is seen through
   */
  public static of(project: string, options: MixpanelProjectOptions = {}): MixpanelProject {
    checkLiterals("MixpanelProject.of", "mixpanelProject", { ...options, project });
    return new MixpanelProject(project, options.workspace);
  }

  /** @internal */
  public readonly _project: string;

  private constructor(
    project: string,
    private readonly workspace: string | undefined,
  ) {
    this._project = project;
  }

  /** @internal */
  public _attributes(): Attributes {
    return { project: this._project, workspace: this.workspace };
  }
}
