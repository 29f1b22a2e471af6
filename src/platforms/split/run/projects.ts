import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { invalid } from "../../adapter/errors";
import { scopeOf } from "../../adapter/host-root";
import { resolveName } from "../../adapter/lists/names";
import { onlyOne } from "../../adapter/lists/only-one";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { WorkspaceAnswer } from "../api/answers";
import type { SplitClient } from "../api/client";
import { attempt } from "../api/errors";
import type { ChangeNote } from "../api/requests";
import type { SplitConfig } from "./config";

const PROJECT = {
  noun: "project",
  credential: "credential",
  setting: "project in the provider block",
  ifNone: "Check the credential's scope, or create the project.",
} as const;

/** Projects, which the API calls workspaces: looked up once per run. */
export class Projects {
  private readonly lists = new SingleFlight<readonly WorkspaceAnswer[]>();

  constructor(
    private readonly client: SplitClient,
    private readonly config: SplitConfig,
    private readonly root: string,
  ) {}

  async resolve(reference: string | null): Promise<Project> {
    const wanted = reference ?? this.config.project;
    const attempted = wanted === undefined ? "find the project" : `find the project "${wanted}"`;
    const listed = await attempt(attempted, () => this.list(), "project");
    const { id, name } =
      wanted === undefined ? onlyOne(listed, attempted, PROJECT) : resolveName(listed, wanted, "project", attempted);
    return { id, name, scope: scopeOf("split", this.root, id) };
  }

  /** Passes when the project is visible, so that what is not found in it is gone. A key that lost its scope sees nothing. */
  async require(project: Project): Promise<WorkspaceAnswer> {
    const attempted = `read project ${project.name}`;
    const found = (await attempt(attempted, () => this.list(), "project")).find(({ id }) => id === project.id);
    if (found) return found;
    throw new PlatformError({
      code: "denied",
      attempted,
      reason: `the credential cannot access project ${project.id}: it lost its scope, or the project was deleted`,
      nextStep: "Check the credential, its roles and scopes, and the host and project it is used with.",
      subject: "credentials",
    });
  }

  /** Title and comment for the change log. Throws PlatformError if the project requires them and they are not set. */
  async changeNote(project: Project, own: ChangeNote, attempted: string): Promise<ChangeNote> {
    const title = own.title ?? this.config.title;
    const comment = own.comment ?? this.config.comment;
    if (title === undefined || comment === undefined) {
      const workspace = await this.require(project);
      if (workspace.requiresTitleAndComments) throw noteRequired(project, attempted);
    }
    return { ...(title === undefined ? {} : { title }), ...(comment === undefined ? {} : { comment }) };
  }

  private list(): Promise<readonly WorkspaceAnswer[]> {
    return this.lists.get("", async () => {
      const { accountIdentifier, organisationIdentifier, projectIdentifier } = this.config;
      const filter = {
        ...(accountIdentifier === undefined ? {} : { accountIdentifier }),
        ...(organisationIdentifier === undefined ? {} : { organizationIdentifier: organisationIdentifier }),
        ...(projectIdentifier === undefined ? {} : { projectIdentifier }),
      };
      for (let tries = 1; ; tries++) {
        try {
          return await this.client.workspaces(filter);
        } catch (error) {
          if (!isMappingRace(error) || tries === 3) throw error;
        }
      }
    });
  }
}

/** Harness maps its projects when they are first listed; two who do it at once meet in its database. */
function isMappingRace(error: unknown): boolean {
  return error instanceof HttpError && error.status === 500 && error.message.includes("E11000");
}

function noteRequired(project: Project, attempted: string): PlatformError {
  return invalid(attempted, {
    reason: `project ${project.name} requires a title and a comment for each change, and none are set`,
    nextStep: "Set title and comment in the provider block, or on the definition (split = { title, comment }).",
    subject: "project",
  });
}
