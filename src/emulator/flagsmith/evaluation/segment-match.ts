import { getOwn } from "../../../get-own";
import { parseFloatingPoint } from "../drf/python-text";
import type { Condition, Rule, Segment, TraitValue } from "../store/records";
import type { Engine } from "./engine";
import { CURRENT_ENGINE } from "./engine";
import { hashedPercentage } from "./hashing";
import { coerced, isIn, matchesOperator, traitText } from "./operators";

/** The identity that is evaluated. */
export interface Subject {
  readonly identifier: string;
  /** What percentages are hashed from: the environment key and the identifier, or the identity's id. */
  readonly key: string;
  readonly traits: ReadonlyMap<string, TraitValue>;
  readonly environment: { readonly key: string; readonly name: string };
}

/** Every rule of the segment must hold; a segment without rules matches nobody. */
export function isInSegment(segment: Segment, subject: Subject, engine: Engine = CURRENT_ENGINE): boolean {
  const asked = { segment, subject, engine };
  return segment.rules.length > 0 && segment.rules.every((rule) => matchesRule(rule, asked));
}

interface Asked {
  readonly segment: Segment;
  readonly subject: Subject;
  readonly engine: Engine;
}

/** A rule evaluates its conditions and its inner rules separately; both groups must hold. */
function matchesRule(rule: Rule, asked: Asked): boolean {
  const inner = asked.engine.innerRules === "all" ? "ALL" : rule.type;
  return (
    holds(rule.type, rule.conditions, (each) => matchesCondition(each, asked)) &&
    holds(inner, rule.rules, (each) => matchesRule(each, asked))
  );
}

/** An empty group holds, whatever its type. */
function holds<T>(type: Rule["type"], members: readonly T[], matches: (member: T) => boolean): boolean {
  if (members.length === 0) return true;
  if (type === "ALL") return members.every(matches);
  return type === "ANY" ? members.some(matches) : !members.some(matches);
}

function matchesCondition(condition: Condition, { segment, subject, engine }: Asked): boolean {
  const property = condition.property ?? "";
  // `str(None)`.
  const text = condition.value ?? "None";
  if (condition.operator === "PERCENTAGE_SPLIT") {
    const seed = property === "" ? subject.key : splitSeed(contextValue(property, subject));
    const limit = parseFloatingPoint(text);
    return seed !== undefined && limit !== undefined && hashedPercentage([segment.id, seed]) <= limit;
  }
  const value = contextValue(property, subject);
  if (condition.operator === "IN") return isIn(text, value, engine);
  if (condition.operator === "IS_SET") return value !== undefined;
  if (condition.operator === "IS_NOT_SET") return value === undefined;
  return value !== undefined && matchesOperator(condition.operator, text, value);
}

function splitSeed(value: TraitValue | undefined): string | undefined {
  return value && traitText(value);
}

/** A trait by its name; names that start with `$.` are also looked up in the evaluation context. */
function contextValue(property: string, subject: Subject): TraitValue | undefined {
  const trait = subject.traits.get(property) ?? (property.startsWith("$.") ? pathValue(property, subject) : undefined);
  return trait && coerced(trait);
}

function pathValue(path: string, subject: Subject): TraitValue | undefined {
  const [object, member, name, ...more] = steps(path) ?? [];
  if (more.length > 0 || member === undefined) return undefined;
  if (object === "identity" && member === "traits") return name === undefined ? undefined : subject.traits.get(name);
  if (name !== undefined) return undefined;
  const value = getOwn(PLAIN, `${object}.${member}`)?.(subject);
  return value === undefined ? undefined : { kind: "string", value };
}

const PLAIN: Readonly<Record<string, (subject: Subject) => string>> = {
  "identity.identifier": (subject) => subject.identifier,
  "identity.key": (subject) => subject.key,
  "environment.key": (subject) => subject.environment.key,
  "environment.name": (subject) => subject.environment.name,
};

/** The segments of a JSONPath, written with dots or in brackets. */
function steps(path: string): string[] | undefined {
  const found: string[] = [];
  let rest = path.slice(1);
  while (rest !== "") {
    const step = /^(?:\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[(?:'([^'\\]*)'|"([^"\\]*)")\])/.exec(rest);
    const name = step?.[1] ?? step?.[2] ?? step?.[3];
    if (!step || name === undefined) return undefined;
    found.push(name);
    rest = rest.slice(step[0].length);
  }
  return found;
}
