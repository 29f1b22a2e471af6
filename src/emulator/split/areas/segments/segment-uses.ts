import type { Segment } from "../../store/records";
import type { Store } from "../../store/store";
import { segmentsOf, segmentsOfCondition } from "./named-segments";

/** The type of a segment as rule-based segments name it. */
export const TYPES = { standard: "standard_segment", large: "large_segment", rule_based: "rule_based_segment" } as const;

/** What refers to the segment: definitions and rule-based segments, in one environment or in all. */
export function usesOf(store: Store, segment: Segment, environment?: string): string[] {
  const { definitions, memberships, flags, segments } = store.tables;
  const here = (each: { readonly environment: string }): boolean =>
    environment === undefined || each.environment === environment;
  const isIt = (each: { readonly kind: string; readonly name: string }): boolean =>
    each.kind === segment.kind && each.name === segment.name;
  const inFlags = [...definitions.values()].flatMap((each) => {
    const flag = flags.get(each.flag);
    return here(each) && flag?.workspace === segment.workspace && segmentsOf(each.content).some(isIt) ? [flag.name] : [];
  });
  const inSegments = [...memberships.values()].flatMap((each) => {
    const owner = segments.get(each.segment);
    const named =
      each.rules.some(({ condition }) => segmentsOfCondition(condition).some(isIt)) ||
      each.excludedSegments.some(({ name, type }) => name === segment.name && type === TYPES[segment.kind]);
    return here(each) && owner?.workspace === segment.workspace && named ? [owner.name] : [];
  });
  return [...new Set([...inFlags, ...inSegments])];
}
