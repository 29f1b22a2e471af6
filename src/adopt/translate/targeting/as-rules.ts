import type { Serve } from "../../../platforms/model/audience";
import type { TargetingRule } from "../../../platforms/model/targeting-rule";
import { OFF } from "../../../platforms/model/variant";
import { translateAlternatives, translateRules } from "../conditions/translate-rules";
import type { Move } from "../move";
import { type MovedAudience, type MovedFlag, type MovedOverride, type MovedUnit, unitName } from "../project/project";
import { servedTo, serving, splitOf, weightsOf } from "../shares/served";
import type { MovedSegments } from "./moved-segments";
import { sharedRules } from "./percentage";
import { type Step, stepsOf } from "./steps";

/**
 * Where a definition has rules: overrides stay overrides as long as their segments exist there and their order can be kept. From the
 * first one on that cannot stay, they become rules with the segments' conditions, in front of the other rules.
 */
export function asRules(unit: MovedUnit, flag: MovedFlag, move: Move, segments: MovedSegments): MovedUnit {
  const where = { flag, move, segments, what: unitName(flag, unit) };
  const repeated = repeatedSegments(unit, where);
  const overrides: MovedOverride[] = [];
  const rest: Step[] = [];
  for (const step of stepsOf(unit)) {
    if (step.kind === "rule" || repeated.has(step.segment)) rest.push(step);
    else if (!segments.moved(step.segment)) {
      const name = segments.source(step.segment)?.name ?? step.segment;
      move.losses.lose(
        where.what,
        `the override for the segment ${name} is left out. ${segments.whyLost(step.segment)}`,
        segments.audienceOf(step),
      );
    } else {
      const priority = move.to.capabilities.priorities.can ? (step.priority ?? overrides.length) : null;
      overrides.push({ subject: step.segment, ...step.audience, priority });
    }
  }
  let whole: MovedUnit = { ...unit, segments: overrides };
  const rules: TargetingRule[] = [];
  for (const [index, step] of rest.entries()) {
    const written = writtenStep(step, whole, index === rest.length - 1, where);
    if (written.kind === "default") whole = { ...whole, ...written.audience };
    else rules.push(...written.rules);
  }
  return { ...whole, rules };
}

/** The segments whose conditions are repeated as rules: from the first one on that needs it, all that can be. */
function repeatedSegments({ segments: overrides }: MovedUnit, { move, segments, what }: Where): ReadonlySet<string> {
  const { to, losses } = move;
  const [first] = overrides;
  const orderMatters = first !== undefined && !overrides.every((each) => getsTheSame(each, first));
  const canRepeat = (id: string): boolean => {
    const source = segments.source(id);
    return source !== undefined && source.rules.length > 0 && source.identities.length + source.excluded.length === 0;
  };
  const needsIt = (id: string): boolean => !segments.moved(id) && canRepeat(id);
  // Without priorities, a platform has an order of its own.
  const keepsOrder = to.capabilities.priorities.can || !orderMatters;
  const from = keepsOrder ? overrides.findIndex(({ subject }) => needsIt(subject)) : 0;
  if (from < 0 || overrides.length === 0) return new Set();
  const behind = overrides.slice(from);
  const kept = behind.filter(({ subject }) => segments.moved(subject) && !canRepeat(subject));
  if (orderMatters && kept.length > 0 && behind.length > 1)
    losses.lose(
      what,
      `the order changes for users of several segments: ${kept.map(({ subject }) => segments.source(subject)?.name ?? subject).join(", ")} with listed users go first here, and those with conditions after them, as rules.`,
    );
  return new Set(behind.map(({ subject }) => subject).filter(canRepeat));
}

interface Where {
  readonly flag: MovedFlag;
  readonly move: Move;
  readonly segments: MovedSegments;
  readonly what: string;
}

type WrittenStep =
  /** One rule, or one for each of its alternatives. None: it is lost, and listed. */
  | { readonly kind: "rules"; readonly rules: readonly TargetingRule[] }
  /** It is for a share of all, and a part of what everyone gets. */
  | { readonly kind: "default"; readonly audience: MovedAudience };

const NO_RULES: WrittenStep = { kind: "rules", rules: [] };

function writtenStep(step: Step, unit: MovedUnit, isLast: boolean, where: Where): WrittenStep {
  const { flag, move, segments, what } = where;
  const { losses, to } = move;
  if (step.kind === "rule") {
    const translated = translateAlternatives(step.when, segments.rules);
    if (translated.kind === "lost") {
      losses.lose(what, `the rule ${step.key} is left out. ${translated.why}`, segments.audienceOf(step));
      return NO_RULES;
    }
    for (const note of translated.notes) losses.note(what, `the rule ${step.key}: ${note}`);
    losses.assume(translated.assumes);
    const { key, description, audience } = step;
    const rules = translated.alternatives.map((when, index): TargetingRule => {
      const own = index === 0 ? key : `${key}-${String(index + 1)}`;
      return { key: own, description, when: segments.renamed(when), ...audience };
    });
    return { kind: "rules", rules };
  }
  const source = segments.source(step.segment);
  const name = source?.name ?? step.segment;
  const lost = (why: string): WrittenStep => {
    losses.lose(what, `the override for the segment ${name} is left out. ${why}`, segments.audienceOf(step));
    return NO_RULES;
  };
  if (!source || source.rules.length === 0 || source.identities.length > 0 || source.excluded.length > 0)
    return lost(segments.whyLost(step.segment));
  const shared = segments.moved(step.segment) ? undefined : sharedRules(source.rules);
  if (shared && !isLast)
    return lost(`It is for a share of its users, and others are in line behind it. ${segments.whyLost(step.segment)}`);
  const mixed = shared && mixedAudience(step, unit, flag, shared.percentage);
  if (shared && !mixed) return lost(`Its share cannot be a part of what everyone gets. ${segments.whyLost(step.segment)}`);
  if (mixed && shared.rules.length === 0) {
    losses.note(what, `the segment ${name}, ${String(shared.percentage)} % of all, is a split of what everyone gets.`);
    return { kind: "default", audience: mixed };
  }
  const translated = translateRules(shared?.rules ?? source.rules, "segment", {
    ...segments.rules,
    into: "definition",
  });
  if (translated.kind === "lost") return lost(translated.why);
  for (const note of translated.notes) losses.note(what, `the segment ${name}: ${note}`);
  losses.assume(translated.assumes);
  losses.note(
    what,
    `the override for the segment ${name} is a rule with its conditions, so that ${shared ? "it can be for a share of its users" : to.capabilities.priorities.can ? "nothing else is needed there" : "the order stays"}.`,
  );
  const when = segments.renamed(translated.rules);
  return { kind: "rules", rules: [{ key: name, description: null, when, ...(mixed ?? step.audience) }] };
}

/** What an audience gets, with the rest of its users getting what everyone gets. */
function mixedAudience(step: Step, unit: MovedUnit, flag: MovedFlag, percentage: number): Step["audience"] | undefined {
  const [own, others] = [step.audience, unit].map((each) => {
    const serve = each.enabled === false ? servedOff(unit, flag) : servedTo(each, flag);
    return serve && weightsOf(serve);
  });
  if (!own || !others) return undefined;
  const weights = new Map<string, number>();
  const add = (each: ReadonlyMap<string, number>, part: number): void => {
    for (const [key, share] of each) weights.set(key, (weights.get(key) ?? 0) + (share * part) / 100);
  };
  add(own, percentage);
  add(others, 100 - percentage);
  return serving({ enabled: true, serve: null }, splitOf(weights), flag);
}

function servedOff({ whenOff }: MovedUnit, { type }: MovedFlag): Serve | null {
  const variant = type === "boolean" ? OFF : whenOff;
  return variant === null ? null : { kind: "variant", variant };
}

function getsTheSame(one: MovedAudience, other: MovedAudience): boolean {
  return JSON.stringify([one.enabled, one.serve]) === JSON.stringify([other.enabled, other.serve]);
}
