import type { Capabilities } from "../../../platforms/port/capabilities";
import type { Lost, RuleContext, Translated } from "../conditions/context";
import { translateMembers, translateRules } from "../conditions/translate-rules";
import type { MovedSegment } from "../project/project";

type Outcome = ({ readonly kind: "moved"; readonly segment: MovedSegment } & Pick<Translated, "notes" | "assumes">) | Lost;

/** A segment in the other platform's form: its conditions, and its listed members as a list or as a condition. */
export function translateSegment(segment: MovedSegment, context: RuleContext, can: Capabilities): Outcome {
  const { rules, identities, excluded } = segment;
  if (segment.unknown !== null) return { kind: "lost", why: segment.unknown };
  if (isEmpty(segment)) return { kind: "lost", why: "Nobody is in it." };
  // A list and conditions together, and who is never in it, are Vercel's alone.
  const keepsList = can.segmentIdentities.can && (rules.length === 0 || context.to === "vercel");
  if (!keepsList) return withConditions(segment, context, can);
  const translated = rules.length === 0 ? NO_RULES : translateRules(rules, "segment", context);
  if (translated.kind === "lost") return translated;
  const lists = { identities, excluded: context.to === "vercel" ? excluded : [] };
  const { notes, assumes } = translated;
  return { kind: "moved", segment: { ...segment, rules: translated.rules, ...lists }, notes, assumes };
}

const NO_RULES = { kind: "translated", rules: [], notes: [], assumes: [] } as const;

/** The conditions, or one of these identities, but none of those. */
function withConditions(segment: MovedSegment, context: RuleContext, can: Capabilities): Outcome {
  const { rules, identities, excluded } = segment;
  const translated = translateMembers(segment, "segment", context);
  if (translated.kind === "translated")
    return {
      kind: "moved",
      segment: { ...segment, rules: translated.rules, identities: [], excluded: [] },
      notes: translated.notes,
      assumes: translated.assumes,
    };
  const byRules = rules.length === 0 ? NO_RULES : translateRules(rules, "segment", context);
  if (byRules.kind === "lost") return byRules;
  if (identities.length > 0) return { kind: "lost", why: listWhy(identities, can) };
  return { kind: "lost", why: `It excludes ${counted(excluded)}, which no condition can say there.` };
}

/** Nobody is in it, so that nothing changes without it. */
export function isEmpty({ rules, identities, unknown }: MovedSegment): boolean {
  return unknown === null && rules.length === 0 && identities.length === 0;
}

function listWhy(identities: readonly string[], { segmentIdentities }: Capabilities): string {
  const nearest = segmentIdentities.can ? "" : ` ${segmentIdentities.nearest}`;
  return `It lists ${counted(identities)}, which the segments there cannot.${nearest}`;
}

function counted({ length }: readonly string[]): string {
  return length === 1 ? "one identity" : `${String(length)} identities`;
}
