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
  /** Why the platform would refuse or change a value, and what to do; undefined if it is stored unchanged. No requests. */
  refuseValue(value: FlagValue): string | undefined;
  /** The same for what an audience gets (for example shares that it would round); absent: everything its capabilities allow is accepted. */
  refuseServe?(serve: Serve): string | undefined;
  /** The same for conditions, in a segment or in a definition's rules. */
  refuseRules?(rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined;
  /** Warnings about rules that are accepted: for example what they mean on this server. */
  warnRules?(rules: readonly SegmentRule[]): string | undefined;
  /** Absent if no condition matches an identity without its trait. */
  readonly absentTraits?: AbsentTraits;
  /** The same as for values, for any other text that it stores. */
  refuseText?(place: TextPlace, text: string): string | undefined;
  /** The same for a new name. */
  refuseName?(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined;
  /** The same for all the variants of a flag. */
  refuseVariants?(variants: readonly Variant[], type: FlagValueKind | undefined): string | undefined;
  /** The attributes of a definition's settings that name one of its variants. */
  readonly variantSettings?: readonly (readonly [string, string])[];
  /** Removed variants that are renamed: they keep their uses under a new key. Absent: the platform cannot rename. */
  renamedVariants?(
    there: readonly Pick<Variant, "key" | "value">[],
    wanted: readonly Pick<Variant, "key" | "value">[],
  ): ReadonlyMap<string, string>;
  /** The same for all other settings of a flag or a segment, by attribute. Absent settings are unknown yet, or not managed. */
  refuseFlag?(settings: Partial<FlagSettings>, isNew: boolean): SettingRefusal | undefined;
  refuseSegment?(settings: Partial<SegmentSettings>): SettingRefusal | undefined;
  /**
   * Where the segment overrides of a flag end, by segment id, if some are given these priorities. Absent: several can have one priority, and
   * none moves another.
   */
  settlePriorities?(there: ReadonlyMap<string, number>, given: ReadonlyMap<string, number>): ReadonlyMap<string, number>;
}
