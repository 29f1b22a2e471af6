import type { AbsentTraits } from "../model/absent-traits";
import type { Serve } from "../model/audience";
import type { FlagValue, FlagValueKind } from "../model/flag-value";
import type { SegmentRule } from "../model/segment-rule";
import type { Variant } from "../model/variant";
import type { FlagSettings } from "./flag";
import type { SettingRefusal, TextPlace } from "./refusal";
import type { SegmentSettings } from "./segment";

/** What a plan refuses or warns of, without a request. */
export interface PlanRules {
  /** Why the platform would refuse or change a value, and what to do; undefined where it keeps it as it is. No requests. */
  refuseValue(value: FlagValue): string | undefined;
  /** The same for what an audience gets (shares that it would round, say); absent: it takes all that its capabilities allow. */
  refuseServe?(serve: Serve): string | undefined;
  /** The same for conditions, in a segment or in a definition's rules. */
  refuseRules?(rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined;
  /** What should be known of rules that are written as they are: what they mean on this server, say. */
  warnRules?(rules: readonly SegmentRule[]): string | undefined;
  /** Absent where no condition holds for an identity without its trait. */
  readonly absentTraits?: AbsentTraits;
  /** The same as for values, for any other text that it stores. */
  refuseText?(place: TextPlace, text: string): string | undefined;
  /** The same for a new name. */
  refuseName?(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined;
  /** The same for all the variants of a flag. */
  refuseVariants?(variants: readonly Variant[], type: FlagValueKind | undefined): string | undefined;
  /** Of variants that leave, those that live on under a new key wherever they are used. Absent: none does. */
  renamedVariants?(
    there: readonly Pick<Variant, "key" | "value">[],
    wanted: readonly Pick<Variant, "key" | "value">[],
  ): ReadonlyMap<string, string>;
  /** The same for whatever else is stated of a flag or a segment, by attribute. What is not stated is not known yet, or not managed. */
  refuseFlag?(settings: Partial<FlagSettings>, isNew: boolean): SettingRefusal | undefined;
  refuseSegment?(settings: Partial<SegmentSettings>): SettingRefusal | undefined;
}
