import { otherAttribute } from "../../../platforms/model/other-attribute";
import type { Move } from "../move";
import { type MovedFlag, type MovedOverride, type MovedUnit, unitName } from "../project/project";
import type { MovedSegments } from "./moved-segments";
import { isEmpty } from "./translate-segment";

/** On Vercel, somebody may be named by any attribute: `account.id=acme`. Elsewhere by the identity alone. */
export function withIdentitiesAlone(unit: MovedUnit, flag: MovedFlag, { from, to, losses }: Move): MovedUnit {
  if (from.name !== "vercel") return unit;
  const identities = unit.identities.filter(({ subject }) => {
    const other = otherAttribute(subject);
    if (!other) return true;
    losses.lose(
      unitName(flag, unit),
      `the override for ${subject} is left out: ${to.title} overrides single users by their identity. Write a rule or a segment with the condition ${other.entity} equal_to ${JSON.stringify(other.value)}.`,
      [{ kind: "identity", identity: subject }],
    );
    return false;
  });
  return { ...unit, identities };
}

/** More would be a list that nobody reads, and a request each on some platforms. */
const MOST = 100;

/**
 * Without overrides for segments that nobody is in. Where segments cannot list people, an override for such a list becomes one for each of
 * them, as long as nobody of them could be in a segment in front of it.
 */
export function withListedPeople(
  unit: MovedUnit,
  flag: MovedFlag,
  { to, losses }: Move,
  segments: MovedSegments,
): MovedUnit {
  const what = unitName(flag, unit);
  const people = new Map(unit.identities.map((each) => [each.subject, each]));
  const kept: MovedOverride[] = [];
  for (const override of unit.segments) {
    const source = segments.source(override.subject);
    if (source && isEmpty(source)) {
      losses.note(what, `the override for the segment ${source.name} is left out: nobody is in it.`);
      continue;
    }
    const isList = source && source.rules.length === 0 && source.unknown === null && source.identities.length <= MOST;
    if (!isList || segments.moved(override.subject) || kept.length > 0) {
      kept.push(override);
      continue;
    }
    if (override.serve?.kind === "split") {
      losses.lose(
        what,
        `the override for the segment ${source.name} is left out: its users are listed, and ${to.title} gives each of them one variant, not a split. Write a condition that says who they are.`,
        [{ kind: "segment", id: override.subject }],
      );
      continue;
    }
    for (const identity of source.identities)
      if (!people.has(identity)) people.set(identity, { ...override, subject: identity, priority: null });
    losses.note(
      what,
      `the override for the segment ${source.name}, which lists ${String(source.identities.length)} identities, is one for each of them: the segments of ${to.title} cannot list people.`,
    );
  }
  return { ...unit, segments: kept, identities: [...people.values()] };
}
