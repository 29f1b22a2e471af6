import type { Condition } from "../schema/condition";
import type { SegmentOutcome } from "../schema/segment-body";
import type { Segment } from "../store/records";
import type { Entities } from "./entities";
import { attributeOf, isListed } from "./entities";
import { isBelow, WHOLE } from "./hashing";
import { satisfies } from "./operators";

/** The entities and the flag's seed, which splits in segments use too (reference, 3.10). */
interface Audience {
  readonly entities: Entities;
  readonly seed: number;
  readonly segments: ReadonlyMap<string, Segment>;
  /** Segments being evaluated, to stop at cycles. */
  readonly open?: readonly string[];
}

/** Where the vendor's evaluator throws. */
export class EvaluationError extends Error {}

/** All conditions must hold; an empty list holds for everybody. */
export function holdAll(conditions: readonly Condition[], audience: Audience): boolean {
  return conditions.every((each) => {
    const { lhs } = each;
    if (lhs.type === "segment") return holdsForSegments(each, audience);
    return satisfies(attributeOf(audience.entities, lhs.kind, lhs.attribute), each);
  });
}

/** A segment that does not exist makes the condition fail, the negated ones too. */
function holdsForSegments({ cmp, rhs }: Condition, audience: Audience): boolean {
  if (rhs === undefined || rhs === "" || rhs === false || rhs === 0) return false;
  const belongs = (id: unknown): boolean | undefined => {
    const segment = audience.segments.get(String(id));
    return segment && isMember(segment, audience);
  };
  const ids = typeof rhs === "object" && rhs.type !== "regex" ? rhs.items.map((each) => each.value) : [];
  switch (cmp) {
    case "eq":
      return belongs(rhs) === true;
    case "!eq":
      return belongs(rhs) === false;
    case "oneOf":
      return ids.some((each) => belongs(each) === true);
    case "!oneOf":
      return ids.every((each) => belongs(each) === false);
    default:
      throw new EvaluationError(`Comparator ${cmp} not implemented for segment`);
  }
}

/** Included, else excluded, else the outcome of the first matching rule, else not a member. */
function isMember(segment: Segment, audience: Audience): boolean {
  const { include, exclude, rules } = segment.data;
  if (include && isListed(include, audience.entities)) return true;
  if (exclude && isListed(exclude, audience.entities)) return false;
  const open = audience.open ?? [];
  if (open.includes(segment.id)) throw new EvaluationError(`Segment "${segment.slug}" refers to itself`);
  const inner = { ...audience, open: [...open, segment.id] };
  const rule = (rules ?? []).find((each) => holdAll(each.conditions, inner));
  return rule !== undefined && passes(rule.outcome, audience);
}

function passes(outcome: SegmentOutcome, { entities, seed }: Audience): boolean {
  if (outcome.type === "all") return true;
  const value = attributeOf(entities, outcome.base.kind, outcome.base.attribute);
  return typeof value === "string" && isBelow(value, seed, outcome.passPromille, WHOLE);
}
