import { HttpError } from "../../../http/http-error";
import { type Pace, whileInUse } from "../../adapter/edits/while-in-use";
import { alreadyExists, goneSincePlan, inUse, notSupported } from "../../adapter/errors";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { SegmentRule } from "../../model/segment-rule";
import type { Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { CohortAnswer } from "../api/answers";
import { landedAs } from "../api/client";
import { fromTree, toTree } from "../api/condition-tree";
import { attempt, isNotFound } from "../api/errors";
import { fromSelector, toSelector } from "../api/selector";
import type { CohortNames } from "../definition/targeting";
import { hasCohorts, renameCohorts } from "../definition/targeting";
import { type CohortCopy, type Cohorts, firstCopies, segmentId } from "./cohorts";

/** Segments: cohorts of one name, one in each environment's project. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";

  constructor(
    private readonly cohorts: Cohorts,
    private readonly pace: Pace,
  ) {}

  async list(): Promise<readonly Segment[]> {
    return this.toSegments(await this.cohorts.copies());
  }

  async get(_project: Project, id: string): Promise<Segment | undefined> {
    const [project = "", cohort = ""] = id.split(":");
    if (!this.cohorts.places.environments.some((each) => each.id === project)) return undefined;
    const attempted = `read segment ${id}`;
    this.cohorts.forget(project);
    const found = (await attempt(attempted, () => this.cohorts.list(project), "segment")).find(
      (each) => String(each.id) === cohort,
    );
    if (!found) return undefined;
    return this.toSegment({ project, cohort: found });
  }

  async create(_project: Project, settings: SegmentSettings): Promise<Segment> {
    const attempted = `create segment ${settings.name}`;
    refuseIdentities(attempted, settings);
    const existing = (await this.cohorts.copies()).find(({ cohort }) => cohort.name === settings.name);
    if (existing) throw alreadyExists(attempted, "segment", settings.name, "cohort");
    const projects = this.cohorts.places.environments.map(({ id }) => id);
    for (const project of projects) await this.createIn(project, settings, attempted);
    return this.named(settings.name, attempted);
  }

  async update(_project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const attempted = `update segment ${changes.name ?? id}`;
    refuseIdentities(attempted, changes);
    const copies = await this.copiesOf(id);
    const [first] = copies;
    if (!first) throw goneSincePlan(attempted, "segment", id, "cohort");
    for (const { project, cohort } of copies) {
      await attempt(
        attempted,
        async () => {
          const body = await this.bodyOf(project, changes, attempted, cohort);
          if (Object.keys(body).length === 0) return;
          const place = await this.cohorts.places.of(project);
          await this.cohorts.client.updateCohort(place, String(cohort.id), body);
        },
        "segment",
      ).finally(() => this.cohorts.forget(project));
    }
    await this.fillGaps(changes.name ?? first.cohort.name, attempted);
    return this.named(changes.name ?? first.cohort.name, attempted);
  }

  async delete(_project: Project, id: string): Promise<void> {
    for (const { project, cohort } of await this.copiesOf(id)) {
      const attempted = `delete segment ${cohort.name} in environment ${this.cohorts.places.nameOf(project)}`;
      const remove = async (): Promise<void> => {
        try {
          await this.cohorts.client.deleteCohort(await this.cohorts.places.of(project), String(cohort.id));
        } catch (error) {
          if (isNotFound(error)) return;
          throw isInUse(error) ? cohortInUse(attempted, error.details.words) : error;
        }
      };
      await whileInUse(() => attempt(attempted, remove, "segment"), this.pace).finally(() => this.cohorts.forget(project));
    }
  }

  /** Copies the cohort of a segment to another project. */
  async copyTo(project: string, name: string, attempted: string): Promise<void> {
    const segment = (await this.list()).find((each) => each.name === name);
    if (!segment) throw goneSincePlan(attempted, "segment", name, "cohort");
    if (segment.foreignRules !== undefined) throw cannotCopy(attempted, name, segment.foreignRules);
    const { description, rules } = segment;
    await this.createIn(project, { name, rules, ...(description !== null && { description }) }, attempted);
  }

  private async fillGaps(name: string, attempted: string): Promise<void> {
    const there = (await this.cohorts.copies()).filter(({ cohort }) => cohort.name === name).map(({ project }) => project);
    // One that cannot be copied is created by the user: an override that needs it fails with an error that says so.
    if ((await this.list()).find((each) => each.name === name)?.foreignRules !== undefined) return;
    for (const { id } of this.cohorts.places.environments) {
      if (!there.includes(id)) await this.copyTo(id, name, attempted);
    }
  }

  private async createIn(project: string, settings: SegmentSettings, attempted: string): Promise<void> {
    await attempt(
      attempted,
      async () => {
        const place = await this.cohorts.places.of(project);
        const body = await this.bodyOf(project, settings, attempted);
        await this.cohorts.client.createCohort(place, body, async () => {
          const found = (await this.cohorts.client.cohorts(place)).find(({ name }) => name === settings.name);
          return found && landedAs(found);
        });
      },
      "segment",
    ).finally(() => this.cohorts.forget(project));
  }

  /** Only what changes, because a cohort's update is partial. The definition is at the top level. */
  private async bodyOf(
    project: string,
    { name, description, rules, settings }: Partial<SegmentSettings>,
    attempted: string,
    current?: CohortAnswer,
  ): Promise<object> {
    const group = settings?.mixpanel?.dataGroup;
    return {
      ...(name !== undefined && name !== current?.name && { name }),
      ...(description !== undefined && description !== current?.description && { description }),
      ...(group !== undefined && group !== String(current?.data_group_id) && { data_group_id: group }),
      ...(rules !== undefined && { selector: await this.selectorOf(project, rules, attempted) }),
      // Otherwise they would still count, together with the selector.
      ...(rules !== undefined && current && current.groups !== null && { groups: null }),
      ...(rules !== undefined && current && current.behaviors !== null && { behaviors: null }),
    };
  }

  private async selectorOf(project: string, rules: readonly SegmentRule[], attempted: string): Promise<object> {
    const names = hasCohorts(rules) ? (await this.cohorts.in(project, attempted)).names : undefined;
    return toSelector(toTree(names ? renameCohorts(rules, (name) => names.idOf(name)) : rules));
  }

  private async toSegment({ project, cohort }: CohortCopy): Promise<Segment> {
    const { name, description, selector } = cohort;
    const tree = selector === null || isMore(cohort) ? undefined : fromSelector(selector);
    const rules = tree && fromTree(tree);
    const names: CohortNames | undefined =
      rules && hasCohorts(rules) ? (await this.cohorts.in(project, `read segment ${name}`)).names : undefined;
    const group =
      cohort.data_group_id === null ? {} : { settings: { mixpanel: { dataGroup: String(cohort.data_group_id) } } };
    return {
      ...{ id: segmentId({ project, cohort }), name, description, ...group },
      rules: rules ? (names ? renameCohorts(rules, (id) => names.nameOf(id)) : rules) : [],
      ...(!rules && (selector !== null || isMore(cohort)) && { foreignRules: describeForeignRules(cohort) }),
    };
  }

  private readonly toSegments = memoizeByIdentity((copies: readonly CohortCopy[]) =>
    Promise.all([...firstCopies(copies).values()].map((copy) => this.toSegment(copy))),
  );

  private async copiesOf(id: string): Promise<readonly CohortCopy[]> {
    const copies = await this.cohorts.copies();
    const name = copies.find((copy) => segmentId(copy) === id)?.cohort.name;
    return copies.filter(({ cohort }) => cohort.name === name);
  }

  private async named(name: string, attempted: string): Promise<Segment> {
    const segment = (await this.list()).find((each) => each.name === name);
    if (segment) return segment;
    throw goneSincePlan(attempted, "segment", name, "cohort");
  }
}

function isMore({ behaviors, groups }: CohortAnswer): boolean {
  return [behaviors, groups].some(isFilled);
}

function isFilled(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function refuseIdentities(attempted: string, { identities }: Partial<SegmentSettings>): void {
  if (identities === undefined || identities.length === 0) return;
  throw notSupported(attempted, {
    reason: "Mixpanel's cohorts cannot list identities: they are computed from profiles and events",
    nextStep: "Use a condition on a profile property, or identity overrides.",
    subject: "segment",
  });
}

function describeForeignRules({ selector, behaviors, groups }: CohortAnswer): string {
  const parts = { behaviors, groups, selector };
  const some = Object.entries(parts).filter(([, value]) => isFilled(value));
  const [part] = some.filter(([name]) => name !== "selector" || some.length === 1);
  const text = JSON.stringify(part?.[1] ?? null);
  return `${part?.[0] ?? "selector"} ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`;
}

/** In another project its events, lists and cohorts are others. */
function cannotCopy(attempted: string, name: string, words: string): PlatformError {
  return notSupported(attempted, {
    reason: `the cohort "${name}" is not in that environment's project, and cannot be copied to it: it has ${words}`,
    nextStep: "Create a cohort with this name in the project, or set the segment's `rules` and apply that first.",
    subject: "segment",
  });
}

/** Only the message shows it: the status is the same for every refusal. */
function isInUse(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === "refused" && /in use|referenced/i.test(error.details.words);
}

function cohortInUse(attempted: string, words: string): PlatformError {
  return inUse(attempted, {
    reason: words,
    nextStep: "Remove it from the rollout groups and cohorts that use it, then delete it.",
    subject: "segment",
  });
}
