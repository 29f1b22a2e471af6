import { CachedList } from "../../adapter/lists/cached-list";
import type { ManagedProject, Organisation, ProjectSettings, ProjectStore } from "../../port/project-store";
import type { ManagedProjectAnswer } from "../api/answers";
import { attempt } from "../api/errors";
import { findLanded } from "../api/landed";
import type { FlagsmithContext } from "../run/context";
import { undefinedIfGone } from "../run/parents";
import { columnsIn, refuseIgnored, refuseTrimmedTexts } from "./columns";

const PROJECT_COLUMNS = [
  "enable_realtime_updates",
  "enforce_feature_owners",
  "feature_name_regex",
  "hide_disabled_flags",
  "minimum_change_request_approvals",
  "only_allow_lower_case_feature_names",
  "prevent_flag_defaults",
  "stale_flags_limit_days",
];

/** Projects as managed resources. */
export class ManagedProjects implements ProjectStore {
  readonly noun = "project";
  private readonly cache: CachedList<ManagedProject, Organisation>;

  constructor(private readonly context: Pick<FlagsmithContext, "client" | "projects">) {
    this.cache = new CachedList((organisation) =>
      attempt(
        `list the projects of organisation ${organisation.name}`,
        async () => (await context.client.managedProjects(organisation.id)).map(toProject),
        "organisation",
      ),
    );
  }

  async organisation(reference: string | null): Promise<Organisation> {
    const attempted = reference === null ? "find the organisation" : `find the organisation "${reference}"`;
    return attempt(attempted, () => this.context.projects.organisationNamed(reference, attempted), "organisation");
  }

  scopeOf(id: string): string {
    return this.context.projects.scopeOf(id);
  }

  list(organisation: Organisation): Promise<readonly ManagedProject[]> {
    return this.cache.of(organisation);
  }

  async get(organisation: Organisation, id: string): Promise<ManagedProject | undefined> {
    const reading = this.cache.reading(organisation, id);
    const answer = await attempt(
      `read project ${id}`,
      () =>
        undefinedIfGone(
          () => this.context.client.managedProject(id),
          // A key of another organisation also gets 404: the organisation's list decides.
          async () => this.cache.again(organisation),
        ),
      "project",
    );
    if (answer) return reading.keep(toProject(answer));
    reading.drop();
    return undefined;
  }

  async create(organisation: Organisation, { name, flagsmith }: ProjectSettings): Promise<ManagedProject> {
    const attempted = `create project ${name}`;
    refuseTexts(attempted, { name, ...(flagsmith && { flagsmith }) });
    const { client, projects } = this.context;
    const sent = { name, organisation: Number(organisation.id), ...flagsmith?.columns };
    const landed = (since: number | undefined): ReturnType<typeof findLanded> =>
      findLanded({ name }, since, () => client.managedProjects(organisation.id));
    const answer = await attempt(attempted, () => client.createProject(sent, landed), "project");
    projects.forget();
    const made = this.cache.keep(organisation, toProject(answer));
    refuseIgnoredIn(answer, flagsmith?.columns, attempted, ` The project was created: import it with the id "${name}".`);
    return made;
  }

  update(organisation: Organisation, id: string, changes: Partial<ProjectSettings>): Promise<ManagedProject> {
    const attempted = `update project ${changes.name ?? id}`;
    refuseTexts(attempted, changes);
    const { name, flagsmith } = changes;
    const body = { ...(name === undefined ? {} : { name }), ...flagsmith?.columns };
    return this.cache.written(organisation, id, async () => {
      const answer = await attempt(attempted, () => this.context.client.updateProject(id, body), "project");
      this.context.projects.forget();
      refuseIgnoredIn(answer, flagsmith?.columns, attempted, "");
      return toProject(answer);
    });
  }

  async delete(organisation: Organisation, id: string): Promise<void> {
    await attempt(
      `delete project ${id}`,
      () =>
        undefinedIfGone(
          () => this.context.client.deleteProject(id),
          () => this.cache.again(organisation),
        ),
      "project",
    );
    this.context.projects.forget();
    this.cache.drop(organisation, id);
  }
}

function toProject(answer: ManagedProjectAnswer): ManagedProject {
  return {
    id: String(answer.id),
    name: answer.name,
    uuid: answer.uuid,
    organisation: String(answer.organisation),
    flagsmith: { columns: columnsIn(answer, PROJECT_COLUMNS) },
  };
}

type Sent = NonNullable<ProjectSettings["flagsmith"]>["columns"];

function refuseIgnoredIn(answer: ManagedProjectAnswer, sent: Sent, attempted: string, after: string): void {
  if (sent) refuseIgnored(sent, columnsIn(answer, Object.keys(sent)), attempted, after);
}

function refuseTexts(attempted: string, { name, flagsmith }: Partial<ProjectSettings>): void {
  refuseTrimmedTexts(attempted, "project", { name }, flagsmith?.columns);
}
