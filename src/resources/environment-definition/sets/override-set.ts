import { getOwn } from "../../../get-own";
import { findById, referenceTo, resolveName } from "../../../platforms/adapter/lists/names";
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
import { leaving } from "./listed-overrides";
import type { Others } from "./others";

/** The segment overrides inside a definition. */

type Overrides = State<typeof environmentDefinitionAttributes>["segment_overrides"];

/** Puts what changed. What is not in the set is removed if the set is exact, or if this definition listed it. */
export function overrideEdits(
  before: Overrides,
  after: NonNullable<Overrides>,
  segments: readonly Segment[],
  others: Others<NonNullable<Overrides>>,
  capabilities: Pick<Capabilities, "freeValues">,
): Edit[] {
  const keeping = new Map(
    Object.entries(after).flatMap(([name, { priority, segment_id: id }]) =>
      priority === null ? [] : [[findSegment(segments, name, id).id, priority] as const],
    ),
  );
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
    return [{ kind: "put-segment-override", segment, keeping, ...changes, ...(base && { whole: wholeOverride(override) }) }];
  });
  const listed = Object.entries(after).map(([name, { segment_id }]) => findSegment(segments, name, segment_id));
  if (others.kind === "exact")
    return [...puts, { kind: "keep-only-segment-overrides", segments: listed, unlisted: others.unlisted }];
  const left = overrideRemovals(leaving(others.owned, after), segments, true);
  // Another name for the same segment is no other override.
  const stays = (edit: Edit): boolean => "segment" in edit && listed.some(({ id }) => id === edit.segment.id);
  return [...puts, ...left.filter((edit) => !stays(edit))];
}

/** `alone`: others may write overrides of the same flag there. */
export function overrideRemovals(set: Overrides, segments: readonly Segment[], alone: boolean): Edit[] {
  return Object.entries(set ?? {}).flatMap(([name, { segment_id }]): Edit[] => {
    const segment = segment_id === null ? segments.find((each) => each.name === name) : findById(segments, segment_id);
    return segment ? [{ kind: "remove-segment-override", segment, ...(alone && { alone }) }] : [];
  });
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

/** If several have the name, the one that has an override: their order in a list says nothing. A plan refuses such a name. */
function firstNamed(segments: readonly Segment[], reference: string, overridden: ReadonlySet<string>): Segment | undefined {
  const exactly = segments.filter(({ name }) => name === reference);
  const named = exactly.length > 0 ? exactly : segments.filter(({ name }) => name.toLowerCase() === reference.toLowerCase());
  return (
    named.find(({ id }) => overridden.has(id)) ??
    named[0] ??
    (reference.startsWith("id:") ? findById(segments, reference.slice("id:".length)) : undefined)
  );
}

/**
 * The platform's overrides in the state's spelling; null stays unmanaged, unless the read follows an import. `keys`: the names of those that
 * are managed, if not all are.
 */
export function readOverrideSet(
  stated: Overrides,
  remote: readonly SegmentOverride[],
  segments: readonly Segment[],
  { imported, keys }: { readonly imported: boolean; readonly keys: readonly string[] | undefined },
  { capabilities }: Pick<Platform, "capabilities">,
): Overrides {
  if (stated === null && !(imported && remote.length > 0)) return null;
  const names = keys ?? Object.keys(stated ?? {});
  const overridden = new Set(remote.map(({ segmentId }) => segmentId));
  const bySegment = new Map(
    names.map((name) => {
      const override = getOwn(stated, name);
      const segment = findById(segments, override?.segment_id ?? null) ?? firstNamed(segments, name, overridden);
      return [segment?.id, { name, override }] as const;
    }),
  );
  const managed = keys ? remote.filter(({ segmentId }) => bySegment.has(segmentId)) : remote;
  return Object.fromEntries(
    managed.map((each) => {
      const known = bySegment.get(each.segmentId);
      const own = known?.override;
      const segment = findById(segments, each.segmentId);
      const name = known?.name ?? (segment ? referenceTo(segments, segment) : `id:${each.segmentId}`);
      return [
        name,
        {
          segment_id: each.segmentId,
          priority: own?.priority === null || !capabilities.priorities.can ? null : each.priority,
          ...readAudience(own ?? { enabled: null, serve: null }, each, own === undefined),
        },
      ];
    }),
  );
}
