import type { PageAudience } from "../../page/view-model";
import { shortened } from "../../page/words";
import type { RolloutGroup } from "../areas/flag-body";
import type { Store } from "../store/store";

type Open = Readonly<Record<string, unknown>>;

/** Whom a rollout group is for; `everyone` for a group without targeting. */
export function groupWords(store: Store, group: RolloutGroup): Pick<PageAudience, "kind" | "name"> | "everyone" {
  const { cohort_definition: cohorts, runtime_evaluation_rule: rule, runtime_event_rule: event } = group;
  const legacy = Object.entries(group.runtime_evaluation_definition ?? {});
  const parts = [
    ...(cohorts === null ? [] : [selectorText(store, cohorts.selector ?? cohorts)]),
    ...(rule === null ? legacy.map(([name, value]) => `${name} = ${text(value)}`) : [logicText(rule)]),
    ...(event === null ? [] : [`first event ${event.event_name}`]),
  ];
  if (parts.length === 0) return "everyone";
  const only = parts.length === 1 && cohorts !== null ? singleCohort(store, cohorts.selector ?? cohorts) : undefined;
  if (only !== undefined) return { kind: "segment", name: only };
  return { kind: "rule", name: shortened(parts.join(" and ")) };
}

/** The cohort that alone decides. */
function singleCohort(store: Store, node: unknown): string | undefined {
  if (!isObject(node)) return undefined;
  if (Array.isArray(node.children)) return node.children.length === 1 ? singleCohort(store, node.children[0]) : undefined;
  return node.property === "cohort" && node.operator === "in" ? cohortName(store, node.value) : undefined;
}

/** A cohort's definition in words. */
function selectorText(store: Store, node: unknown): string {
  if (!isObject(node)) return text(node);
  const { operator, children, property, value, operand } = node;
  if (Array.isArray(children)) return children.map((each) => selectorText(store, each)).join(` ${String(operator)} `);
  if (property === "cohort") return `${String(operator)} cohort ${cohortName(store, value)}`;
  if (property === "user")
    return `${text(value)} ${String(operator)} ${operand === undefined ? "" : text(operand)}`.trimEnd();
  return text(node);
}

function cohortName(store: Store, id: unknown): string {
  return store.tables.cohorts.get(Number(id))?.name ?? "a cohort that is gone";
}

/** JsonLogic in words, where it is of the usual kinds. */
function logicText(rule: unknown): string {
  if (!isObject(rule)) return text(rule);
  const [[operator, given] = ["", undefined], ...others] = Object.entries(rule);
  if (others.length > 0) return text(rule);
  const operands = Array.isArray(given) ? (given as readonly unknown[]) : [given];
  if (operator === "var") return String(operands[0]);
  if (operator === "!" || operator === "!!") return `${operator === "!" ? "not " : ""}(${logicText(operands[0])})`;
  if (operator === "and" || operator === "or") return operands.map(logicText).join(` ${operator} `);
  if (operands.length === 2) return `${logicText(operands[0])} ${operator} ${logicText(operands[1])}`;
  return text(rule);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function isObject(value: unknown): value is Open {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
