import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";

/**
 * Options of a Mixpanel project.
 */
export interface MixpanelProjectOptions {
  /**
   * The id of the data view (workspace) to use.
   *
   * @default - the one with all of the project's data
   */
  readonly workspace?: string;
}

/**
 * The Mixpanel project that is used as an environment. Mixpanel has no environments of its own.
 */
export class MixpanelProject {
  /**
   * Refers to a project by id.
   *
   * @param project the project's id, the number in Mixpanel's address bar
   * @param options the data view
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
