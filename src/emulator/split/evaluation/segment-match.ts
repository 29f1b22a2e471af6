import { TYPES } from "../areas/segment-uses";
import type { Environment, SegmentKind } from "../store/records";
import type { Store } from "../store/store";
import { matchesAll } from "./matcher";
import type { Subject } from "./treatment";

/** Listed, or for a rule-based one: not excluded, and some rule matches. */
export function isInSegment(
  store: Store,
  environment: Environment,
  kind: SegmentKind,
  name: string,
  subject: Subject,
): boolean {
  const segment = store.segmentNamed(environment.workspace, kind, name);
  const membership = segment && store.membership(segment.id, environment.id);
  if (!membership) return false;
  if (kind !== "rule_based") return membership.keys.includes(subject.key);
  if (membership.excludedKeys.includes(subject.key)) return false;
  const isExcluded = membership.excludedSegments.some((excluded) => {
    const other = (["standard", "large", "rule_based"] as const).find((each) => TYPES[each] === excluded.type);
    return other !== undefined && isInSegment(store, environment, other, excluded.name, subject);
  });
  if (isExcluded) return false;
  return membership.rules.some(({ condition }) => matchesAll(store, environment, environment.workspace, condition, subject));
}
