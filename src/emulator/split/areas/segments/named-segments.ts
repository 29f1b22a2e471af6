import { getOwn } from "../../../../get-own";
import type { Condition, Content, SegmentKind } from "../../store/records";

const KIND_OF_LIST = { segments: "standard", largeSegments: "large", ruleBasedSegments: "rule_based" } as const;
const KIND_OF_MATCHER: Readonly<Record<string, SegmentKind>> = {
  IN_SEGMENT: "standard",
  IN_LARGE_SEGMENT: "large",
  IN_RULE_BASED_SEGMENT: "rule_based",
};

interface Use {
  readonly kind: SegmentKind;
  readonly name: string;
}

/** The segments that a condition names. */
export function segmentsOfCondition({ matchers }: Condition): Use[] {
  return matchers.flatMap(({ type, string }) => {
    const kind = getOwn(KIND_OF_MATCHER, type);
    return kind && string !== undefined ? [{ kind, name: string }] : [];
  });
}

/** The segments that a definition names. */
export function segmentsOf({ treatments, rules }: Content): Use[] {
  const targeted = treatments.flatMap((each) =>
    (["segments", "largeSegments", "ruleBasedSegments"] as const).flatMap((list) =>
      each[list].map((name) => ({ kind: KIND_OF_LIST[list], name })),
    ),
  );
  return [...targeted, ...rules.flatMap((each) => segmentsOfCondition(each.condition))];
}
