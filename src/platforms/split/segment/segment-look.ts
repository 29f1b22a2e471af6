import type { PlannedFor, Project } from "../../port/named";
import type { SegmentSettings } from "../../port/segment";
import { segmentOf } from "../document/document";
import { kindFor, refuseFixed } from "../document/segment-kind";
import type { SplitContext } from "../run/context";
import type { Lookups } from "../run/lookups";
import type { SegmentPlaces } from "./segment-places";
import type { SegmentReads } from "./segment-reads";

/** What a plan checks on the platform before a segment is written. */
export class SegmentLook {
  constructor(
    private readonly context: SplitContext,
    private readonly lookups: Lookups,
    private readonly places: SegmentPlaces,
    private readonly reads: SegmentReads,
  ) {}

  /** Members and rules are stored per environment. An update without environments is written to those that the segment is in. */
  async requireChange(
    project: Project,
    { identities, rules, settings }: Partial<SegmentSettings>,
    isNew: boolean,
    attempted: string,
  ): Promise<string | undefined> {
    const writes = isNew ? (identities ?? []).length + (rules ?? []).length > 0 : (identities ?? rules) !== undefined;
    const wanted = settings?.split?.environments;
    if (!writes || (wanted === undefined && !isNew)) return undefined;
    // Environments that do not exist yet are created in this run: requireSettings has checked that.
    const places = await this.places.there(project, wanted);
    const warnings = places.flatMap((place) => {
      const question = { ...place, attempted, isKillAlone: false, mayStand: false };
      return this.context.approvals.refuse(question) ?? [];
    });
    return warnings.length === 0 ? undefined : warnings.join(" ");
  }

  async requireSettings(project: Project, settings: Partial<SegmentSettings>, { id, makes }: PlannedFor): Promise<void> {
    const { trafficType, environments } = settings.settings?.split ?? {};
    const attempted = id === undefined ? `create segment ${settings.name ?? ""}` : `update segment ${segmentOf(id).name}`;
    const current = id === undefined ? undefined : (await this.reads.list(project)).find((each) => each.id === id);
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
}
