import type { SegmentCondition, SegmentRule } from "../../../platforms/model/segment-rule";
import type { PlatformName } from "../../../resources/provider/provider-attributes";

type Place = "segment" | "definition";

/** What decides whether rules mean the same on another platform. */
export interface RuleContext {
  readonly from: PlatformName;
  readonly to: PlatformName;
  /** Why the target refuses rules, in its own words; undefined: it accepts them. */
  refuse(rules: readonly SegmentRule[], place: Place): string | undefined;
  /** A segment of the source by the name that conditions use: its conditions and its listed members. Undefined: not known. */
  segment(name: string): { readonly rules: readonly SegmentRule[]; readonly identities: readonly string[] } | undefined;
}

export type TranslatedRules =
  | { readonly kind: "translated"; readonly rules: readonly SegmentRule[]; readonly notes: readonly string[] }
  | { readonly kind: "lost"; readonly why: string };

/** Rules by which the same people match on the other platform. */
export function translateRules(rules: readonly SegmentRule[], place: Place, { refuse }: RuleContext): TranslatedRules {
  const why = refuse(rules, place);
  return why === undefined ? { kind: "translated", rules, notes: [] } : { kind: "lost", why };
}

/** Listed members as a condition on the identity itself; undefined: the target has none there. */
export function identityCondition(
  identities: readonly string[],
  _place: Place,
  { to }: RuleContext,
): SegmentCondition | undefined {
  if (to !== "flagsmith") return undefined;
  return { operator: "one_of", trait: "$.identity.identifier", value: null, values: identities, type: null };
}
