import { SingleFlight } from "../../http/single-flight";
import { nearestNames, resolveName } from "../names";
import type { Named, Project } from "../platform";
import { PlatformError } from "../platform-error";
import type { ProjectAnswer } from "./answers";
import type { FlagsmithClient } from "./client";
import type { FlagsmithConfig } from "./config";
import { attempt } from "./errors";

/** The projects that the credential sees, looked up once per run. */
export class Projects {
  private readonly lists = new SingleFlight<readonly ProjectAnswer[]>();

  constructor(
    private readonly client: FlagsmithClient,
    private readonly config: FlagsmithConfig,
    private readonly root: string,
  ) {}

  async resolve(reference: string | null): Promise<Project> {
    const wanted = reference ?? this.config.project;
    const attempted = wanted === undefined ? "find the project" : `find the project "${wanted}"`;
    const named = (await attempt(attempted, () => this.list(), "project")).map(toNamed);
    const { id, name } = wanted === undefined ? theOnly(named, attempted) : resolveName(named, wanted, "project", attempted);
    return { id, name, scope: `flagsmith:${this.root.replace(/^https?:\/\//i, "").toLowerCase()}/${id}` };
  }

  /** What the server says of the project's settings. */
  async settings(project: Project): Promise<ProjectAnswer> {
    const listed = await attempt(`read project ${project.name}`, () => this.list(), "project");
    return (
      listed.find(({ id }) => String(id) === project.id) ??
      (await attempt(`read project ${project.name}`, () => this.client.project(project.id), "project"))
    );
  }

  private list(): Promise<readonly ProjectAnswer[]> {
    return this.lists.get("", async () => this.client.projects(await this.organisation()));
  }

  private async organisation(): Promise<number | undefined> {
    const wanted = this.config.organisation;
    if (wanted === undefined) return undefined;
    const digits = /^(?:id:)?(\d+)$/.exec(wanted)?.[1];
    if (digits !== undefined) return Number(digits);
    const organisations = (await this.client.organisations()).map(toNamed);
    const found = organisations.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (found.length === 1 && found[0]) return Number(found[0].id);
    const near = nearestNames(organisations, wanted);
    throw new PlatformError({
      code: found.length > 1 ? "ambiguous" : "gone",
      attempted: `find the organisation "${wanted}"`,
      reason: `the API key sees ${found.length === 0 ? "no organisation" : `${found.length} organisations`} of that name`,
      nextStep:
        near.length > 0
          ? `It sees ${near.map((name) => `"${name}"`).join(", ")}. The id is accepted too.`
          : "Name it by its id.",
      subject: "project",
    });
  }
}

function toNamed({ id, name }: { id: number; name: string }): Named {
  return { id: String(id), name };
}

function theOnly(projects: readonly Named[], attempted: string): Named {
  const [only] = projects;
  if (only && projects.length === 1) return only;
  const names = projects.slice(0, 5).map(({ name }) => `"${name}"`);
  throw new PlatformError({
    code: only ? "ambiguous" : "gone",
    attempted,
    reason: only ? `none is named, and the API key sees ${projects.length}` : "the API key sees no project",
    nextStep: only
      ? `Set project in the provider block (or FLAGSMITH_PROJECT) to one of ${names.join(", ")}${projects.length > 5 ? ", …" : ""}.`
      : "Check that the key is of the right organisation, or create the project in Flagsmith.",
    subject: "project",
  });
}
