import type { SegmentOverride } from "../../port/definition";
import type { Edit } from "../../port/edit";

type Operation = readonly Edit[];

/**
 * The parts of a refused batch: definitions first, then overrides by ascending priority. Operations that exchange
 * priorities (or concern one segment) stay together, because one by one they would shift each other.
 */
export function splitBatch(
  operations: readonly Operation[],
  current: readonly SegmentOverride[],
): readonly (readonly Operation[])[] {
  const groups: Operation[][] = [];
  for (const operation of operations) {
    const bound = groups.filter((group) => group.some((other) => belongTogether(operation, other, current)));
    const merged = [...bound.flat(), operation];
    groups.splice(0, groups.length, ...groups.filter((group) => !bound.includes(group)), merged);
  }
  return groups.sort((one, other) => rank(one) - rank(other));
}

function belongTogether(one: Operation, other: Operation, current: readonly SegmentOverride[]): boolean {
  const [left, right] = [placesOf(one, current), placesOf(other, current)];
  return left.some((place) => right.includes(place));
}

/** The segments that an operation affects, and the priorities that it takes or frees. */
function placesOf(operation: Operation, current: readonly SegmentOverride[]): string[] {
  return operation.flatMap((edit) => {
    if (edit.kind !== "put-segment-override" && edit.kind !== "remove-segment-override") return [];
    const { id } = edit.segment;
    const now = current.find(({ segmentId }) => segmentId === id)?.priority;
    const wanted = edit.kind === "put-segment-override" ? edit.priority : undefined;
    const moves = wanted !== undefined && wanted !== now;
    const leaves = moves || edit.kind === "remove-segment-override";
    return [
      `segment ${id}`,
      ...(wanted === undefined ? [] : [`priority ${wanted}`]),
      ...(leaves && now !== undefined ? [`priority ${now}`] : []),
    ];
  });
}

function rank(group: readonly Operation[]): number {
  const edits = group.flat();
  if (edits.some(({ kind }) => kind === "set-default")) return -1;
  return Math.min(
    ...edits.map((edit) => (edit.kind === "put-segment-override" ? (edit.priority ?? Number.MAX_SAFE_INTEGER) : Infinity)),
  );
}
