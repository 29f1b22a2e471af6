import { inFull, type OverrideChanges, type SegmentPut, unlistedIn } from "../../adapter/edits/changeset";
import { serveFor } from "../../adapter/edits/variant-audience";
import { type FlagDocument, type Group, newGroup } from "../flag/document";
import { choiceOf } from "../flag/flag-variants";
import { audienceIn, dealing, dealt } from "./shares";
import { cohortTargeting, overriddenCohort } from "./targeting";

/** Segment overrides: groups whose only condition is one saved cohort. */

interface OverrideGroup {
  readonly segmentId: string;
  readonly priority: number;
  readonly group: Group;
}

/**
 * The overrides in order. If two groups have one cohort, the first is the override. There is no field for a priority, so the name
 * begins with it ("10. Beta users"); a priority that contradicts the order is ignored.
 */
export function overridesIn(rollout: readonly Group[]): readonly OverrideGroup[] {
  const found: OverrideGroup[] = [];
  for (const group of rollout) {
    const segmentId = overriddenCohort(group);
    if (segmentId === undefined || found.some((each) => each.segmentId === segmentId)) continue;
    const before = found[found.length - 1];
    const last = before?.priority ?? -1;
    const own = numberIn(group);
    // Two that say the same number each keep it: their order decides.
    const isTie = before !== undefined && own === last && numberIn(before.group) === own;
    found.push({ segmentId, group, priority: own !== undefined && (own > last || isTie) ? own : last + 1 });
  }
  return found;
}

/** The overrides that an exact set does not list. */
export function unlistedSegments(rollout: readonly Group[], { only }: OverrideChanges<SegmentPut>): readonly string[] {
  return unlistedIn(
    only,
    overridesIn(rollout).map(({ segmentId }) => segmentId),
  );
}

/** The groups with the changed overrides; a group that does not change stays the same object. */
export function withOverrides(
  rollout: readonly Group[],
  wanted: OverrideChanges<SegmentPut>,
  document: FlagDocument,
  attempted: string,
): readonly Group[] {
  const extra = unlistedSegments(rollout, wanted);
  const overrides = overridesIn(rollout);
  const isGone = ({ segmentId }: OverrideGroup): boolean => wanted.removals.has(segmentId) || extra.includes(segmentId);
  const gone = overrides.filter(isGone).map(({ group }) => group);
  const kept = overrides.filter((override) => !isGone(override));
  const left = rollout.filter((group) => !gone.includes(group));
  if (wanted.puts.size === 0) return left;

  const changed = kept.map((override) => {
    const put = wanted.puts.get(override.segmentId);
    return put
      ? { ...override, ...placed(changedGroup(override.group, put, document, attempted), put, override) }
      : override;
  });
  let last = Math.max(-1, ...kept.map(({ priority }) => priority));
  const fresh = [...wanted.puts]
    .filter(([id]) => !kept.some(({ segmentId }) => segmentId === id))
    .map(([segmentId, put]): OverrideGroup => {
      const full = inFull(put);
      last = full.priority ?? last + 1;
      const made = newOverride(full, document, attempted);
      return { segmentId, ...placed(made, full, { priority: last }) };
    });
  const isStated = ({ segmentId }: OverrideGroup): number => (wanted.puts.get(segmentId)?.priority === undefined ? 1 : 0);
  const ordered = [...changed, ...fresh].sort((a, b) => a.priority - b.priority || isStated(a) - isStated(b));
  return inTheirPlaces(
    left,
    kept.map(({ group }) => group),
    ordered.map(({ group }) => group),
  );
}

function changedGroup(group: Group, put: SegmentPut, document: FlagDocument, attempted: string): Group {
  const deal = serveFor(put, put.whole, audienceIn(group, document), choiceOf(document.ruleset), attempted);
  if (!deal) return group;
  const served = dealing(group, deal, document, attempted);
  return served.rollout_percentage === 1 ? served : { ...served, rollout_percentage: 1 };
}

function newOverride(full: SegmentPut, document: FlagDocument, attempted: string): Group {
  const group = { ...newGroup(full.segment.name), ...cohortTargeting(full.segment.id) };
  const change = { enabled: true, ...full };
  const deal = serveFor(change, undefined, undefined, choiceOf(document.ruleset), attempted);
  return deal ? dealt(group, deal, document, attempted) : group;
}

function placed(
  group: Group,
  { priority, segment }: SegmentPut,
  current: Pick<OverrideGroup, "priority">,
): Pick<OverrideGroup, "group" | "priority"> {
  if (priority === undefined) return { group, priority: current.priority };
  if (numberIn(group) === priority) return { group, priority };
  const bare = group.name?.replace(NUMBER, "") ?? segment.name;
  return { priority, group: { ...group, name: `${priority}. ${bare}` } };
}

const NUMBER = /^(\d{1,9})\. /;

function numberIn({ name }: Group): number | undefined {
  const number = NUMBER.exec(name ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Overrides take the places of overrides, so that no other group moves; new ones come behind the last, before all else. */
function inTheirPlaces(rollout: readonly Group[], places: readonly Group[], overrides: readonly Group[]): readonly Group[] {
  const lastPlace = places[places.length - 1];
  if (!lastPlace) return [...overrides, ...rollout];
  const left = [...overrides];
  return rollout.flatMap((group) => {
    if (!places.includes(group)) return [group];
    return group === lastPlace ? left.splice(0) : left.splice(0, 1);
  });
}
