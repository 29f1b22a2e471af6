import type { Inventory } from "../../adopt/inventory/adopted";

export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `3 flags, 6 definitions, 2 segments` */
export function kindsIn({ flags, segments, definitions, overrides }: Inventory): string {
  return [
    counted(flags.length, "flag"),
    counted(definitions.length, "definition"),
    counted(segments.length, "segment"),
    ...(overrides.length > 0 ? [counted(overrides.length, "override")] : []),
  ].join(", ");
}
