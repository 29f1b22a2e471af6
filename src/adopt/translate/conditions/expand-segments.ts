import type { SegmentCondition } from "../../../platforms/model/segment-rule";
import type { RuleContext, Side } from "./context";
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
    const listed = identities(members.identities, side);
    const excluded = identities(members.excluded ?? [], side);
    const rules =
      members.rules.length === 0 ? NEVER : withoutSegments(readRules(members.rules), context, side, [...open, name]);
    const whole = any([listed, all([negate(excluded), rules])]);
    return each.negated ? negate(whole) : whole;
  });
}

const OTHER_ENTITY = /^([A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+)=(.*)$/s;

/** Listed members as conditions, in the source's words. */
function identities(listed: readonly string[], side: Side): Formula {
  if (listed.length === 0) return NEVER;
  const own = identityTrait(side);
  if (own === undefined) throw new LostRules("Mixpanel has no conditions on the identity itself.");
  const byTrait = new Map<string | null, string[]>();
  for (const each of listed) {
    // Vercel: members by another attribute than the one that identifies users.
    const [, trait, value] = (side.platform === "vercel" && OTHER_ENTITY.exec(each)) || [];
    const key = trait ?? own;
    byTrait.set(key, [...(byTrait.get(key) ?? []), value ?? each]);
  }
  return any([...byTrait].map(([trait, values]) => literal(listCondition(trait, values))));
}

export function listCondition(trait: string | null, values: readonly string[]): SegmentCondition {
  const [only] = values;
  if (only !== undefined && values.length === 1)
    return { operator: "equal_to", trait, value: only, values: null, type: null };
  return { operator: "one_of", trait, value: null, values, type: null };
}
