import { isMembership, type SegmentCondition, type SegmentRule } from "../../model/segment-rule";
import { conditionsIn, mapConditions } from "../../model/segment-rule-meaning";
import { type ConditionTree, fromTree, isListTree, leaf, toListTree, toTree } from "../api/condition-tree";
import { fromLogic, toLogic } from "../api/json-logic";
import { fromSelector, toSelector } from "../api/selector";
import type { Group } from "../flag/document";

/** Whom a rollout group is for: saved cohorts and JsonLogic over the request's properties, which must both match. */
type Targeting = Pick<
  Group,
  "cohort_definition" | "runtime_evaluation_definition" | "runtime_evaluation_rule" | "runtime_event_rule"
>;

/** Cohorts by name. */
export interface CohortNames {
  /** Throws PlatformError `gone`. */
  idOf(name: string): string;
  nameOf(id: string): string;
}

export function isForEveryone(group: Targeting): boolean {
  const { cohort_definition, runtime_evaluation_rule, runtime_event_rule } = group;
  return cohort_definition === null && runtime_evaluation_rule === null && runtime_event_rule === null && !legacyOf(group);
}

/** Whom everyone means. */
const EVERYONE: Targeting = {
  cohort_definition: null,
  runtime_evaluation_definition: null,
  runtime_evaluation_rule: null,
  runtime_event_rule: null,
};

export function cohortTargeting(id: string): Targeting {
  const condition: SegmentCondition = { operator: "in_segment", trait: null, value: null, values: [id], type: null };
  const tree: ConditionTree = { kind: "group", match: "all", children: [leaf(condition)] };
  return { ...EVERYONE, cohort_definition: { selector: toSelector(tree) } };
}

/** The cohort that alone decides who is in the group: a segment override's. */
export function overriddenCohort(group: Targeting): string | undefined {
  if (group.runtime_evaluation_rule !== null || group.runtime_event_rule !== null || legacyOf(group)) return undefined;
  const tree = cohortTree(group);
  const rules = tree && fromTree(tree);
  const [rule] = rules ?? [];
  if (!rule || rules?.length !== 1 || rule.match === "none" || rule.rules.length > 0) return undefined;
  const [condition, ...others] = rule.conditions;
  if (condition?.operator !== "in_segment" || others.length > 0 || condition.values?.length !== 1) return undefined;
  return condition.values[0];
}

export function targetingOf(when: readonly SegmentRule[], cohorts: CohortNames): Targeting {
  const [only] = when;
  const isMixed = only && when.length === 1 && only.conditions.some(isCohort) && !isAllCohorts(only);
  const ofCohorts = isMixed
    ? [{ ...only, conditions: only.conditions.filter(isCohort), rules: [] }]
    : when.filter(isAllCohorts);
  const ofProperties = isMixed
    ? [{ ...only, conditions: only.conditions.filter((each) => !isCohort(each)) }]
    : when.filter((rule) => !isAllCohorts(rule));
  const apart = !isMixed && ofCohorts.length > 0;
  return {
    ...EVERYONE,
    ...(ofCohorts.length > 0 && {
      cohort_definition: {
        selector: toSelector(toTree(renameCohorts(ofCohorts, (name) => cohorts.idOf(name)))),
      },
    }),
    ...(ofProperties.length > 0 && {
      runtime_evaluation_rule: toLogic(apart ? toListTree(ofProperties) : toTree(ofProperties)),
    }),
  };
}

/** Undefined if it has no neutral form. */
export function whenOf(group: Targeting, cohorts: CohortNames): readonly SegmentRule[] | undefined {
  if (group.runtime_event_rule !== null) return undefined;
  const cohort = cohortTree(group);
  const logic = logicTree(group);
  const byId = cohort && fromTree(cohort);
  const ofCohorts = byId && renameCohorts(byId, (id) => cohorts.nameOf(id));
  const ofProperties = logic && fromTree(logic);
  const hasCohort = group.cohort_definition !== null;
  const hasLogic = group.runtime_evaluation_rule !== null || legacyOf(group) !== undefined;
  if ((hasCohort && !ofCohorts?.every(isAllCohorts)) || (hasLogic && !ofProperties)) return undefined;
  if (!hasCohort && !hasLogic) return undefined;
  const [first, ...more] = ofCohorts ?? [];
  const [second, ...others] = ofProperties ?? [];
  const joined = first && second && logic && !isListTree(logic) && more.length === 0 && others.length === 0;
  if (joined && first.match === "all" && second.match === "all" && first.rules.length === 0)
    return [{ ...second, conditions: [...first.conditions, ...second.conditions] }];
  return [...(ofCohorts ?? []), ...(ofProperties ?? [])];
}

/** For messages, if {@link whenOf} returns no rules. */
export function describeGroup(group: Targeting & Pick<Group, "name">): string {
  const parts = [
    group.cohort_definition && `cohort ${JSON.stringify(group.cohort_definition)}`,
    group.runtime_evaluation_rule && `properties ${JSON.stringify(group.runtime_evaluation_rule)}`,
    legacyOf(group) && `properties ${JSON.stringify(group.runtime_evaluation_definition)}`,
    group.runtime_event_rule && `first-time event ${JSON.stringify(group.runtime_event_rule)}`,
  ].filter((part) => typeof part === "string");
  const name = group.name === null ? "a group without a name" : `"${group.name}"`;
  const text = `${name}: ${parts.length === 0 ? "everyone" : parts.join(" and ")}`;
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

export function isCohort({ operator }: SegmentCondition): boolean {
  return isMembership(operator);
}

export function hasCohorts(rules: readonly SegmentRule[]): boolean {
  return conditionsIn(rules).some(isCohort);
}

export function isAllCohorts(rule: SegmentRule): boolean {
  return rule.conditions.length > 0 && rule.conditions.every(isCohort) && rule.rules.length === 0;
}

function cohortTree({ cohort_definition: definition }: Targeting): ConditionTree | undefined {
  if (definition === null) return undefined;
  const { selector = definition, ...rest } = definition;
  const isMore = selector !== definition && Object.values(rest).some((value) => !isEmpty(value));
  return isMore ? undefined : fromSelector(selector);
}

function logicTree(group: Targeting): ConditionTree | undefined {
  // Where both are there, the rule wins.
  if (group.runtime_evaluation_rule !== null) return fromLogic(group.runtime_evaluation_rule);
  const legacy = legacyOf(group);
  return legacy && fromLogic({ and: Object.entries(legacy).map(([name, value]) => ({ "==": [{ var: name }, value] })) });
}

/** The older form: all of these properties must be equal. An empty one matches everybody. */
function legacyOf({ runtime_evaluation_definition: legacy }: Targeting): Readonly<Record<string, unknown>> | undefined {
  return legacy !== null && Object.keys(legacy).length > 0 ? legacy : undefined;
}

export function renameCohorts(rules: readonly SegmentRule[], rename: (reference: string) => string): SegmentRule[] {
  return mapConditions(rules, (each) => (isCohort(each) ? { ...each, values: (each.values ?? []).map(rename) } : each));
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
