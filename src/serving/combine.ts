import { type Answer, type Outcome, type Reason, reasonText, type Share, type Unknown } from "./answer";
import type { Ended } from "./chance/chance";
import { fits, supposals } from "./chance/supposals";
import { sameContent, sameOutcome } from "./same-outcome";
import type { Leaf } from "./serve/leaf";

/** More courses than any real flag has. */
export const ANSWER_LIMIT = 20_000;

/** More unknown facts than this are not tried in all combinations. */
const MOST_FACTS = 10;

/** One answer from all courses. */
export function combined(courses: readonly Ended<Leaf>[], assuming: readonly string[]): Answer {
  const open = courses.flatMap(({ result }) =>
    [result.enabled, result.value, result.variant].flatMap((each) => (each.known ? [] : [each.because])),
  );
  const outcomes = courses.flatMap((course) => {
    const outcome = outcomeOf(course.result);
    return outcome ? [{ ...course, outcome }] : [];
  });
  const facts = factsOf(courses);
  if (open.length > 0 || facts.size > MOST_FACTS) return unknownFrom(courses, [...open, ...facts.values()], assuming);
  const answers = supposals([...facts.keys()]).map((holding) =>
    sharesOf(outcomes.filter((each) => fits(each.facts, holding))),
  );
  const [first = [], ...others] = answers;
  if (!others.every((other) => sameShares(other, first)))
    return unknownFrom(courses, [...open, ...facts.values()], assuming);
  if (others.some((other) => !sameReasons(other, first))) return agreed(first, others.flat(), assuming);
  const [only, ...more] = first;
  if (only && more.length === 0) return { kind: "certain", outcome: only.outcome, assuming };
  return { kind: "distribution", shares: first, assuming };
}

/** The same for every possibility, but not for the same reasons. */
function agreed(first: readonly Share[], others: readonly Share[], assuming: readonly string[]): Answer {
  const shares: Share[] = [];
  for (const share of first) {
    const at = shares.findIndex((each) => sameContent(each.outcome, share.outcome));
    const before = shares[at];
    if (before) shares[at] = { ...before, percent: before.percent + share.percent };
    else
      shares.push({ ...share, outcome: { ...share.outcome, reason: eitherReason(share.outcome, [...first, ...others]) } });
  }
  const [only, ...more] = shares;
  return only && more.length === 0
    ? { kind: "certain", outcome: only.outcome, assuming }
    : { kind: "distribution", shares, assuming };
}

function eitherReason(outcome: Outcome, shares: readonly Share[]): Reason {
  const same = shares.filter((each) => sameContent(each.outcome, outcome));
  const reasons = [...new Set(same.map((each) => reasonText(each.outcome.reason)))];
  return reasons.length === 1 ? outcome.reason : { kind: "one of", reasons };
}

export function unknownAnswer(because: readonly string[]): Unknown {
  return { kind: "unknown", because, known: {}, traces: [], assuming: [] };
}

function outcomeOf({ enabled, value, variant, reason, trace }: Leaf): Outcome | undefined {
  if (!enabled.known || !value.known || !variant.known) return undefined;
  return { enabled: enabled.value, value: value.value, variant: variant.value, reason, trace };
}

function factsOf(courses: readonly Ended<Leaf>[]): ReadonlyMap<string, string> {
  return new Map(courses.flatMap(({ facts }) => [...facts].map(([key, { because }]) => [key, because] as const)));
}

/** Equal outcomes together, the largest share first. */
function sharesOf(courses: readonly (Ended<Leaf> & { readonly outcome: Outcome })[]): readonly Share[] {
  const shares: { percent: number; readonly outcome: Outcome }[] = [];
  for (const { share, outcome } of courses) {
    const same = shares.find((each) => sameOutcome(each.outcome, outcome));
    if (same) same.percent += share * 100;
    else shares.push({ percent: share * 100, outcome });
  }
  const tidy = shares.map(({ percent, outcome }) => ({ percent: Number(percent.toFixed(9)), outcome }));
  return tidy.filter(({ percent }) => percent > 0).sort((one, other) => other.percent - one.percent);
}

/** Whether applications get the same in both; the reasons may differ. */
function sameShares(one: readonly Share[], other: readonly Share[]): boolean {
  const total = (shares: readonly Share[], outcome: Outcome): number =>
    shares.reduce((sum, each) => (sameContent(each.outcome, outcome) ? sum + each.percent : sum), 0);
  return [...one, ...other].every(({ outcome }) => Math.abs(total(one, outcome) - total(other, outcome)) < 1e-6);
}

function sameReasons(one: readonly Share[], other: readonly Share[]): boolean {
  return (
    one.length === other.length &&
    one.every((share) => other.some((each) => sameOutcome(each.outcome, share.outcome) && each.percent === share.percent))
  );
}

function unknownFrom(courses: readonly Ended<Leaf>[], because: readonly string[], assuming: readonly string[]): Unknown {
  const results = courses.map(({ result }) => result);
  const common = <K extends "enabled" | "value" | "variant">(name: K): Partial<Pick<Outcome, K>> => {
    const [first, ...others] = results.map((each) => each[name]);
    if (!first?.known) return {};
    const text = JSON.stringify(first.value);
    const isCommon = others.every((each) => each.known && JSON.stringify(each.value) === text);
    return isCommon ? ({ [name]: first.value } as Partial<Pick<Outcome, K>>) : {};
  };
  return {
    kind: "unknown",
    because: [...new Set(because)],
    known: { ...common("enabled"), ...common("value"), ...common("variant") },
    traces: results.map(({ trace }) => trace),
    assuming,
  };
}
