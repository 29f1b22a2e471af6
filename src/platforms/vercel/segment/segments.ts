import { isMadeSince } from "../../../http/pace/server-clock";
import type { HttpAnswer } from "../../../http/request";
import { type Pace, whileInUse } from "../../adapter/edits/while-in-use";
import { alreadyExists } from "../../adapter/errors";
import { gone } from "../../adapter/errors";
import { CachedList } from "../../adapter/lists/cached-list";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { Members, SegmentAnswer } from "../api/answers";
import type { CreateSegmentBody, UpdateSegmentBody } from "../api/bodies";
import type { VercelClient } from "../api/client";
import type { Entity } from "../api/entity";
import { attempt, isConflict, isNotFound } from "../api/errors";
import { sameJson } from "../api/same-json";
import type { Projects } from "../run/projects";
import { identifiersIn, newSegment, segmentChanges } from "./segment-changes";
import { describeForeignRules, fromSegmentRules } from "./segment-rules";

const namesIn = memoizeByIdentity((answers: readonly SegmentAnswer[]): ReadonlyMap<string, string> => {
  return new Map(answers.map(({ id, slug }) => [id, slug]));
});

/** Segments, named by their slugs, which never change; people see their labels. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";
  private readonly cache: CachedList<SegmentAnswer>;

  constructor(
    private readonly client: VercelClient,
    private readonly projects: Projects,
    private readonly identity: Entity,
    private readonly pace: Pace,
  ) {
    this.cache = new CachedList((project) =>
      attempt(`list the segments of project ${project.name}`, () => this.client.segments(project.id)),
    );
  }

  async list(project: Project): Promise<readonly Segment[]> {
    return this.toSegments(await this.cache.of(project));
  }

  async relist(project: Project): Promise<readonly Segment[]> {
    return this.toSegments(await this.cache.again(project));
  }

  /** Names (slugs) by id. */
  async names(project: Project): Promise<ReadonlyMap<string, string>> {
    return namesIn(await this.cache.of(project));
  }

  async get(project: Project, id: string): Promise<Segment | undefined> {
    const answer = await attempt(`read segment ${id}`, () => this.read(project, id), "segment");
    if (!answer) return undefined;
    return this.toSegment(answer, await this.names(project));
  }

  async create(project: Project, settings: SegmentSettings): Promise<Segment> {
    const attempted = `create segment ${settings.name}`;
    const body = newSegment(settings, await this.context(project), attempted);
    const answer = await attempt(
      attempted,
      async () => {
        try {
          return await this.client.createSegment(project.id, body, (since) => this.landed(project, body, since));
        } catch (error) {
          throw isConflict(error) ? alreadyExists(attempted, "segment", settings.name) : error;
        }
      },
      "segment",
    );
    return this.kept(project, answer);
  }

  /** Who is in and who is not is sent as what is added and removed; rules replace the whole, which is read just before. */
  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const attempted = `update segment ${changes.name ?? id}`;
    const context = await this.context(project);
    const answer = await attempt(
      attempted,
      async () => {
        const current = await this.read(project, id);
        if (!current) throw goneSegment(id, attempted);
        const body: UpdateSegmentBody | undefined = segmentChanges(current, changes, context, attempted);
        if (!body) return current;
        try {
          return (await this.client.updateSegment(project.id, id, body)) ?? (await this.client.segment(project.id, id));
        } catch (error) {
          this.cache.forget(project, id);
          throw error;
        }
      },
      "segment",
    );
    return this.kept(project, answer);
  }

  async delete(project: Project, id: string): Promise<void> {
    const remove = (): Promise<void> =>
      attempt(
        `delete segment ${id}`,
        async () => {
          try {
            await this.client.deleteSegment(project.id, id);
          } catch (error) {
            if (!isNotFound(error)) throw error;
            await this.projects.confirm(project);
          }
        },
        "segment",
      );
    await whileInUse(remove, this.pace);
    this.cache.drop(project, id);
  }

  private async context(project: Project) {
    return { identity: this.identity, segments: await this.names(project) };
  }

  private readonly toSegments = memoizeByIdentity((answers: readonly SegmentAnswer[]) =>
    answers.map((answer) => this.toSegment(answer, namesIn(answers))),
  );

  private async read(project: Project, id: string): Promise<SegmentAnswer | undefined> {
    const reading = this.cache.reading(project, id);
    try {
      return reading.keep(await this.client.segment(project.id, id));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.projects.confirm(project);
      reading.drop();
      return undefined;
    }
  }

  /** Whether a create whose answer was lost did land: a segment of that name is there, and has what was sent. */
  private async landed(
    project: Project,
    sent: CreateSegmentBody,
    since: number | undefined,
  ): Promise<HttpAnswer | undefined> {
    try {
      const found = await this.client.segment(project.id, sent.slug);
      const { rules, include = {}, exclude = {} } = found.data;
      const same = found.label === sent.label && sameJson({ rules, include, exclude }, sent.data);
      return same && isMadeSince(found.createdAt, since) ? { status: 201, body: found } : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private async kept(project: Project, answer: SegmentAnswer): Promise<Segment> {
    this.cache.keep(project, answer);
    return this.toSegment(answer, await this.names(project));
  }

  private toSegment(answer: SegmentAnswer, segments: ReadonlyMap<string, string>): Segment {
    const context = { identity: this.identity, segments };
    const rules = fromSegmentRules(answer.data.rules, context);
    const listed = (members: Members = {}): string[] => identifiersIn(members, this.identity).sort();
    return {
      id: answer.id,
      name: answer.slug,
      ...(answer.createdAt !== undefined && { createdAt: new Date(answer.createdAt).toISOString() }),
      description: answer.description ?? null,
      rules: rules ?? [],
      ...(!rules && { foreignRules: describeForeignRules(answer.data.rules, context) }),
      identities: listed(answer.data.include),
      settings: { vercel: { label: answer.label, excluded: listed(answer.data.exclude) } },
    };
  }
}

function goneSegment(id: string, attempted: string): PlatformError {
  return gone(attempted, {
    reason: `segment ${id} no longer exists`,
    nextStep: "Check whether it was deleted; the next plan creates it again.",
    subject: "segment",
  });
}
