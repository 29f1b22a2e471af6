import { alreadyExists, notSupported } from "../../adapter/errors";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { Environment, EnvironmentSettings } from "../../port/environment";
import type { Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { Projects } from "../run/projects";

/** Every project has these, even if its settings do not list them. */
export const STANDARD = ["production", "preview", "development"];

export const ENVIRONMENTS_ARE_FIXED =
  "A project has the environments production, preview and development: reference them by name.";

const toEnvironments = memoizeByIdentity((named: readonly string[]) =>
  [...new Set([...STANDARD, ...named])].map(toEnvironment),
);

/** Environments, which are fixed on Vercel: they cannot be created, changed or deleted. */
export class Environments implements Store<Environment, EnvironmentSettings> {
  readonly noun = "environment";

  constructor(private readonly projects: Projects) {}

  async list(project: Project): Promise<readonly Environment[]> {
    const { environments } = await this.projects.settings(project);
    return toEnvironments(environments);
  }

  async get(project: Project, id: string): Promise<Environment | undefined> {
    return (await this.list(project)).find((each) => each.id === id);
  }

  async create(project: Project, { name }: EnvironmentSettings): Promise<Environment> {
    const attempted = `create environment ${name}`;
    if (await this.get(project, name)) throw alreadyExists(attempted, "environment", name);
    throw fixed(attempted);
  }

  update(_project: Project, id: string): Promise<Environment> {
    return Promise.reject(fixed(`update environment ${id}`));
  }

  delete(_project: Project, id: string): Promise<void> {
    return Promise.reject(fixed(`delete environment ${id}`));
  }
}

function toEnvironment(name: string): Environment {
  return { id: name, name, description: null, clientKey: "", requiresApproval: false };
}

function fixed(attempted: string): PlatformError {
  return notSupported(attempted, {
    reason: "Vercel's flag environments are fixed",
    nextStep: ENVIRONMENTS_ARE_FIXED,
    subject: "environment",
  });
}
