import { getOwn } from "../../../get-own";
import type { TargetList } from "../schema/condition";
import type { SegmentData, SegmentOperation } from "../schema/segment-body";

/** Adds and removes single members, whatever else is in the segment (reference, 3.10). */
export function withOperations(data: SegmentData, operations: readonly SegmentOperation[]): SegmentData {
  return operations.reduce((current, operation) => {
    const list = withOperation(current[operation.field] ?? {}, operation);
    return { ...current, [operation.field]: list };
  }, data);
}

function withOperation(list: TargetList, operation: SegmentOperation): TargetList {
  const { action, entity, attribute, value: member } = operation;
  const present = getOwn(getOwn(list, entity), attribute) ?? [];
  const others = present.filter((each) => each.value !== member.value);
  const isThere = others.length < present.length;
  if (action === "remove" && !isThere) return list;
  // An existing member keeps its position and gets the new note.
  const replaced = isThere ? present.map((each) => (each.value === member.value ? member : each)) : [...present, member];
  return { ...list, [entity]: { ...getOwn(list, entity), [attribute]: action === "add" ? replaced : others } };
}
