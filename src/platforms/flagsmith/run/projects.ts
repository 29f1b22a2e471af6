import { SingleFlight } from "../../../http/single-flight";
import { scopeOf } from "../../adapter/host-root";
import { resolveName } from "../../adapter/lists/names";
import { onlyOne } from "../../adapter/lists/only-one";
import type { Named, Project } from "../../port/named";
import type { Organisation } from "../../port/project-store";
import type { OrganisationAnswer, ProjectAnswer } from "../api/answers";
import type { FlagsmithClient } from "../api/client";
import { attempt } from "../api/errors";
import type { FlagsmithConfig } from "./config";

const PROJECT = {
  noun: "project",
  credential: "API key",
  setting: "project in the provider block (or FLAGSMITH_PROJECT)",
  ifNone: "Check that the key belongs to the right organisation, or create the project in Flagsmith.",
} as const;
const ORGANISATION = {
  noun: "organisation",
  credential: "API key",
  setting: "organisation",
  ifNone: "Check the API key.",
} as const;

/** The projects that the credential can access, looked up once per run. */
export class Projects {
  private readonly lists = new SingleFlight<readonly ProjectAnswer[]>();
  private readonly organisations = new SingleFlight<readonly OrganisationAnswer[]>();

  constructor(
    private readonly client: FlagsmithClient,
    private readonly config: FlagsmithConfig,
    private readonly root: string,
  ) {}

  async resolve(reference: string | null): Promise<Project> {
    const wanted = reference ?? this.config.project;
    const attempted = wanted === undefined ? "find the project" : `find the project "${wanted}"`;
    const named = (await attempt(attempted, () => this.list(), "project")).map(toNamed);
    const { id, name } =
      wanted === undefined ? onlyOne(named, attempted, PROJECT) : resolveName(named, wanted, "project", attempted);
    return { id, name, scope: this.scopeOf(id) };
  }

  scopeOf(id: string): string {
    return scopeOf("flagsmith", this.root, id);
  }

  /** A project was created, renamed or removed: the next caller lists again. */
  forget(): void {
    this.lists.forgetAll();
  }

  /** Null is the configured one, or the only one. */
  async organisationNamed(reference: string | null, attempted: string): Promise<Organisation> {
    const wanted = reference ?? this.config.organisation;
    const known = (await this.organisations.get("", () => this.client.organisations())).map(toOrganisation);
    if (wanted === undefined) return onlyOne(known, attempted, ORGANISATION);
    const digits = /^(?:id:)?(\d+)$/.exec(wanted)?.[1];
    const byId = known.find(({ id }) => id === digits);
    return byId ?? resolveName(known, wanted, "organisation", attempted);
  }

  /** The project's settings on the server. */
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
    return Number((await this.organisationNamed(wanted, `find the organisation "${wanted}"`)).id);
  }
}

function toOrganisation({ id, name, uuid }: OrganisationAnswer): Organisation {
  return { id: String(id), name, uuid };
}

function toNamed({ id, name }: { id: number; name: string }): Named {
  return { id: String(id), name };
}
