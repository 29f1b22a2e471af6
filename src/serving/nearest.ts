import { getOwn } from "../get-own";
import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../platforms/model/segment-rule";
import type { Person, TraitValue } from "./person";
import { findSegment } from "./world/find";
import type { World, WorldDefinition } from "./world/world";

/** Somebody almost like a person. */
export interface Neighbour {
  readonly person: Person;
  /** `plan = "pro"`. */
  readonly change: string;
  /** How many traits differ. */
  readonly distance: number;
}

/**
 * People like somebody who would be in one of the audiences of a flag: of its segments, of its rules, or named by it. The nearest first.
 * Whether they get what is wanted has to be asked.
 */
export function neighbours(world: World, definition: WorldDefinition, person: Person): readonly Neighbour[] {
  const segments = definition.segmentOverrides.entries.map(({ subject }) => subject);
  const rules = definition.rules.known ? definition.rules.value : [];
  const moved = [
    ...segments.flatMap((name) => inSegment(world, name, person)),
    ...rules.flatMap(({ when }) => traitsFor(world, when, []).map((traits) => withTraits(person, traits))),
    ...definition.identityOverrides.entries.map(({ subject }) => named(person, subject)),
  ];
  return moved.filter(({ distance }) => distance > 0).sort((one, other) => one.distance - other.distance);
}

type Traits = Readonly<Record<string, TraitValue>>;

function inSegment(world: World, name: string, person: Person): Neighbour[] {
  const segment = findSegment(world, name);
  if (!segment) {
    const segments = { ...person.segments, [name]: true };
    return [{ person: { ...person, segments }, change: `the segment ${JSON.stringify(name)}`, distance: 1 }];
  }
  const listed = segment.identities.known ? segment.identities.value.slice(0, 1) : [];
  const rules = segment.rules.known ? segment.rules.value : [];
  return [
    ...(rules.length === 0 ? [] : traitsFor(world, rules, [name]).map((traits) => withTraits(person, traits))),
    ...listed.map((identity) => named(person, identity)),
  ];
}

/** The same with as few other traits as somebody needs. `suffices`: whether a person still is what they are meant to be. */
export function reduced({ person, ...neighbour }: Neighbour, from: Person, suffices: (each: Person) => boolean): Neighbour {
  const fewest = Object.keys(person.traits).reduce((kept, name) => {
    const without = { ...kept, traits: withTrait(kept.traits, name, getOwn(from.traits, name)) };
    return suffices(without) ? without : kept;
  }, person);
  return neighbour.change.startsWith("the ") ? { ...neighbour, person } : withTraits(from, fewest.traits);
}

function withTrait(traits: Traits, name: string, value: TraitValue | undefined): Traits {
  const others = Object.entries(traits).filter(([each]) => each !== name);
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
}

function named(person: Person, identity: string): Neighbour {
  const change = `the identity ${JSON.stringify(identity)}`;
  return { person: { ...person, identity }, change, distance: person.identity === identity ? 0 : 1 };
}

function withTraits(person: Person, traits: Traits): Neighbour {
  const changed = Object.entries(traits).filter(
    ([name, value]) => JSON.stringify(getOwn(person.traits, name)) !== JSON.stringify(value),
  );
  return {
    person: { ...person, traits: { ...person.traits, ...traits } },
    change: changed.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(", "),
    distance: changed.length,
  };
}

/** Traits that all of the rules ask for: one way for each alternative of the first "any". */
function traitsFor(
  world: World,
  rules: readonly (SegmentRule | SegmentSubRule)[],
  open: readonly string[],
): readonly Traits[] {
  return rules.reduce<readonly Traits[]>(
    (ways, rule) => {
      const parts = [
        ...rule.conditions.map((condition) => traitsOf(world, condition, open)),
        ...("rules" in rule ? rule.rules : []).map((inner) => traitsFor(world, [inner], open)),
      ];
      if (rule.match === "none") return ways;
      if (rule.match === "any") return cross(ways, parts.flat());
      return parts.reduce(cross, ways);
    },
    [{}],
  );
}

const MOST = 20;

function cross(ways: readonly Traits[], parts: readonly Traits[]): readonly Traits[] {
  if (parts.length === 0) return ways;
  return ways.flatMap((way) => parts.map((part) => ({ ...way, ...part }))).slice(0, MOST);
}

function traitsOf(world: World, condition: SegmentCondition, open: readonly string[]): readonly Traits[] {
  const { operator, trait, values } = condition;
  if (operator === "in_segment") {
    return (values ?? []).flatMap((name) => {
      const segment = findSegment(world, name);
      const isKnown = segment?.rules.known === true && !open.includes(name);
      return isKnown ? traitsFor(world, segment.rules.value, [...open, name]) : [];
    });
  }
  const value = trait === null ? undefined : valueFor(condition);
  return trait === null || value === undefined ? [] : [{ [trait]: value }];
}

/** A value for which a condition holds. */
function valueFor({ operator, value, values, type }: SegmentCondition): TraitValue | undefined {
  const text = value ?? values?.[0] ?? "";
  switch (operator) {
    case "equal_to":
    case "one_of":
      return type === "number" ? Number(text) : type === "boolean" ? text === "true" : text;
    case "contains":
    case "starts_with":
    case "ends_with":
      return text;
    case "at_least":
    case "at_most":
    case "between":
      return typedOrder(text, type, 0);
    case "greater_than":
      return typedOrder(text, type, 1);
    case "less_than":
      return typedOrder(text, type, -1);
    case "has_any_of":
    case "has_all_of":
    case "has_exactly":
    case "is_part_of":
      return values ?? [];
    case "is_set":
      return "set";
    default:
      return undefined;
  }
}

function typedOrder(text: string, type: SegmentCondition["type"], step: number): TraitValue | undefined {
  if (type === "number" || type === null) return Number(text) + step;
  return step === 0 ? text : undefined;
}
