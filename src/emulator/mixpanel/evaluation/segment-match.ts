import { z } from "zod";
import { getOwn } from "../../../get-own";
import type { Cohort } from "../store/records";

const leaf = z.object({
  property: z.string(),
  value: z.union([z.string(), z.number()]),
  operator: z.string(),
  operand: z.unknown().optional(),
});
const branch = z.object({ operator: z.enum(["and", "or"]), children: z.array(z.unknown()) });

/** A user to check for membership, and the cohorts that a definition may refer to. */
export interface Candidate {
  readonly id: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly cohorts: ReadonlyMap<number, Cohort>;
}

/** Members from the seed decide; without them the definition does (3.6). */
export function isMember(cohort: Cohort, candidate: Candidate, seen: readonly number[] = []): boolean {
  if (cohort.members !== null) return cohort.members.includes(candidate.id);
  if (seen.includes(cohort.id)) return false;
  return matchesDefinition(cohort.definition, candidate, [...seen, cohort.id]);
}

/**
 * A cohort definition: `{"selector": …}`, or the selector itself. What depends on a history of events (behaviours,
 * groups of the newer form) matches nobody.
 */
export function matchesDefinition(
  definition: Readonly<Record<string, unknown>>,
  candidate: Candidate,
  seen: readonly number[] = [],
): boolean {
  return matchesNode(definition.selector ?? definition, candidate, seen);
}

function matchesNode(node: unknown, candidate: Candidate, seen: readonly number[]): boolean {
  const combined = branch.safeParse(node);
  if (combined.success) {
    const { operator, children } = combined.data;
    if (children.length === 0) return false;
    const holds = (child: unknown): boolean => matchesNode(child, candidate, seen);
    return operator === "and" ? children.every(holds) : children.some(holds);
  }
  const single = leaf.safeParse(node);
  return single.success && matchesLeaf(single.data, candidate, seen);
}

function matchesLeaf(given: z.output<typeof leaf>, candidate: Candidate, seen: readonly number[]): boolean {
  if (given.property === "cohort") {
    const cohort = candidate.cohorts.get(Number(given.value));
    if (!cohort) return false;
    const isIn = isMember(cohort, candidate, seen);
    return given.operator === "in" ? isIn : given.operator === "not in" && !isIn;
  }
  if (given.property !== "user") return false;
  return matchesProperty(given.operator, getOwn(candidate.profile, String(given.value)), given.operand);
}

function matchesProperty(operator: string, actual: unknown, operand: unknown): boolean {
  const isDefined = actual !== undefined && actual !== null;
  switch (operator) {
    case "defined":
      return isDefined;
    case "not defined":
      return !isDefined;
    case "==":
      return isDefined && equalsAny(actual, operand);
    case "!=":
      return !isDefined || !equalsAny(actual, operand);
    case "in":
      return isDefined && includes(actual, operand);
    case "not in":
      return !isDefined || !includes(actual, operand);
    case ">":
      return ordered(actual, operand, (order) => order > 0);
    case ">=":
      return ordered(actual, operand, (order) => order >= 0);
    case "<":
      return ordered(actual, operand, (order) => order < 0);
    case "<=":
      return ordered(actual, operand, (order) => order <= 0);
    default:
      return false;
  }
}

function equalsAny(actual: unknown, operand: unknown): boolean {
  return Array.isArray(operand) ? operand.includes(actual) : actual === operand;
}

/** Of a text: contains. Of a list: has. With a list to compare with: is one of. */
function includes(actual: unknown, operand: unknown): boolean {
  if (Array.isArray(operand)) return operand.includes(actual);
  if (typeof actual === "string") return actual.includes(String(operand));
  return Array.isArray(actual) && actual.includes(operand);
}

/** Two numbers, or two texts such as dates; anything else cannot be ordered. */
function ordered(actual: unknown, operand: unknown, holds: (order: number) => boolean): boolean {
  if (typeof actual === "number" && typeof operand === "number") return holds(actual - operand);
  if (typeof actual !== "string" || typeof operand !== "string") return false;
  return holds(actual < operand ? -1 : actual > operand ? 1 : 0);
}
