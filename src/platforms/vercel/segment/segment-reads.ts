import { CachedList } from "../../adapter/lists/cached-list";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { Project } from "../../port/named";
import type { Segment } from "../../port/segment";
import type { Members, SegmentAnswer } from "../api/answers";
import { attempt, isNotFound } from "../api/errors";
import type { VercelContext } from "../run/context";
import type { ConditionContext } from "./conditions";
import { identifiersIn } from "./segment-changes";
import { describeForeignRules, fromSegmentRules } from "./segment-rules";

const namesIn = memoizeByIdentity((answers: readonly SegmentAnswer[]): ReadonlyMap<string, string> => {
  return new Map(answers.map(({ id, slug }) => [id, slug]));
});
const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Which segments there are, and what is in them: listed once per run, or read exactly. */
export class SegmentReads {
  readonly cache: CachedList<SegmentAnswer>;

  constructor(private readonly context: VercelContext) {
    this.cache = new CachedList((project) =>
      attempt(`list the segments of project ${project.name}`, () => this.context.client.segments(project.id)),
    );
  }

  async list(project: Project): Promise<readonly Segment[]> {
    return this.toSegments(await this.cache.of(project));
  }

  async relist(project: Project): Promise<readonly Segment[]> {
    return this.toSegments(await this.cache.again(project));
  }

  /** What conditions are read and written with. Without names no list is needed. */
  async conditionContext(project: Project, needsNames = true): Promise<ConditionContext> {
    const segments = needsNames ? namesIn(await this.cache.of(project)) : NO_NAMES;
    return { identity: this.context.identity, segments };
  }

  /** One exact read. Undefined means gone. Throws HttpError. */
  async read(project: Project, id: string): Promise<SegmentAnswer | undefined> {
    const reading = this.cache.reading(project, id);
    try {
      return reading.keep(await this.context.client.segment(project.id, id));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.context.projects.confirm(project);
      reading.drop();
      return undefined;
    }
  }

  /** As a write answered it. */
  async kept(project: Project, answer: SegmentAnswer): Promise<Segment> {
    this.cache.keep(project, answer);
    return this.toSegment(answer, await this.conditionContext(project));
  }

  toSegment({ data, ...answer }: SegmentAnswer, context: ConditionContext): Segment {
    const rules = fromSegmentRules(data.rules, context);
    const listed = (members: Members = {}): string[] => identifiersIn(members, context.identity).sort();
    return {
      id: answer.id,
      name: answer.slug,
      ...(answer.createdAt !== undefined && { createdAt: new Date(answer.createdAt).toISOString() }),
      description: answer.description ?? null,
      rules: rules ?? [],
      ...(!rules && { foreignRules: describeForeignRules(data.rules, context) }),
      identities: listed(data.include),
      settings: { vercel: { label: answer.label, excluded: listed(data.exclude) } },
    };
  }

  private readonly toSegments = memoizeByIdentity((answers: readonly SegmentAnswer[]) => {
    const context = { identity: this.context.identity, segments: namesIn(answers) };
    return answers.map((answer) => this.toSegment(answer, context));
  });
}
