import type { World, WorldSegment } from "./world";

/** A segment by exact name, else without regard to case, else by `id:<id>`. */
export function findSegment({ segments }: World, reference: string): WorldSegment | undefined {
  return segments.get(reference) ?? [...segments.values()].find((each) => isNamed(each, reference));
}

function isNamed({ name, id }: WorldSegment, reference: string): boolean {
  if (reference.startsWith("id:")) return id.known && reference === `id:${id.value}`;
  return name.toLowerCase() === reference.toLowerCase();
}
