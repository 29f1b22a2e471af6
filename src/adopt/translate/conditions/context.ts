import type { SegmentRule } from "../../../platforms/model/segment-rule";
import type { PlatformName } from "../../../serving/world/world";
import type { Kind } from "./judge/witnesses";

export type Place = "segment" | "definition";

/** What a segment of the source consists of. */
export interface SourceSegment {
  readonly rules: readonly SegmentRule[];
  /** Always in it. */
  readonly identities: readonly string[];
  /** Vercel: never in it. */
  readonly excluded?: readonly string[];
}

export interface RuleContext {
  readonly from: PlatformName;
  readonly to: PlatformName;
  /** Why the target refuses rules, in its own words; undefined: accepted. */
  refuse(rules: readonly SegmentRule[], place: Place): string | undefined;
  /** A segment of the source by the name that conditions use. Undefined: not known. */
  segment(name: string): SourceSegment | undefined;
  /** Whether the target has a segment too, by the name that conditions use. Absent: it has all of them. */
  keeps?(name: string): boolean;
  /** Where the target has the rules, if not at the same place; Flagsmith has rules in segments only. */
  readonly into?: Place;
  /** Vercel: the attribute that identifies users. Default: `user.id`. */
  readonly entity?: string;
}

/** Which values of a trait a translation does not treat alike. */
export interface Assumption {
  /** As the source calls it; null: the identity. */
  readonly trait: string | null;
  readonly never: readonly Kind[];
}

export interface Translated {
  readonly kind: "translated";
  readonly rules: readonly SegmentRule[];
  /** What is not quite the same, a sentence each: what differs and for whom. Usually empty. */
  readonly notes: readonly string[];
  /** Values that a trait of this meaning does not have, such as a list for a condition on text: those may match on one platform alone. */
  readonly assumes: readonly Assumption[];
}

export interface Lost {
  readonly kind: "lost";
  /** What is not supported there, and the nearest thing that works. */
  readonly why: string;
}

export type TranslatedRules = Translated | Lost;

/** A platform's rules at one place: what is judged. */
export interface Side {
  readonly platform: PlatformName;
  readonly place: Place;
  /** Vercel: the attribute that identifies users. */
  readonly entity: string;
}

export function sourceSide({ from, entity = "user.id" }: RuleContext, place: Place): Side {
  return { platform: from, place: from === "flagsmith" ? "segment" : place, entity };
}

export function targetSide({ to, into, entity = "user.id" }: RuleContext, place: Place): Side {
  return { platform: to, place: to === "flagsmith" ? "segment" : (into ?? place), entity };
}
