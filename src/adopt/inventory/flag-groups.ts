import { groupBy } from "../../group-by";
import { type Adopted, type Inventory, SEGMENT } from "./adopted";

/** A flag with everything that belongs to it. */
export interface FlagParts {
  readonly flag: Adopted;
  readonly segments: readonly Adopted[];
  readonly definitions: readonly Adopted[];
  readonly overrides: readonly Adopted[];
}

/** The flags of one file, by which they are also synthesized and planned: together, thousands take too much memory. */
export interface FlagGroup {
  /** `flags`, or `flags-07`. */
  readonly name: string;
  readonly flags: readonly FlagParts[];
}

const FLAGS_PER_FILE = 100;

export function flagGroups({ flags, segments, definitions, overrides }: Inventory): readonly FlagGroup[] {
  const [ownSegments, ownDefinitions, ownOverrides] = [segments.filter(isOfFlag), definitions, overrides].map((all) =>
    groupBy(all, flagIdOf),
  );
  const files = Math.ceil(flags.length / FLAGS_PER_FILE);
  return Array.from({ length: files }, (_, index) => ({
    name: files === 1 ? "flags" : `flags-${String(index + 1).padStart(String(files).length, "0")}`,
    flags: flags.slice(index * FLAGS_PER_FILE, (index + 1) * FLAGS_PER_FILE).map((flag) => ({
      flag,
      segments: ownSegments?.get(flagIdOf(flag)) ?? [],
      definitions: ownDefinitions?.get(flagIdOf(flag)) ?? [],
      overrides: ownOverrides?.get(flagIdOf(flag)) ?? [],
    })),
  }));
}

export function flagIdOf({ ids }: Adopted): string {
  return ids["flag_id"] ?? "";
}

/** Whether a segment is for one flag only, with which it is declared. */
export function isOfFlag({ type, ids }: Adopted): boolean {
  return type === SEGMENT && ids["flag_id"] !== undefined;
}
