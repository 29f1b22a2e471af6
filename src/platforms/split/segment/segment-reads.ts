import { CachedDirectory } from "../../adapter/lists/cached-directory";
import type { SegmentRule } from "../../model/segment-rule";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { Segment } from "../../port/segment";
import type { SegmentAnswer } from "../api/answers";
import type { KindName } from "../api/client";
import { attempt } from "../api/errors";
import { ifSupported, type KindOf } from "../document/conditions";
import { type Matcher, SEGMENT_KINDS, segmentId, segmentOf } from "../document/document";
import { toAlternatives } from "../document/rules";
import type { SplitContext } from "../run/context";
import type { SegmentContents } from "./segment-contents";
import type { SegmentPlaces } from "./segment-places";

/** Which segments there are, and what is in one. */
export class SegmentReads extends CachedDirectory<Segment> {
  constructor(
    private readonly context: SplitContext,
    private readonly places: SegmentPlaces,
    private readonly contents: SegmentContents,
  ) {
    super();
  }

  /** Names, kinds and descriptions; only an exact read returns what is in a segment. */
  protected async load(project: Project): Promise<readonly Segment[]> {
    const lists = await Promise.all(SEGMENT_KINDS.map(({ kind }) => this.listLeniently(project, kind)));
    return lists.flat();
  }

  /** The kinds of the segments by name. If several kinds have the name, the standard segment's. */
  async kinds(project: Project): Promise<KindOf> {
    const ids = new Set((await this.list(project)).map(({ id }) => id));
    return (name) => SEGMENT_KINDS.find(({ kind }) => ids.has(segmentId(kind, name))) ?? SEGMENT_KINDS[0];
  }

  /** Throws PlatformError where Split cannot express the rules. */
  async matchers(project: Project, rules: readonly SegmentRule[], attempted: string): Promise<readonly Matcher[][]> {
    const kindOf = await this.kinds(project);
    return ifSupported(attempted, "segment", () => toAlternatives(rules, kindOf));
  }

  async get(project: Project, id: string): Promise<Segment | undefined> {
    const { kind, name } = segmentOf(id);
    const reading = this.cache.reading(project, id);
    const listed = (await this.listKind(project, kind.kind)).find((each) => each.name === name);
    if (!listed) {
      await this.context.projects.require(project);
      reading.drop();
      return undefined;
    }
    return reading.keep(await this.complete(project, listed));
  }

  complete(project: Project, listed: Segment): Promise<Segment> {
    const { kind, name } = segmentOf(listed.id);
    return attempt(`read segment ${name}`, () => this.filled(project, listed, kind.kind), "segment");
  }

  private listKind(project: Project, kind: KindName): Promise<readonly Segment[]> {
    return attempt(
      `list the ${kind} segments of project ${project.name}`,
      async () => (await this.context.segmentClient.segments(kind, project.id)).map((answer) => toSegment(answer, kind)),
      "project",
    );
  }

  /** A list leaves out the kinds that the account's plan does not include; an exact read of one fails with the reason. */
  private async listLeniently(project: Project, kind: KindName): Promise<readonly Segment[]> {
    try {
      return await this.listKind(project, kind);
    } catch (error) {
      const isMissing = error instanceof PlatformError && ["denied", "unauthenticated", "gone"].includes(error.code);
      if (kind === "standard" || !isMissing) throw error;
      this.context.environment.log("debug", error.message);
      return [];
    }
  }

  private async filled(project: Project, segment: Segment, kind: KindName): Promise<Segment> {
    const places = await this.places.of(project, kind, segment.name);
    const settings = { split: { ...segment.settings?.split, environments: places.map(({ name }) => name).sort() } };
    return { ...segment, settings, ...(await this.contents.read(kind, project, places, segment.name)) };
  }
}

function toSegment(answer: SegmentAnswer, kind: KindName): Segment {
  const trafficType = answer.trafficType?.name;
  return {
    id: segmentId(kind, answer.name),
    name: answer.name,
    ...(typeof answer.creationTime === "number" && { createdAt: new Date(answer.creationTime).toISOString() }),
    description: answer.description ?? null,
    rules: [],
    settings: { split: { kind, ...(typeof trafficType === "string" && { trafficType }) } },
  };
}
