import type { Inventory, LeftOut } from "./inventory/adopted";
import type { Choice } from "./inventory/take-inventory";
import type { Part } from "./plan/parts";
import type { WholePlan } from "./plan/whole-plan";
import type { Target } from "./target";
import type { Loss } from "./translate/losses";
import type { LoadPackage } from "./typescript/synthesize";

export const FORMATS = ["typescript", "hcl"] as const;
export type Format = (typeof FORMATS)[number];

export interface Adoption extends Choice {
  readonly format: Format;
  /** The folder to write: new, or empty. */
  readonly out: string;
  /** The environment variables that the credential is read from, in words. */
  readonly credential: string;
  /** Undefined: the packages of the constructs are not installed. */
  readonly load: LoadPackage | undefined;
  readonly signal: AbortSignal;
  /** Another platform, for which everything is written; absent: the same one. */
  readonly target?: Target;
  progress(text: string): void;
}

export interface Adopted {
  readonly inventory: Inventory;
  readonly plan: WholePlan;
  readonly leftOut: readonly LeftOut[];
  /** What was planned: the written program itself, or the same resources. */
  readonly planned: "program" | "resources";
  /** The stack that was planned, one part after the other. */
  readonly parts: () => Iterable<Part>;
  /** What the other platform cannot say, or says in another way. */
  readonly losses: readonly Loss[];
}
