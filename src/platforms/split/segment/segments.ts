import { whileInUse } from "../../adapter/edits/while-in-use";
import { goneSincePlan, inUse } from "../../adapter/errors";
import type { PlannedFor, Project, Store } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { Segment, SegmentSettings } from "../../port/segment";
import { attempt, isRefused } from "../api/errors";
import { segmentOf } from "../document/document";
import { refuseFixed } from "../document/segment-kind";
import { requireNothingSubmitted } from "../run/approvals";
import { type SplitContext, undefinedIfGone } from "../run/context";
import type { SegmentContents } from "./segment-contents";
import type { SegmentCreation } from "./segment-creation";
import type { SegmentLook } from "./segment-look";
import type { SegmentPlaces } from "./segment-places";
import type { SegmentReads } from "./segment-reads";

/** Segments of three kinds. Split keeps what is in one per environment; here it is the same in each. */
export class Segments implements Store<Segment, SegmentSettings> {
  readonly noun = "segment";

  constructor(
    private readonly context: SplitContext,
    private readonly places: SegmentPlaces,
    private readonly contents: SegmentContents,
    private readonly reads: SegmentReads,
    private readonly look: SegmentLook,
    private readonly creation: SegmentCreation,
  ) {}

  list(project: Project): Promise<readonly Segment[]> {
    return this.reads.list(project);
  }

  relist(project: Project): Promise<readonly Segment[]> {
    return this.reads.relist(project);
  }

  get(project: Project, id: string): Promise<Segment | undefined> {
    return this.reads.get(project, id);
  }

  /** The content of a segment is only returned by a read of that segment. */
  complete(project: Project, listed: Segment): Promise<Segment> {
    return this.reads.complete(project, listed);
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

  create(project: Project, settings: SegmentSettings): Promise<Segment> {
    return this.creation.create(project, settings);
  }

  async update(project: Project, id: string, changes: Partial<SegmentSettings>): Promise<Segment> {
    const { name } = segmentOf(id);
    const attempted = `update segment ${name}`;
    return this.reads.cache.written(project, id, async () => {
      const current = await this.get(project, id);
      if (!current) throw goneSincePlan(attempted, "segment", name);
      refuseFixed(changes, current, attempted);
      await attempt(attempted, () => this.change(project, current, changes, attempted), "segment");
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

  private async change(
    project: Project,
    current: Segment,
    changes: Partial<SegmentSettings>,
    attempted: string,
  ): Promise<void> {
    const {
      kind: { kind },
      name,
    } = segmentOf(current.id);
    const before = await this.places.of(project, kind, name);
    const wanted = changes.settings?.split?.environments;
    const places = wanted === undefined ? before : await this.places.named(project, wanted, attempted);
    const words = await this.context.projects.changeNote(project, {}, attempted);
    const stated = changes.rules && (await this.reads.matchers(project, changes.rules, attempted));
    const submitted = [];
    for (const place of places) {
      const target = { project, place, name, words, attempted };
      const isNew = !before.some(({ id }) => id === place.id);
      if (isNew) await this.places.enable(kind, place, name);
      const identities = changes.identities ?? (isNew ? current.identities : undefined);
      const inherits = isNew && kind === "rule_based";
      const rules = stated ?? (inherits ? await this.reads.matchers(project, current.rules, attempted) : undefined);
      submitted.push(await this.contents.write(kind, target, { identities, rules }));
    }
    for (const place of before) {
      if (places.some(({ id }) => id === place.id)) continue;
      // Only an empty segment can leave an environment without approval.
      const emptying = await this.contents.write(kind, { project, place, name, words, attempted }, { identities: [] });
      submitted.push(emptying);
      if (!emptying) await this.places.disable(kind, place, name);
    }
    requireNothingSubmitted(attempted, submitted);
  }
}

function segmentInUse(attempted: string, words: string): PlatformError {
  return inUse(attempted, {
    reason: words,
    nextStep:
      "Remove it from the treatments and rules that use it, then delete it. If one apply does both, give the segment lifecycle { create_before_destroy = true }, which makes Terraform delete it last.",
    subject: "segment",
  });
}
