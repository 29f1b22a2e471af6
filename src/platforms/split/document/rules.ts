import type { SegmentCondition, SegmentRule } from "../../model/segment-rule";
import { canShare, describeMatcher, fromMatcher, type KindOf, toMatcher, UnsupportedRuleError } from "./conditions";
import type { Condition, Matcher } from "./document";

/** Converts between neutral groups of conditions and Split's matchers, which are only joined with AND. */

/** All of them must match. Empty: everybody. Throws {@link UnsupportedRuleError}. */
export function toMatchers(when: readonly SegmentRule[], kindOf: KindOf): Matcher[] {
  const matchers = when.flatMap((group) => {
    const inner = group.rules.map((rule) => ({ ...rule, rules: [] }));
    if (group.match === "all") return [...group.conditions.map((each) => toMatcher(each, kindOf)), ...toOwn(inner, kindOf)];
    if (inner.length > 0) throw new UnsupportedRuleError(`groups inside "${group.match}" are not supported: ${NEAREST}`);
    const shared = share(group.conditions);
    if (shared) return [{ ...toMatcher(shared, kindOf), ...(group.match === "none" ? { negate: true } : {}) }];
    if (group.match === "any" && group.conditions.length !== 1)
      throw new UnsupportedRuleError(`"any" is not supported: ${NEAREST}`);
    return group.conditions.map((each) => {
      const matcher = toMatcher(each, kindOf);
      return group.match === "any" ? matcher : opposite(matcher);
    });
  });
  return matchers.length === 0 && when.length === 0 ? [{ type: "ALL_KEYS" }] : matchers;
}

function toOwn(rules: readonly SegmentRule[], kindOf: KindOf): Matcher[] {
  return rules.length === 0 ? [] : toMatchers(rules, kindOf);
}

const NEAREST =
  "Split joins conditions with AND only. Write one rule for each alternative, or one_of for values of one trait";

function opposite({ negate, ...matcher }: Matcher): Matcher {
  return negate === true ? { ...matcher } : { ...matcher, negate: true };
}

/** Conditions on several texts of one trait become one matcher. */
function share(conditions: readonly SegmentCondition[]): SegmentCondition | undefined {
  const [first] = conditions;
  if (!first || !canShare(conditions)) return undefined;
  return { ...first, value: null, values: conditions.flatMap(({ value }) => (value === null ? [] : [value])) };
}

/** Undefined if one of the matchers has no neutral condition. */
export function fromMatchers(matchers: readonly Matcher[]): SegmentRule[] | undefined {
  const plain: SegmentCondition[] = [];
  const groups: SegmentRule[] = [];
  for (const matcher of matchers) {
    if (matcher.type === "ALL_KEYS" && matcher.negate !== true) continue;
    const comparable = fromMatcher(matcher);
    if (!comparable) return undefined;
    if (comparable.negate) groups.push({ match: "none", conditions: comparable.conditions, rules: [] });
    else if (comparable.conditions.length > 1) groups.push({ match: "any", conditions: comparable.conditions, rules: [] });
    else plain.push(...comparable.conditions);
  }
  return plain.length === 0 ? groups : [{ match: "all", conditions: plain, rules: [] }, ...groups];
}

export function describeMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(describeMatcher).join(" and ");
}

/** For comparison: in any order, without empty members. */
export function sameMatchers(one: readonly Matcher[], other: readonly Matcher[]): boolean {
  return comparable(one) === comparable(other);
}

function comparable(matchers: readonly Matcher[]): string {
  return JSON.stringify(matchers.map((matcher) => JSON.stringify(plainly(matcher))).sort());
}

function plainly({ type, negate, ...rest }: Matcher): unknown {
  const { depends } = rest;
  const members = {
    ...rest,
    ...(depends ? { depends: [depends.splitName, depends.treatments ?? [depends.treatment]] } : {}),
  };
  const said = Object.entries(members).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return [type, negate === true, said.sort(([a], [b]) => (a < b ? -1 : 1))];
}

export function sameCondition(one: Condition, other: Condition): boolean {
  return sameMatchers(one.matchers, other.matchers);
}

/** A rule-based segment has alternatives, each a group of matchers: the only place where Split has OR. */
export function toAlternatives(rules: readonly SegmentRule[], kindOf: KindOf): Matcher[][] {
  const [only] = rules;
  if (rules.length === 0) return [];
  if (only && rules.length === 1 && only.match === "any" && !share(only.conditions)) {
    return [
      ...only.conditions.map((each) => [toMatcher(each, kindOf)]),
      ...only.rules.map((rule) => toMatchers([{ ...rule, rules: [] }], kindOf)),
    ];
  }
  return [toMatchers(rules, kindOf)];
}

/** Undefined if they have no neutral form. */
export function fromAlternatives(alternatives: readonly (readonly Matcher[])[]): SegmentRule[] | undefined {
  const comparable = alternatives.map(fromMatchers);
  const [first] = comparable;
  if (comparable.length < 2) return comparable.length === 0 ? [] : first;
  const rules = comparable.map((when) => (when?.length === 1 ? when[0] : undefined)).filter((rule) => rule !== undefined);
  if (rules.length !== comparable.length) return undefined;
  const isSingle = (rule: SegmentRule): boolean => rule.match === "all" && rule.conditions.length === 1;
  return [
    {
      match: "any",
      conditions: rules.filter(isSingle).flatMap(({ conditions }) => conditions),
      rules: rules.filter((rule) => !isSingle(rule)).map(({ match, conditions }) => ({ match, conditions })),
    },
  ];
}
