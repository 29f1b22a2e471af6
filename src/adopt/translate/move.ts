import type { Platform } from "../../platforms/port/platform";
import type { PlatformName } from "../../resources/provider/provider-attributes";
import type { OwnValues } from "../inventory/own-values";
import type { Losses } from "./losses";

/** Where a project moves, from where, and what is lost on the way. */
export interface Move {
  readonly from: { readonly name: PlatformName; readonly title: string };
  /** The attribute that identifies users there, if shares may name it. */
  readonly identity: string | undefined;
  /** What the other platform can do and what it refuses. Its rules need no request. */
  readonly to: Platform;
  /** Its environments by those of the source. */
  readonly environments: ReadonlyMap<string, string>;
  /** What control shares get there, by the import ids of definitions. */
  readonly own: ReadonlyMap<string, OwnValues>;
  readonly losses: Losses;
  /** Epoch milliseconds: rollouts by time depend on it. */
  readonly now: number;
}
