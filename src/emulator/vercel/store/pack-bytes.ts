import type { Flag, Segment } from "./records";

const sizes = new WeakMap<Flag | Segment, number>();

/** The size of a record as JSON. Records are only replaced, so that it is measured once. */
export function bytesOf(record: Flag | Segment): number {
  const known = sizes.get(record);
  if (known !== undefined) return known;
  const size = Buffer.byteLength(JSON.stringify(record));
  sizes.set(record, size);
  return size;
}

/** What it adds to what applications have to load: archived flags are left out. */
export function packedBytesOf(record: Flag | Segment | undefined): number {
  if (record === undefined || ("state" in record && record.state !== "active")) return 0;
  return bytesOf(record);
}
