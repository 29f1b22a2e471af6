import type { SegmentRule } from "../../../platforms/model/segment-rule";
import type { Capabilities } from "../../../platforms/port/capabilities";
import type { RuleContext } from "../conditions/context";
import { identityCondition, translateRules } from "../conditions/translate-rules";
import type { MovedSegment } from "../project/project";

type Outcome =
  | { readonly kind: "moved"; readonly segment: MovedSegment; readonly notes: readonly string[] }
  | { readonly kind: "lost"; readonly why: string };

/** A segment in the other platform's form: its conditions, and its listed members as a list or as a condition. */
export function translateSegment(segment: MovedSegment, context: RuleContext, can: Capabilities): Outcome {
  const { rules, identities, excluded } = segment;
  if (segment.unknown !== null)
    return { kind: "lost", why: `Its conditions have no neutral form: see segment ${segment.name}.` };
  if (isEmpty(segment)) return { kind: "lost", why: "Nobody is in it." };
  const translated =
    rules.length === 0 ? ({ kind: "translated", rules: [], notes: [] } as const) : translateRules(rules, "segment", context);
  if (translated.kind === "lost") return translated;
  const { notes } = translated;
  // A list and conditions together, and who is never in it, are Vercel's alone.
  const keepsList = can.segmentIdentities.can && (rules.length === 0 || context.to === "vercel");
  const included = keepsList ? translated.rules : withIncluded(translated.rules, identities, context);
  if (!included) return { kind: "lost", why: listWhy(identities, can) };
  const whole = context.to === "vercel" ? included : withoutExcluded(included, excluded, context);
  if (!whole) return { kind: "lost", why: `It excludes ${counted(excluded)}, which no condition can say there.` };
  const refusal = whole.length === 0 ? undefined : context.refuse(whole, "segment");
  if (refusal !== undefined) return { kind: "lost", why: refusal };
  const lists = { identities: keepsList ? identities : [], excluded: context.to === "vercel" ? excluded : [] };
  return { kind: "moved", segment: { ...segment, rules: whole, ...lists }, notes };
}

/** Nobody is in it, so that nothing changes without it. */
export function isEmpty({ rules, identities, unknown }: MovedSegment): boolean {
  return unknown === null && rules.length === 0 && identities.length === 0;
}

/** The conditions, or one of these identities. */
function withIncluded(
  rules: readonly SegmentRule[],
  identities: readonly string[],
  context: RuleContext,
): readonly SegmentRule[] | undefined {
  if (identities.length === 0) return rules;
  const condition = identityCondition(identities, "segment", context);
  if (!condition) return undefined;
  const [only, ...more] = rules;
  if (!only) return [{ match: "all", conditions: [condition], rules: [] }];
  if (more.length > 0 || only.rules.length > 0) return undefined;
  const inner = [
    { match: only.match, conditions: only.conditions },
    { match: "all", conditions: [condition] },
  ] as const;
  return [{ match: "any", conditions: [], rules: inner }];
}

function withoutExcluded(
  rules: readonly SegmentRule[],
  excluded: readonly string[],
  context: RuleContext,
): readonly SegmentRule[] | undefined {
  if (excluded.length === 0) return rules;
  const condition = identityCondition(excluded, "segment", context);
  return condition && [...rules, { match: "none", conditions: [condition], rules: [] }];
}

function listWhy(identities: readonly string[], { segmentIdentities }: Capabilities): string {
  const nearest = segmentIdentities.can ? "" : ` ${segmentIdentities.nearest}`;
  return `It lists ${counted(identities)}, which the segments there cannot.${nearest}`;
}

function counted({ length }: readonly string[]): string {
  return length === 1 ? "one identity" : `${String(length)} identities`;
}
