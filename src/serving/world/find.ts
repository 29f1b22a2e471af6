import type { World, WorldSegment } from "./world";

/** A segment by exact name, else without regard to case, else by `id:<id>`. */
export function findSegment({ segments }: World, reference: string): WorldSegment | undefined {
  return segments.get(reference) ?? [...segments.values()].find((each) => keysOf(each).includes(keyOf(reference)));
}

/** The same for many references to the segments of one world. */
export function segmentFinder({ segments }: Pick<World, "segments">): (reference: string) => WorldSegment | undefined {
  const others = new Map<string, WorldSegment>();
  for (const segment of segments.values()) {
    for (const key of keysOf(segment)) if (!others.has(key)) others.set(key, segment);
  }
  return (reference) => segments.get(reference) ?? others.get(keyOf(reference));
}

/** What else it is referred to by, as keys. */
function keysOf({ name, id }: WorldSegment): readonly string[] {
  return [keyOfName(name), ...(id.known ? [`id:${id.value}`] : [])];
}

function keyOf(reference: string): string {
  return reference.startsWith("id:") ? reference : keyOfName(reference);
}

function keyOfName(name: string): string {
  return `name:${name.toLowerCase()}`;
}
