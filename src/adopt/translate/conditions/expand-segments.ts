import { otherAttribute } from "../../../platforms/model/other-attribute";
import type { SegmentCondition } from "../../../platforms/model/segment-rule";
import type { RuleContext, Side, SourceSegment } from "./context";
import { all, any, type Formula, literal, mapLiterals, negate, NEVER } from "./formula";
import { readRules } from "./read-rules";
import { identityTrait } from "./traits";

/** What is not supported there: the end of a translation. */
export class LostRules extends Error {}

/** The conditions and members of segments in place of conditions on them. Throws {@link LostRules}. */
export function withoutSegments(formula: Formula, context: RuleContext, side: Side, open: readonly string[] = []): Formula {
  return mapLiterals(formula, (each) => {
    const [name] = each.condition.values ?? [];
    if (each.condition.operator !== "in_segment" || name === undefined) return each;
    const named = JSON.stringify(name);
    if (open.includes(name)) throw new LostRules(`Segment ${named} refers to itself, so its conditions cannot be repeated.`);
    const members = context.segment(name);
    if (!members)
      throw new LostRules(
        `Segment ${named} is not known here, and its conditions would have to be repeated: write a condition for it.`,
      );
    const whole = membersOf(members, side, (rules) => withoutSegments(rules, context, side, [...open, name]));
    return each.negated ? negate(whole) : whole;
  });
}

/** Everybody who is in a segment. */
export function membersOf(
  { rules, identities: listed, excluded = [] }: SourceSegment,
  side: Side,
  change: (formula: Formula) => Formula,
): Formula {
  const byRules = rules.length === 0 ? NEVER : change(readRules(rules, side));
  const whole = any([identities(listed, side), all([negate(identities(excluded, side)), byRules])]);
  return mapLiterals(whole, (each) => ({ ...each, isOfSegment: true }));
}

/** Listed members as conditions, in the source's words. */
function identities(listed: readonly string[], side: Side): Formula {
  if (listed.length === 0) return NEVER;
  const own = identityTrait(side);
  if (own === undefined) throw new LostRules("Mixpanel has no conditions on the identity itself.");
  const byTrait = new Map<string | null, string[]>();
  for (const each of listed) {
    // Vercel: members by another attribute than the one that identifies users.
    const other = side.platform === "vercel" ? otherAttribute(each) : undefined;
    const key = other?.entity ?? own;
    byTrait.set(key, [...(byTrait.get(key) ?? []), other?.value ?? each]);
  }
  return any([...byTrait].map(([trait, values]) => literal(listCondition(trait, values))));
}

function listCondition(trait: string | null, values: readonly string[]): SegmentCondition {
  const [only] = values;
  if (only !== undefined && values.length === 1)
    return { operator: "equal_to", trait, value: only, values: null, type: null };
  return { operator: "one_of", trait, value: null, values, type: null };
}
