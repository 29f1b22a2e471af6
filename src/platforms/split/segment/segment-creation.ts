import { isMadeSince } from "../../../http/pace/server-clock";
import { isOfEarlierRun } from "../../adapter/lists/earlier-run";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { KindName } from "../api/client";
import { attempt } from "../api/errors";
import { segmentId } from "../document/document";
import { isPartlyCreated, kindFor } from "../document/segment-kind";
import { requireNothingSubmitted } from "../run/approvals";
import type { SplitContext } from "../run/context";
import type { Lookups } from "../run/lookups";
import type { SegmentContents } from "./segment-contents";
import type { SegmentPlaces } from "./segment-places";
import type { SegmentReads } from "./segment-reads";

/** Creates a segment in the project, then in each of its environments. */
export class SegmentCreation {
  constructor(
    private readonly context: SplitContext,
    private readonly lookups: Lookups,
    private readonly places: SegmentPlaces,
    private readonly contents: SegmentContents,
    private readonly reads: SegmentReads,
    /** The flags and segments that name it. */
    private readonly usesOf: (project: Project, segment: Segment) => Promise<readonly string[]>,
  ) {}

  async create(project: Project, settings: SegmentSettings): Promise<Segment> {
    const { name, identities = [], settings: { split } = {} } = settings;
    const attempted = `create segment ${name}`;
    const kind = kindFor(settings, attempted);
    const trafficType = await this.lookups.trafficType(project, split?.trafficType, attempted);
    const places = await this.places.named(project, split?.environments, attempted);
    // Read before the first write, after which as little as possible may fail.
    const words = await this.context.projects.changeNote(project, {}, attempted);
    const rules = settings.rules && (await this.reads.matchers(project, settings.rules, attempted));
    const obstacle = await this.createOrResume(project, kind, trafficType, settings, places.length, attempted);
    const work = async (): Promise<void> => {
      const submitted = [];
      for (const place of places) {
        await this.places.enable(kind, place, name);
        const target = { project, place, name, words, attempted };
        submitted.push(await this.contents.write(kind, target, { identities, rules }, !obstacle));
      }
      requireNothingSubmitted(attempted, submitted);
    };
    await attempt(attempted, work, "segment");
    const created = await this.reads.get(project, segmentId(kind, name));
    // What an earlier run began is whole now. The caller decides whether to take it over.
    if (obstacle) throw obstacle;
    if (created) return created;
    // Lists are late: keep what was sent.
    return this.reads.cache.keep(project, {
      id: segmentId(kind, name),
      name,
      description: settings.description ?? null,
      rules: settings.rules ?? [],
      ...(kind === "standard" && { identities: [...identities].sort() }),
      settings: { split: { kind, environments: places.map((place) => place.name) } },
    });
  }

  /** Creates it. If it exists because an earlier run began to create it and did not finish, the creation continues from there. */
  private async createOrResume(
    project: Project,
    kind: KindName,
    trafficType: string,
    settings: SegmentSettings,
    environments: number,
    attempted: string,
  ): Promise<PlatformError | undefined> {
    const { segmentClient } = this.context;
    const { name, description } = settings;
    const body = { name, ...(description === undefined ? {} : { description }) };
    const make = (): Promise<unknown> =>
      segmentClient.create(kind, project.id, trafficType, body, async (since) => {
        const found = (await segmentClient.segments(kind, project.id)).find((each) => each.name === name);
        const isSame = found && (found.description ?? "") === (description ?? "");
        const isOurs = isSame && isMadeSince(found.creationTime, since);
        return isOurs ? { status: 200, body: found } : undefined;
      });
    try {
      await attempt(attempted, make, "segment");
      return undefined;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== "exists") throw error;
      const found = await this.reads.get(project, segmentId(kind, name));
      const enabledIn = await this.places.of(project, kind, name);
      const listed = await this.contents.identities(kind, enabledIn, name);
      const isHalf = found && isPartlyCreated(found, settings, listed, environments);
      if (isHalf && this.mayBeOurs(found) && (await this.usesOf(project, found)).length === 0) return error;
      throw error;
    }
  }

  private mayBeOurs(segment: Segment): boolean {
    return isOfEarlierRun(segment, this.context.serverClock);
  }
}
