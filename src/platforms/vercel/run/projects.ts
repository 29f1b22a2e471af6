import { SingleFlight } from "../../../http/single-flight";
import { gone } from "../../adapter/errors";
import { scopeOf } from "../../adapter/host-root";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { SettingsAnswer } from "../api/answers";
import type { VercelClient } from "../api/client";
import { attempt, isNotFound } from "../api/errors";
import type { VercelConfig } from "./config";

/** Projects, by name or id. They are not listed: each is looked up once per run. */
export class Projects {
  private readonly reads = new SingleFlight<SettingsAnswer>();
  private readonly confirmed = new SingleFlight<SettingsAnswer>();

  constructor(
    private readonly client: VercelClient,
    private readonly config: VercelConfig,
    private readonly root: string,
  ) {}

  async resolve(reference: string | null): Promise<Project> {
    const wanted = (reference ?? this.config.project)?.replace(/^id:/, "");
    if (wanted === undefined || wanted === "") throw noProject();
    const { projectId } = await this.reads.get(wanted, () => this.look(wanted));
    return {
      id: projectId,
      name: wanted,
      scope: scopeOf("vercel", this.root, projectId),
    };
  }

  /** The project's settings for flags. */
  settings(project: Project): Promise<SettingsAnswer> {
    return this.reads.get(project.name, () => this.look(project.name));
  }

  /** Passes if the project still exists and is visible: then what is not found in it is gone. */
  async confirm(project: Project): Promise<void> {
    await this.confirmed.get(project.id, () => this.look(project.id));
  }

  private look(name: string): Promise<SettingsAnswer> {
    const attempted = `find the project "${name}"`;
    return attempt(
      attempted,
      async () => {
        try {
          return await this.client.settings(name);
        } catch (error) {
          if (!isNotFound(error)) throw error;
          // Vercel answers 404 also without permission: only what is certainly gone may be removed from the state.
          throw new PlatformError({
            code: "denied",
            attempted,
            reason: `there is no project "${name}"${this.inTeam()} that the access token can access`,
            nextStep:
              "Check the project's name or id, the team (its id or slug) in the provider block, and the token's scope.",
            subject: "project",
            status: 404,
          });
        }
      },
      "project",
    );
  }

  private inTeam(): string {
    const { team } = this.config;
    return team === undefined ? " in its own scope (no team is set)" : ` in team "${team}"`;
  }
}

function noProject(): PlatformError {
  return gone("find the project", {
    reason: "no project is set",
    nextStep: "Set project in the provider block to the project's name or id.",
    subject: "project",
  });
}
