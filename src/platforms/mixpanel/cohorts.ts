import { SingleFlight } from "../../http/single-flight";
import { findByName, resolveName } from "../names";
import type { CohortAnswer } from "./answers";
import type { MixpanelClient } from "./client";
import { attempt } from "./errors";
import type { Places } from "./places";
import type { CohortNames } from "./targeting";

/** The cohorts of the environments' projects. One segment is the cohorts of one name; its id is that of the first copy. */
export class Cohorts {
  private readonly lists = new SingleFlight<readonly CohortAnswer[]>();

  constructor(
    readonly client: MixpanelClient,
    readonly places: Places,
  ) {}

  list(project: string): Promise<readonly CohortAnswer[]> {
    const attempted = `list the cohorts of environment ${this.places.nameOf(project)} (project ${project})`;
    return this.lists.get(project, () =>
      attempt(attempted, async () => this.client.cohorts(await this.places.of(project)), "environment"),
    );
  }

  forget(project: string): void {
    this.lists.forget(project);
  }

  /** Of every project, the lowest id first: an environment that joins later has a younger project, as a rule. */
  async copies(): Promise<readonly CohortCopy[]> {
    const projects = this.places.environments.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
    const lists = await Promise.all(
      projects.map(async (project) => (await this.list(project)).map((cohort) => ({ project, cohort }))),
    );
    return lists.flat();
  }

  /** What the groups of one project's flags mean. */
  async in(project: string, attempted: string): Promise<ProjectCohorts> {
    const [own, copies] = await Promise.all([this.list(project), this.copies()]);
    const named = own.map(({ id, name }) => ({ id: String(id), name }));
    return {
      names: {
        idOf: (reference) => resolveName(named, reference, "segment", attempted).id,
        nameOf: (id) => named.find((each) => each.id === id)?.name ?? `id:${id}`,
      },
      segmentOf: (id) => {
        const name = named.find((each) => each.id === id)?.name;
        const first = copies.find(({ cohort }) => cohort.name === name);
        return first ? segmentId(first) : `${project}:${id}`;
      },
      cohortOf: (id, name) => {
        const copy = copies.find((each) => segmentId(each) === id);
        return findByName(named, copy?.cohort.name ?? name, "segment", attempted)?.id;
      },
    };
  }
}

export interface CohortCopy {
  readonly project: string;
  readonly cohort: CohortAnswer;
}

export function segmentId({ project, cohort }: CohortCopy): string {
  return `${project}:${cohort.id}`;
}

export interface ProjectCohorts {
  readonly names: CohortNames;
  /** The segment that a cohort is a copy of. */
  segmentOf(cohort: string): string;
  /** A segment's copy; undefined where the project has none. */
  cohortOf(segment: string, name: string): string | undefined;
}

/** For flags that no cohort has to do with. */
export const NO_COHORTS: ProjectCohorts = {
  names: { idOf: (name) => name, nameOf: (id) => `id:${id}` },
  segmentOf: (id) => id,
  cohortOf: () => undefined,
};
