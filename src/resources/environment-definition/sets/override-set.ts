import { getOwn } from "../../../get-own";
import { findById, resolveName } from "../../../platforms/adapter/lists/names";
import type { Capabilities } from "../../../platforms/port/capabilities";
import type { SegmentOverride } from "../../../platforms/port/definition";
import type { Edit } from "../../../platforms/port/edit";
import type { Platform } from "../../../platforms/port/platform";
import type { Segment } from "../../../platforms/port/segment";
import type { Planned, State } from "../../../terraform/schema";
import { isUnknown, UNKNOWN, type Unknown } from "../../../terraform/value";
import { audienceChange, priorityChange, wholeOverride } from "../../audience/audience-change";
import { readAudience } from "../../audience/read-audience";
import type { Client } from "../../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

/** The exact set of segment overrides inside a definition. */

type Overrides = State<typeof environmentDefinitionAttributes>["segment_overrides"];
interface WithOverrides {
  readonly segment_overrides: Overrides;
}

/** Puts what changed, removes what is no longer listed. A null set manages nothing, and only removes what it had listed. */
export function exactOverrideEdits(
  prior: WithOverrides | null,
  state: WithOverrides | null,
  segments: readonly Segment[],
  unlisted: "remove" | "refuse",
  capabilities: Pick<Capabilities, "freeValues">,
): Edit[] {
  const before = prior?.segment_overrides ?? null;
  const after = state?.segment_overrides ?? null;
  if (after === null) {
    // Handed over while the definition exists; removed with it.
    if (state !== null || before === null) return [];
    return Object.entries(before).flatMap(([name, { segment_id }]): Edit[] => {
      const segment = segments.find((each) => each.id === segment_id || each.name === name);
      return segment ? [{ kind: "remove-segment-override", segment }] : [];
    });
  }
  const puts = Object.entries(after).flatMap(([name, override]): Edit[] => {
    const stated = getOwn(before, name);
    const segment = findSegment(segments, name, override.segment_id);
    // Unless both ids are known and show that the segment was replaced.
    const isSame = stated !== undefined && (stated.segment_id === null || stated.segment_id === segment.id);
    const base = isSame ? stated : undefined;
    const changes = {
      ...priorityChange(base ?? null, override),
      ...audienceChange(base ?? null, override, capabilities),
    };
    if (base && Object.keys(changes).length === 0) return [];
    return [{ kind: "put-segment-override", segment, ...changes, ...(base && { whole: wholeOverride(override) }) }];
  });
  const listed = Object.entries(after).map(([name, { segment_id }]) => findSegment(segments, name, segment_id));
  return [...puts, { kind: "keep-only-segment-overrides", segments: listed, unlisted }];
}

type PlannedOverrides = Planned<typeof environmentDefinitionAttributes>["segment_overrides"];

/** A segment that this run creates has another id than the previous one. */
export function plannedSegments(
  config: PlannedOverrides,
  draft: PlannedOverrides,
  project: string | Unknown | null,
  client: Client | undefined,
): PlannedOverrides {
  if (config === null || draft === null || isUnknown(config) || isUnknown(draft) || isUnknown(project)) return draft;
  return Object.fromEntries(
    Object.entries(draft).map(([name, override]) => {
      const given = getOwn(config, name);
      const isGiven = given === undefined || isUnknown(given) || given.segment_id !== null;
      if (isGiven || isUnknown(override)) return [name, override];
      if (client?.parents.isMaking("segment", project, name)) return [name, { ...override, segment_id: UNKNOWN }];
      const { segment_id: id } = override;
      if (typeof id === "string") client?.parents.keep("segment", id, `the override for ${name} in a set`);
      return [name, override];
    }),
  );
}

/** Fills in the ids that were unknown in the plan. */
export function withSegmentIds(planned: PlannedOverrides, stated: Overrides, segments: readonly Segment[]): Overrides {
  if (stated === null || planned === null || isUnknown(planned)) return stated;
  return Object.fromEntries(
    Object.entries(stated).map(([name, override]) => {
      const plan = getOwn(planned, name);
      const isOpen = plan !== undefined && !isUnknown(plan) && isUnknown(plan.segment_id);
      return [name, isOpen ? { ...override, segment_id: findSegment(segments, name, null).id } : override];
    }),
  );
}

function findSegment(segments: readonly Segment[], name: string, id: string | null): Segment {
  return findById(segments, id) ?? resolveName(segments, name, "segment", `override flag for segment ${name}`);
}

/** The platform's overrides in the state's spelling; null stays unmanaged, unless the read follows an import. */
export function readOverrideSet(
  stated: Overrides,
  remote: readonly SegmentOverride[],
  segments: readonly Segment[],
  imported: boolean,
  { capabilities }: Pick<Platform, "capabilities">,
): Overrides {
  if (stated === null && !(imported && remote.length > 0)) return null;
  const bySegment = new Map(
    Object.entries(stated ?? {}).map(([name, override]) => {
      const segment =
        findById(segments, override.segment_id) ?? segments.find((each) => each.name.toLowerCase() === name.toLowerCase());
      return [segment?.id, { name, override }] as const;
    }),
  );
  return Object.fromEntries(
    remote.map((each) => {
      const known = bySegment.get(each.segmentId);
      const name = known?.name ?? findById(segments, each.segmentId)?.name ?? `id:${each.segmentId}`;
      return [
        name,
        {
          segment_id: each.segmentId,
          priority: (known && known.override.priority === null) || !capabilities.priorities.can ? null : each.priority,
          ...readAudience(known?.override ?? { enabled: null, serve: null }, each, known === undefined),
        },
      ];
    }),
  );
}
