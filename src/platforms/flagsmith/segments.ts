import type { Project, Segment, SegmentSettings, Store } from "../platform";
import { PlatformError } from "../platform-error";
import type { SegmentAnswer } from "./answers";
import { CachedList } from "./cached-list";
import type { FlagsmithContext } from "./context";
import { APPROVAL_NEXT_STEP, attempt } from "./errors";
import { findLanded } from "./landed";
import { orGone } from "./parents";
import { fromFlagsmithRules, toFlagsmithRules, UnknownOperator } from "./segment-rules";
import { refuseTrimmed } from "./trimmed";

/** Segments. Their names are not unique to the server, so that a create looks first. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";
  private readonly cache: CachedList<Segment>;

  constructor(private readonly context: FlagsmithContext) {
    this.cache = new CachedList((project) =>
      attempt(`list the segments of project ${project.name}`, async () =>
        (await this.context.client.segments(project.id)).map(toSegmentLeniently),
      ),
    );
  }

  list(project: Project): Promise<readonly Segment[]> {
    return this.cache.of(project);
  }

  async get(project: Project, id: string): Promise<Segment | undefined> {
    if (!/^\d+$/.test(id)) return undefined;
    const { client, parents } = this.context;
    const answer = await attempt(
      `read segment ${id}`,
      () =>
        orGone(
          () => client.segment(project.id, id),
          () => parents.requireProject(project),
        ),
      "segment",
    );
    if (answer) return this.cache.keep(project, toSegment(answer, `read segment ${answer.name}`));
    this.cache.drop(project, id);
    return undefined;
  }

  async create(project: Project, settings: SegmentSettings): Promise<Segment> {
    const attempted = `create segment ${settings.name}`;
    refuseTrimmed(attempted, "segment", { name: settings.name, description: settings.description });
    await this.refuseUnapproved(project, attempted);
    const existing = (await this.list(project)).find(({ name }) => name === settings.name);
    if (existing) throw alreadyThere(attempted, settings.name);
    const { client } = this.context;
    const body = {
      name: settings.name,
      ...(settings.description === undefined ? {} : { description: settings.description }),
      // Read from the path now; older servers demand it.
      project: Number(project.id),
      rules: toFlagsmithRules(settings.rules ?? []),
    };
    const answer = await attempt(
      attempted,
      () =>
        client.createSegment(project.id, body, () =>
          findLanded(body, () => client.segments(project.id, { q: settings.name })),
        ),
      "segment",
    );
    return this.cache.keep(project, toSegment(answer, attempted));
  }

  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const attempted = `update segment ${changes.name ?? id}`;
    refuseTrimmed(attempted, "segment", { name: changes.name, description: changes.description });
    await this.refuseUnapproved(project, attempted);
    const { client } = this.context;
    const update = (): Promise<SegmentAnswer> =>
      attempt(
        attempted,
        async () => {
          const current = await client.segment(project.id, id);
          const { rules, ...rest } = changes;
          // Without its custom fields the server would delete them.
          const kept = { metadata: current.metadata };
          if (rules === undefined) return client.updateSegment(project.id, id, "PATCH", { ...rest, ...kept });
          return client.updateSegment(project.id, id, "PUT", {
            name: current.name,
            description: current.description,
            feature: current.feature,
            ...rest,
            ...kept,
            project: Number(project.id),
            rules: toFlagsmithRules(rules, current.rules),
          });
        },
        "segment",
      );
    return this.cache.written(project, id, async () => toSegment(await update(), attempted));
  }

  async delete(project: Project, id: string): Promise<void> {
    const { client, parents } = this.context;
    await this.refuseUnapproved(project, `delete segment ${id}`);
    await attempt(
      `delete segment ${id}`,
      () =>
        orGone(
          () => client.deleteSegment(project.id, id),
          () => parents.requireProject(project),
        ),
      "segment",
    );
    this.cache.drop(project, id);
  }

  /** A project can demand change requests for its segments; the API would let us pass them by. */
  private async refuseUnapproved(project: Project, attempted: string): Promise<void> {
    const { minimum_change_request_approvals: approvals } = await this.context.projects.settings(project);
    if (approvals === null) return;
    throw new PlatformError({
      code: "approval-required",
      attempted,
      reason: `project ${project.name} requires change requests for segments`,
      nextStep: APPROVAL_NEXT_STEP.replace("environment", "project"),
      subject: "project",
    });
  }
}

function toSegment(answer: SegmentAnswer, attempted: string): Segment {
  try {
    return { ...named(answer), rules: fromFlagsmithRules(answer.rules) };
  } catch (error) {
    if (!(error instanceof UnknownOperator)) throw error;
    throw new PlatformError({
      code: "unsupported",
      attempted,
      reason: `segment ${answer.name} has a condition with the operator ${error.operator}, which is unknown here`,
      nextStep: "Manage this segment in Flagsmith's dashboard, or replace the condition there.",
      subject: "segment",
    });
  }
}

/** In a list, a segment that cannot be told in neutral words must not hide the others: its rules read as none. */
function toSegmentLeniently(answer: SegmentAnswer): Segment {
  try {
    return { ...named(answer), rules: fromFlagsmithRules(answer.rules) };
  } catch {
    return { ...named(answer), rules: [] };
  }
}

function named(answer: SegmentAnswer): Omit<Segment, "rules"> {
  return {
    id: String(answer.id),
    name: answer.name,
    ...(answer.created_at !== null && { createdAt: answer.created_at }),
    description: answer.description,
  };
}

function alreadyThere(attempted: string, name: string): PlatformError {
  return new PlatformError({
    code: "exists",
    attempted,
    reason: `a segment named "${name}" already exists`,
    nextStep: "Import it, or set adopt_existing = true to take it over.",
    subject: "segment",
  });
}
