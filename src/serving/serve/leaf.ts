import type { FlagValue } from "../../platforms/model/flag-value";
import type { Reason, TraceStep } from "../answer";
import type { Fact } from "../fact";

/** What one course of an evaluation ends with. */
export interface Leaf {
  readonly enabled: Fact<boolean>;
  readonly value: Fact<FlagValue | null>;
  readonly variant: Fact<string | null>;
  readonly reason: Reason;
  readonly trace: readonly TraceStep[];
}

/** What is served, before it is said why. */
export type ServedLeaf = Pick<Leaf, "enabled" | "value" | "variant">;
