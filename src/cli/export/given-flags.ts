import type { World } from "../../serving/world/world";

/** The flags of a stack or a plan, as they are after its apply. */
export interface GivenFlags {
  readonly worlds: readonly World[];
  /** By flag key. */
  readonly descriptions: ReadonlyMap<string, string>;
}
