import { isMadeSince } from "../../../http/pace/server-clock";
import type { HttpAnswer } from "../../../http/request";
import { whileInUse } from "../../adapter/edits/while-in-use";
import { alreadyExists, goneSincePlan } from "../../adapter/errors";
import type { Project, Store } from "../../port/named";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { CreateSegmentBody } from "../api/bodies";
import { attempt, isConflict, isNotFound } from "../api/errors";
import { sameJson } from "../api/same-json";
import type { VercelContext } from "../run/context";
import { newSegment, segmentChanges } from "./segment-changes";
import type { SegmentReads } from "./segment-reads";

/** Segments, named by their slugs, which never change; the dashboard shows their labels. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";

  constructor(
    private readonly context: VercelContext,
    private readonly reads: SegmentReads,
  ) {}

  list(project: Project): Promise<readonly Segment[]> {
    return this.reads.list(project);
  }

  relist(project: Project): Promise<readonly Segment[]> {
    return this.reads.relist(project);
  }

  async get(project: Project, id: string): Promise<Segment | undefined> {
    const answer = await attempt(`read segment ${id}`, () => this.reads.read(project, id), "segment");
    if (!answer) return undefined;
    return this.reads.toSegment(answer, await this.reads.conditionContext(project));
  }

  async create(project: Project, settings: SegmentSettings): Promise<Segment> {
    const { client } = this.context;
    const attempted = `create segment ${settings.name}`;
    const body = newSegment(settings, await this.reads.conditionContext(project), attempted);
    const answer = await attempt(
      attempted,
      async () => {
        try {
          return await client.createSegment(project.id, body, (since) => this.landed(project, body, since));
        } catch (error) {
          throw isConflict(error) ? alreadyExists(attempted, "segment", settings.name) : error;
        }
      },
      "segment",
    );
    return this.reads.kept(project, answer);
  }

  /** Members are sent as additions and removals; rules replace the whole segment, which is read just before. */
  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const { client } = this.context;
    const attempted = `update segment ${changes.name ?? id}`;
    const context = await this.reads.conditionContext(project);
    const answer = await attempt(
      attempted,
      async () => {
        const current = await this.reads.read(project, id);
        if (!current) throw goneSincePlan(attempted, "segment", id);
        const body = segmentChanges(current, changes, context, attempted);
        if (!body) return current;
        try {
          return (await client.updateSegment(project.id, id, body)) ?? (await client.segment(project.id, id));
        } catch (error) {
          this.reads.cache.forget(project, id);
          throw error;
        }
      },
      "segment",
    );
    return this.reads.kept(project, answer);
  }

  async delete(project: Project, id: string): Promise<void> {
    const { client, projects, pace } = this.context;
    const remove = (): Promise<void> =>
      attempt(
        `delete segment ${id}`,
        async () => {
          try {
            await client.deleteSegment(project.id, id);
          } catch (error) {
            if (!isNotFound(error)) throw error;
            await projects.confirm(project);
          }
        },
        "segment",
      );
    await whileInUse(remove, pace);
    this.reads.cache.drop(project, id);
  }

  /** Whether a create without an answer succeeded: a segment of that name exists, and has what was sent. */
  private async landed(
    project: Project,
    sent: CreateSegmentBody,
    since: number | undefined,
  ): Promise<HttpAnswer | undefined> {
    try {
      const found = await this.context.client.segment(project.id, sent.slug);
      const { rules, include = {}, exclude = {} } = found.data;
      const same = found.label === sent.label && sameJson({ rules, include, exclude }, sent.data);
      return same && isMadeSince(found.createdAt, since) ? { status: 201, body: found } : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}
