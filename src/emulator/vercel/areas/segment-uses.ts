import { groupBy } from "../../wire/group-by";
import type { Condition } from "../schema/condition";
import type { Flag, Segment } from "../store/records";
import type { Store } from "../store/store";

interface SegmentUses {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

/** What refers to each segment of a project in a condition: flags, archived ones too, and other segments. */
export function segmentUsesIn(store: Store, projectId: string): (segment: Segment) => SegmentUses {
  const flags = groupBy(
    store.flagsOf(projectId).flatMap((flag) => {
      const rules = Object.values(flag.environments).flatMap((each) => each.rules);
      return [...namedIn(rules)].map((id) => ({ id, flag }));
    }),
    ({ id }) => id,
  );
  const segments = groupBy(
    store.segmentsOf(projectId).flatMap((segment) => {
      return [...namedIn(segment.data.rules ?? [])].map((id) => ({ id, segment }));
    }),
    ({ id }) => id,
  );
  return ({ id }) => ({
    flags: (flags.get(id) ?? []).map(({ flag }) => flag),
    segments: (segments.get(id) ?? []).map(({ segment }) => segment).filter((each) => each.id !== id),
  });
}

function namedIn(rules: readonly { readonly conditions: readonly Condition[] }[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ conditions }) => conditions.flatMap(namedBy)));
}

/** `eq` names one segment, `oneOf` several; always by id, never by slug (reference, 3.5). */
function namedBy({ lhs, rhs }: Condition): string[] {
  if (lhs.type !== "segment") return [];
  const named = typeof rhs === "object" ? (rhs.type === "regex" ? [] : rhs.items.map(({ value }) => value)) : [rhs];
  return named.filter((each) => typeof each === "string");
}
