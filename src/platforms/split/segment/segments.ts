import { isMadeSince } from "../../../http/pace/server-clock";
import { CachedList } from "../../adapter/lists/cached-list";
import { whileInUse } from "../../adapter/edits/while-in-use";
import type { PlannedFor, Project, Store } from "../../port/named";
import type { Segment, SegmentSettings } from "../../port/segment";
import { gone, inUse, invalid } from "../../adapter/errors";
import { PlatformError } from "../../port/platform-error";
import type { SegmentAnswer } from "../api/answers";
import { awaiting } from "../run/approvals";
import type { Submitted } from "../run/change-requests";
import type { KindName } from "../api/client";
import { type KindOf, UnsupportedRuleError } from "../document/conditions";
import { undefinedIfGone, type SplitContext } from "../run/context";
import { type Matcher, SEGMENT_KINDS, segmentId, segmentOf } from "../document/document";
import type { Environments } from "../environment/environments";
import { attempt, isRefused } from "../api/errors";
import type { Lookups } from "../run/lookups";
import { kindFor, refuseFixed, isPartlyCreated } from "../document/segment-kind";
import { SegmentKeys } from "./segment-keys";
import { type Place, SegmentPlaces } from "./segment-places";
import { toAlternatives } from "../document/rules";
import { SegmentRules } from "./segment-rules";
import type { SegmentRule } from "../../model/segment-rule";

/** Segments of three kinds. What is in one is kept per environment; here it is the same in each that it exists in. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";
  private readonly cache: CachedList<Segment>;
  private readonly keys: SegmentKeys;
  private readonly rules: SegmentRules;
  private readonly places: SegmentPlaces;

  constructor(
    private readonly context: SplitContext,
    private readonly lookups: Lookups,
    environments: Environments,
    /** Whether an earlier run, and no other, may have made it. */
    private readonly mayBeOurs: (segment: Segment) => boolean,
    /** The flags and segments that name it. */
    private readonly usesOf: (project: Project, segment: Segment) => Promise<readonly string[]>,
  ) {
    this.places = new SegmentPlaces(context, environments);
    this.keys = new SegmentKeys(context);
    this.rules = new SegmentRules(context);
    this.cache = new CachedList(async (project) => {
      const lists = await Promise.all(SEGMENT_KINDS.map(({ kind }) => this.listLeniently(project, kind)));
      return lists.flat();
    });
  }

  /** Names and what stands beside them; what is in a segment, only an exact read tells. */
  list(project: Project): Promise<readonly Segment[]> {
    return this.cache.of(project);
  }

  relist(project: Project): Promise<readonly Segment[]> {
    return this.cache.again(project);
  }

  /** The kinds of the segments by name; of a name that several kinds have, the standard segment's. */
  async kinds(project: Project): Promise<KindOf> {
    const ids = new Set((await this.list(project)).map(({ id }) => id));
    return (name) => SEGMENT_KINDS.find(({ kind }) => ids.has(segmentId(kind, name))) ?? SEGMENT_KINDS[0];
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
    const attempted = `read segment ${name}`;
    const segment = await attempt(attempted, () => this.filled(project, listed, kind.kind), "segment");
    return reading.keep(segment);
  }

  /** Members and rules are kept per environment, and written there. Where an update says nothing of environments, they are those it is in. */
  async requireChange(
    project: Project,
    { identities, rules, settings }: Partial<SegmentSettings>,
    isNew: boolean,
    attempted: string,
  ): Promise<string | undefined> {
    const writes = isNew ? (identities ?? []).length + (rules ?? []).length > 0 : (identities ?? rules) !== undefined;
    const wanted = settings?.split?.environments;
    if (!writes || (wanted === undefined && !isNew)) return undefined;
    // What is not there yet is made in this run: whether it is at all, requireSettings has asked.
    const places = await this.places.there(project, wanted);
    const told = places.flatMap((place) => {
      const question = { ...place, attempted, isKillAlone: false, mayStand: false };
      return this.context.approvals.refuse(question) ?? [];
    });
    return told.length === 0 ? undefined : told.join(" ");
  }

  async create(project: Project, settings: SegmentSettings): Promise<Segment> {
    const attempted = `create segment ${settings.name}`;
    const kind = kindFor(settings, attempted);
    const trafficType = await this.lookups.trafficType(project, settings.settings?.split?.trafficType, attempted);
    const places = await this.places.named(project, settings.settings?.split?.environments, attempted);
    // Looked at before the first write, after which as little as possible may fail.
    const words = await this.context.projects.changeNote(project, {}, attempted);
    const alternatives = settings.rules && (await this.alternatives(project, settings.rules, attempted));
    const obstacle = await this.createOrResume(project, kind, trafficType, settings, places, attempted);
    const submitted: (Submitted | undefined)[] = [];
    await attempt(
      attempted,
      async () => {
        for (const place of places) {
          const target = { project, place, name: settings.name, words, attempted };
          await this.places.enable(kind, place, settings.name);
          if (kind === "standard") submitted.push(await this.keys.setKeys(target, settings.identities ?? [], !obstacle));
          if (alternatives) submitted.push(await this.rules.write(target, alternatives));
        }
      },
      "segment",
    );
    refuseUnapproved(attempted, submitted);
    const created = await this.get(project, segmentId(kind, settings.name));
    // What an earlier run began is whole now: whether it is taken over is the caller's to say.
    if (obstacle) throw obstacle;
    if (created) return created;
    // Lists lag: what was answered is what is known.
    return this.cache.keep(project, {
      id: segmentId(kind, settings.name),
      name: settings.name,
      description: settings.description ?? null,
      rules: settings.rules ?? [],
      ...(kind === "standard" && { identities: [...(settings.identities ?? [])].sort() }),
      settings: { split: { kind, environments: places.map(({ name }) => name) } },
    });
  }

  async requireSettings(project: Project, settings: Partial<SegmentSettings>, { id, makes }: PlannedFor): Promise<void> {
    const { trafficType, environments } = settings.settings?.split ?? {};
    const attempted = id === undefined ? `create segment ${settings.name ?? ""}` : `update segment ${segmentOf(id).name}`;
    const current = id === undefined ? undefined : (await this.list(project)).find((each) => each.id === id);
    if (current) {
      refuseFixed(settings, current, attempted);
      await this.lookups.sameTrafficType(project, current.settings?.split?.trafficType, trafficType, attempted);
    }
    if (id === undefined) {
      kindFor(settings, attempted);
      if (trafficType !== undefined) await this.lookups.trafficType(project, trafficType, attempted);
    }
    if (environments === undefined) return;
    const there = environments.filter((name) => !makes("environment", name));
    await this.places.known(project, there, attempted);
  }

  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const { kind, name } = segmentOf(id);
    const attempted = `update segment ${name}`;
    return this.cache.written(project, id, async () => {
      const current = await this.get(project, id);
      if (!current) throw goneSegment(attempted, name);
      refuseFixed(changes, current, attempted);
      await attempt(attempted, () => this.change(project, current, kind.kind, changes, attempted), "segment");
      return (await this.get(project, id)) ?? current;
    });
  }

  async delete(project: Project, id: string): Promise<void> {
    const { kind, name } = segmentOf(id);
    const confirm = (): Promise<unknown> => this.context.projects.require(project);
    const attempted = `delete segment ${name}`;
    const remove = async (): Promise<void> => {
      try {
        await undefinedIfGone(() => this.context.segmentClient.delete(kind.kind, project.id, name), confirm);
      } catch (error) {
        throw isRefused(error) ? segmentInUse(attempted, error.details.words) : error;
      }
    };
    await whileInUse(() => attempt(attempted, remove, "segment"), this.context.pace);
    this.places.forget();
    this.cache.drop(project, id);
  }

  /** Makes it. One that stands in the way, and that an earlier run began without coming to its end, is gone on with. */
  private async createOrResume(
    project: Project,
    kind: KindName,
    trafficType: string,
    settings: SegmentSettings,
    places: readonly Place[],
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
      const found = await this.get(project, segmentId(kind, name));
      const enabledIn = await this.places.of(project, kind, name);
      const listed = await this.keys.readEach(enabledIn, kind, name);
      const isHalf = found && isPartlyCreated(found, settings, listed, places.length);
      if (isHalf && this.mayBeOurs(found) && (await this.usesOf(project, found)).length === 0) return error;
      throw error;
    }
  }

  private async change(
    project: Project,
    current: Segment,
    kind: KindName,
    changes: Partial<SegmentSettings>,
    attempted: string,
  ): Promise<void> {
    const { name } = current;
    const before = await this.places.of(project, kind, name);
    const wanted = changes.settings?.split?.environments;
    const places = wanted === undefined ? before : await this.places.named(project, wanted, attempted);
    const words = await this.context.projects.changeNote(project, {}, attempted);
    const alternatives = changes.rules && (await this.alternatives(project, changes.rules, attempted));
    const submitted: (Submitted | undefined)[] = [];
    for (const place of places) {
      const target = { project, place, name, words, attempted };
      const isNew = !before.some(({ id }) => id === place.id);
      if (isNew) await this.places.enable(kind, place, name);
      const identities = changes.identities ?? (isNew ? current.identities : undefined);
      if (kind === "standard" && identities) submitted.push(await this.keys.setKeys(target, identities));
      if (kind !== "rule_based") continue;
      const rules = alternatives ?? (isNew ? await this.alternatives(project, current.rules, attempted) : undefined);
      if (rules) submitted.push(await this.rules.write(target, rules));
    }
    for (const place of before) {
      if (places.some(({ id }) => id === place.id)) continue;
      const emptying =
        kind === "standard" ? await this.keys.setKeys({ project, place, name, words, attempted }, []) : undefined;
      submitted.push(emptying);
      // Only an empty one leaves an environment without approval.
      if (!emptying) await this.places.disable(kind, place, name);
    }
    refuseUnapproved(attempted, submitted);
  }

  private listKind(project: Project, kind: KindName): Promise<readonly Segment[]> {
    return attempt(
      `list the ${kind} segments of project ${project.name}`,
      async () => (await this.context.segmentClient.segments(kind, project.id)).map((answer) => toSegment(answer, kind)),
      "project",
    );
  }

  /** In a list, the kinds that an account's plan lacks are none; whoever reads one of them exactly is told why not. */
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
    const filled = { ...segment, settings };
    if (kind === "standard") return { ...filled, identities: await this.keys.read(places, segment.name) };
    if (kind === "rule_based") return { ...filled, ...(await this.rules.read(project, places, segment.name)) };
    return filled;
  }

  private async alternatives(
    project: Project,
    rules: readonly SegmentRule[],
    attempted: string,
  ): Promise<readonly Matcher[][]> {
    try {
      return toAlternatives(rules, await this.kinds(project));
    } catch (error) {
      if (!(error instanceof UnsupportedRuleError)) throw error;
      const { message: reason } = error;
      throw invalid(attempted, { reason, nextStep: "Change the conditions.", subject: "segment" });
    }
  }
}

/** What waits for approval is no success. */
function refuseUnapproved(attempted: string, submitted: readonly (Submitted | undefined)[]): void {
  const waiting = submitted.filter((each) => each !== undefined);
  if (waiting.length > 0) throw awaiting(attempted, waiting);
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

function goneSegment(attempted: string, name: string): PlatformError {
  return gone(attempted, {
    reason: `there is no segment "${name}"`,
    nextStep: "It was deleted in the meantime: plan again.",
    subject: "segment",
  });
}

function segmentInUse(attempted: string, words: string): PlatformError {
  return inUse(attempted, {
    reason: words,
    nextStep:
      "Remove it from the treatments and rules that use it, then delete it. If one apply does both, give the segment lifecycle { create_before_destroy = true }, which makes Terraform delete it last.",
    subject: "segment",
  });
}
