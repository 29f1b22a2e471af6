import { SingleFlight } from "../../../http/single-flight";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import { findById, findByName, resolveName } from "../../adapter/lists/names";
import type { CohortAnswer } from "../api/answers";
import type { MixpanelClient } from "../api/client";
import { attempt } from "../api/errors";
import type { CohortNames } from "../definition/targeting";
import type { Places } from "../run/places";

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
    const projects = this.projects();
    const [first, ...others] = await Promise.all(projects.map((project) => this.list(project)));
    return first ? this.copiesIn(first, ...others) : [];
  }

  private readonly copiesIn = memoizeByIdentity(
    (...lists: readonly [CohortList, ...CohortList[]]): readonly CohortCopy[] => {
      const projects = this.projects();
      return lists.flatMap((list, index) => list.map((cohort) => ({ project: projects[index] ?? "", cohort })));
    },
  );

  private projects(): readonly string[] {
    return this.places.environments.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
  }

  /** What the groups of one project's flags mean. */
  async in(project: string, attempted: string): Promise<ProjectCohorts> {
    const [own, copies] = await Promise.all([this.list(project), this.copies()]);
    const named = namedIn(own);
    return {
      names: {
        idOf: (reference) => resolveName(named, reference, "segment", attempted).id,
        nameOf: (id) => findById(named, id)?.name ?? `id:${id}`,
      },
      segmentOf: (id) => {
        const name = findById(named, id)?.name;
        const first = name === undefined ? undefined : firstCopies(copies).get(name);
        return first ? segmentId(first) : `${project}:${id}`;
      },
      cohortOf: (id, name) => {
        const copy = copies.find((each) => segmentId(each) === id);
        return findByName(named, copy?.cohort.name ?? name, "segment", attempted)?.id;
      },
    };
  }
}

type CohortList = readonly CohortAnswer[];

const namedIn = memoizeByIdentity((list: CohortList) => list.map(({ id, name }) => ({ id: String(id), name })));

/** The first copy of each name. */
export const firstCopies = memoizeByIdentity((copies: readonly CohortCopy[]): ReadonlyMap<string, CohortCopy> => {
  const firsts = new Map<string, CohortCopy>();
  for (const copy of copies) if (!firsts.has(copy.cohort.name)) firsts.set(copy.cohort.name, copy);
  return firsts;
});

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
