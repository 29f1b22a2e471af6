import type { Condition } from "../schema/condition";
import type { Flag, Segment } from "../store/records";
import type { Store } from "../store/store";

interface SegmentUses {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

/** What refers to a segment in a condition: flags, archived ones too, and other segments. */
export function segmentUses(store: Store, segment: Segment): SegmentUses {
  const names = (conditions: readonly Condition[]): boolean => conditions.some((each) => isAbout(each, segment.id));
  return {
    flags: store
      .flagsOf(segment.projectId)
      .filter((flag) => Object.values(flag.environments).some((each) => each.rules.some((rule) => names(rule.conditions)))),
    segments: store
      .segmentsOf(segment.projectId)
      .filter((other) => other.id !== segment.id && (other.data.rules ?? []).some((rule) => names(rule.conditions))),
  };
}

/** `eq` names one segment, `oneOf` several; always by id, never by slug (reference, 3.5). */
function isAbout({ lhs, rhs }: Condition, id: string): boolean {
  if (lhs.type !== "segment") return false;
  if (typeof rhs === "object" && rhs.type !== "regex") return rhs.items.some((item) => item.value === id);
  return rhs === id;
}
