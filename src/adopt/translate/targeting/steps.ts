import type { SegmentRule } from "../../../platforms/model/segment-rule";
import type { AudienceName } from "../project/audience-name";
import type { MovedAudience, MovedUnit } from "../project/project";

/** Somebody who gets something else than everyone, in the order in which they win: those of segments, then those of rules. */
export type Step = { readonly audience: MovedAudience } & (
  | { readonly kind: "segment"; readonly segment: string; readonly priority: number | null }
  | {
      readonly kind: "rule";
      readonly key: string;
      readonly description: string | null;
      readonly when: readonly SegmentRule[];
    }
);

export function stepsOf({ segments, rules }: MovedUnit): readonly Step[] {
  return [
    ...segments.map(({ subject, priority, ...audience }): Step => {
      return { kind: "segment", segment: subject, priority, audience };
    }),
    ...rules.map(({ key, description, when, ...audience }): Step => ({ kind: "rule", key, description, when, audience })),
  ];
}

export function nameOf(step: Step): AudienceName {
  return step.kind === "rule" ? { kind: "rule", key: step.key } : { kind: "segment", id: step.segment };
}
