import { isMadeSince } from "../../../http/pace/server-clock";
import { whileInUse } from "../../adapter/edits/while-in-use";
import { gone, inUse, invalid } from "../../adapter/errors";
import type { SegmentRule } from "../../model/segment-rule";
import type { PlannedFor, Project, Store } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { KindName } from "../api/client";
import { attempt, isRefused } from "../api/errors";
import { type KindOf, UnsupportedRuleError } from "../document/conditions";
import { type Matcher, segmentId, segmentOf } from "../document/document";
import { toAlternatives } from "../document/rules";
import { isPartlyCreated, kindFor, refuseFixed } from "../document/segment-kind";
import type { Environments } from "../environment/environments";
import { awaiting } from "../run/approvals";
import type { Submitted } from "../run/change-requests";
import { type SplitContext, undefinedIfGone } from "../run/context";
import type { Lookups } from "../run/lookups";
import { SegmentKeys } from "./segment-keys";
import { SegmentLook } from "./segment-look";
import { type Place, SegmentPlaces } from "./segment-places";
import { SegmentReads } from "./segment-reads";
import { SegmentRules } from "./segment-rules";

/** Segments of three kinds. What is in one is kept per environment; here it is the same in each that it exists in. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";
  private readonly reads: SegmentReads;
  private readonly look: SegmentLook;
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
    this.reads = new SegmentReads(context, this.places, this.keys, this.rules);
    this.look = new SegmentLook(context, lookups, this.places, this.reads);
  }

  list(project: Project): Promise<readonly Segment[]> {
    return this.reads.list(project);
  }

  relist(project: Project): Promise<readonly Segment[]> {
    return this.reads.relist(project);
  }

  kinds(project: Project): Promise<KindOf> {
    return this.reads.kinds(project);
  }

  get(project: Project, id: string): Promise<Segment | undefined> {
    return this.reads.get(project, id);
  }

  requireChange(
    project: Project,
    changes: Partial<SegmentSettings>,
    isNew: boolean,
    attempted: string,
  ): Promise<string | undefined> {
    return this.look.requireChange(project, changes, isNew, attempted);
  }

  requireSettings(project: Project, settings: Partial<SegmentSettings>, planned: PlannedFor): Promise<void> {
    return this.look.requireSettings(project, settings, planned);
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
    return this.reads.cache.keep(project, {
      id: segmentId(kind, settings.name),
      name: settings.name,
      description: settings.description ?? null,
      rules: settings.rules ?? [],
      ...(kind === "standard" && { identities: [...(settings.identities ?? [])].sort() }),
      settings: { split: { kind, environments: places.map(({ name }) => name) } },
    });
  }

  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const { kind, name } = segmentOf(id);
    const attempted = `update segment ${name}`;
    return this.reads.cache.written(project, id, async () => {
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
    this.reads.cache.drop(project, id);
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

  private async alternatives(
    project: Project,
    rules: readonly SegmentRule[],
    attempted: string,
  ): Promise<readonly Matcher[][]> {
    try {
      return toAlternatives(rules, await this.reads.kinds(project));
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
