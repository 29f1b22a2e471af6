import { groupBy } from "../../../group-by";
import type { Condition } from "../schema/condition";
import type { Flag, Segment } from "../store/records";
import type { Store } from "../store/store";

interface SegmentUses {
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

/** What refers to each segment of a project in a condition: flags, archived ones too, and other segments. */
export function segmentUsesIn(store: Store, projectId: string): (segment: Segment) => SegmentUses {
  const flags = naming(store.flagsOf(projectId), ({ environments }) =>
    Object.values(environments).flatMap((each) => each.rules),
  );
  const segments = naming(store.segmentsOf(projectId), ({ data }) => data.rules ?? []);
  return ({ id }) => ({ flags: flags(id), segments: segments(id).filter((each) => each.id !== id) });
}

/** Finds the things whose rules name a segment. */
function naming<T>(
  things: readonly T[],
  rulesOf: (thing: T) => readonly { readonly conditions: readonly Condition[] }[],
): (id: string) => readonly T[] {
  const references = things.flatMap((thing) => {
    const ids = new Set(rulesOf(thing).flatMap(({ conditions }) => conditions.flatMap(namedBy)));
    return [...ids].map((id) => ({ id, thing }));
  });
  const byId = groupBy(references, ({ id }) => id);
  return (id) => (byId.get(id) ?? []).map(({ thing }) => thing);
}

/** `eq` names one segment, `oneOf` several; always by id, never by slug (reference, 3.5). */
function namedBy({ lhs, rhs }: Condition): string[] {
  if (lhs.type !== "segment") return [];
  const named = typeof rhs === "object" ? (rhs.type === "regex" ? [] : rhs.items.map(({ value }) => value)) : [rhs];
  return named.filter((each) => typeof each === "string");
}
