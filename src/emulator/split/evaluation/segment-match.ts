import { TYPES } from "../areas/segments/segment-uses";
import type { SegmentKind } from "../store/records";
import { within } from "./asked";
import type { Asked } from "./asked";
import { matchesAll } from "./matcher";

/** Listed, or for a rule-based one: not excluded, and some rule matches. */
export function isInSegment(asked: Asked, kind: SegmentKind, name: string): boolean {
  const { store, environment, subject } = asked;
  const segment = store.segmentNamed(environment.workspace, kind, name);
  const membership = segment && store.membership(segment.id, environment.id);
  if (!membership) return false;
  if (kind !== "rule_based") return membership.keys.includes(subject.key);
  const inside = within(asked, `segment ${name}`);
  if (!inside || membership.excludedKeys.includes(subject.key)) return false;
  const isExcluded = membership.excludedSegments.some((excluded) => {
    const other = (["standard", "large", "rule_based"] as const).find((each) => TYPES[each] === excluded.type);
    return other !== undefined && isInSegment(inside, other, excluded.name);
  });
  return !isExcluded && membership.rules.some(({ condition }) => matchesAll(inside, condition));
}
