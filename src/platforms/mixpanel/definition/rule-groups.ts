import type { Changeset } from "../../adapter/edits/changeset";
import { serveFor } from "../../adapter/edits/variant-audience";
import { unlisted } from "../../adapter/errors";
import type { SegmentCondition, SegmentRule } from "../../model/segment-rule";
import type { RemoteRule, TargetingRule } from "../../model/targeting-rule";
import { type FlagDocument, type Group, newGroup, sameJson } from "../flag/document";
import { choiceOf } from "../flag/flag-variants";
import { baseIndex } from "./base-group";
import { overridesIn } from "./override-groups";
import { audienceIn, dealing, dealt } from "./shares";
import { type CohortNames, describeGroup, targetingOf, whenOf } from "./targeting";

/** Targeting rules: all groups that are neither a segment override nor the base. Their key is their name. */

export function ruleGroups(rollout: readonly Group[]): readonly Group[] {
  const base = rollout[baseIndex(rollout)];
  const overrides = overridesIn(rollout).map(({ group }) => group);
  return rollout.filter((group) => group !== base && !overrides.includes(group));
}

export function toRule(group: Group, document: FlagDocument, cohorts: CohortNames): RemoteRule {
  const when = whenOf(group, cohorts);
  const common = { ...audienceIn(group, document), key: group.name, description: null, when };
  return when ? common : { ...common, words: describeGroup(group) };
}

/** The groups with the new rules: overrides first, then the rules in their order, then everyone else. */
export function withRules(
  rollout: readonly Group[],
  rules: NonNullable<Changeset["rules"]>,
  document: FlagDocument,
  cohorts: CohortNames,
  attempted: string,
): readonly Group[] {
  const current = ruleGroups(rollout);
  const left = new Set(current);
  const take = (found: Group | undefined): Group | undefined => {
    if (found) left.delete(found);
    return found;
  };
  const byKey = rules.rules.map(({ key }) => take([...left].find(({ name }) => name === key)));
  const known = rules.rules.map(
    (rule, index) => byKey[index] ?? take([...left].find((group) => group.name === null && matches(group, rule, cohorts))),
  );
  if (rules.unlisted === "refuse" && left.size > 0)
    throw unlisted(attempted, `rollout groups that are not listed as rules: ${[...left].map(describeGroup).join("; ")}`, {
      subject: "flag",
    });
  const next = rules.rules.map((rule, index) => changedRule(known[index], rule, document, cohorts, attempted));
  if (next.length === current.length && next.every((group, index) => group === current[index])) return rollout;
  const base = rollout[baseIndex(rollout)];
  return [...overridesIn(rollout).map(({ group }) => group), ...next, ...(base ? [base] : [])];
}

function changedRule(
  group: Group | undefined,
  rule: TargetingRule,
  document: FlagDocument,
  cohorts: CohortNames,
  attempted: string,
): Group {
  const change = { enabled: rule.enabled ?? true, ...(rule.serve && { serve: rule.serve }) };
  const current = group && audienceIn(group, document);
  const deal = serveFor(change, undefined, current, choiceOf(document.ruleset), attempted);
  const targeted = group ?? { ...newGroup(rule.key), ...targetingOf(rule.when, cohorts) };
  const named = targeted.name === rule.key ? targeted : { ...targeted, name: rule.key };
  const isSame = !group || matches(group, rule, cohorts);
  const aimed = isSame ? named : withTargeting(named, rule, cohorts);
  if (!deal) return aimed;
  const served = group ? dealing(aimed, deal, document, attempted) : dealt(aimed, deal, document, attempted);
  return served.rollout_percentage === 1 ? served : { ...served, rollout_percentage: 1 };
}

/** The hash of a cohort belongs to its definition: the server finds the cohort by it. */
function withTargeting(group: Group, rule: TargetingRule, cohorts: CohortNames): Group {
  const targeting = targetingOf(rule.when, cohorts);
  const keepsCohort = sameJson(targeting.cohort_definition, group.cohort_definition);
  return { ...group, ...targeting, cohort_hash: keepsCohort ? group.cohort_hash : null };
}

function matches(group: Group, { when }: TargetingRule, cohorts: CohortNames): boolean {
  const current = whenOf(group, cohorts);
  if (!current) return false;
  // A cohort can be named in several ways: the result that is sent is compared.
  return sameJson(meaning(current), meaning(when)) || sameJson(targetingOf(current, cohorts), targetingOf(when, cohorts));
}

/** The order of conditions does not matter. */
function meaning(rules: readonly SegmentRule[]): unknown {
  const sorted = (items: readonly unknown[]): unknown[] => items.map((item) => JSON.stringify(item)).sort();
  const conditions = (list: readonly SegmentCondition[]): unknown[] =>
    sorted(list.map(({ operator, trait, value, values, type }) => [operator, trait, value, values, type]));
  return sorted(
    rules.map((rule) => [
      rule.match,
      conditions(rule.conditions),
      sorted(rule.rules.map((inner) => [inner.match, conditions(inner.conditions)])),
    ]),
  );
}
