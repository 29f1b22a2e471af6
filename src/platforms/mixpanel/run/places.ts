import { getOwn } from "../../../get-own";
import { SingleFlight } from "../../../http/single-flight";
import type { Environment } from "../../port/environment";
import { PlatformError } from "../../port/platform-error";
import type { MixpanelClient, Place } from "../api/client";
import { attempt } from "../api/errors";
import type { MixpanelConfig } from "./config";

/** Where each environment is: a project, through one of its data views. */
export class Places {
  private readonly found = new SingleFlight<Place>();
  /** By name, as the provider block has them. */
  readonly environments: readonly Environment[];

  constructor(
    private readonly client: MixpanelClient,
    private readonly config: MixpanelConfig,
  ) {
    this.environments = Object.entries(config.environments).map(([name, { project }]) => ({
      id: project,
      name,
      description: null,
      clientKey: "",
      requiresApproval: false,
    }));
  }

  /** An environment's id is its project's. */
  of(project: string): Promise<Place> {
    return this.found.get(project, () => this.find(project));
  }

  nameOf(project: string): string {
    return this.environments.find(({ id }) => id === project)?.name ?? project;
  }

  private async find(project: string): Promise<Place> {
    const name = this.nameOf(project);
    const workspace = getOwn(this.config.environments, name)?.workspace;
    if (workspace !== undefined) return { project, workspace };
    const attempted = `find the data views of environment ${name} (project ${project})`;
    const views = await attempt(attempted, () => this.client.workspaces(project), "environment");
    const view = views.find((each) => each.is_global) ?? views.find((each) => each.is_default) ?? views[0];
    if (view) return { project, workspace: String(view.id) };
    throw new PlatformError({
      code: "denied",
      attempted,
      reason: "the service account cannot access any data view there",
      nextStep: "Give it access to one, or set the workspace in the provider's environments.",
      subject: "environment",
    });
  }
}
