import { isMembership, isOfFlag, type SegmentCondition } from "../../platforms/model/segment-rule";
import { conditionsIn } from "../../platforms/model/segment-rule-meaning";
import type { Unit } from "../../serving/moved/slice";
import type { World, WorldDefinition } from "../../serving/world/world";
import { textIn } from "../plan/values";
import { isChanged, type ProjectChange } from "./stack-change";

/** Where somebody may be served something else: what changes itself, and what depends on it. */
export function touchedUnits({ effects, before, after }: ProjectChange): readonly Unit[] {
  const worlds = [before, after].filter((world) => world !== undefined);
  const found = new Map<string, Unit>();
  const add = ({ environment, flag }: Unit): void =>
    void found.set(JSON.stringify([environment, flag]), { environment, flag });
  const changed = effects
    .filter(isChanged)
    .flatMap(({ instance, before: old, after: now }) => [old, now].map((values) => ({ type: instance.type, values })));
  for (const { values } of changed) {
    const [environment, flag] = [textIn(values, "environment"), textIn(values, "flag")];
    if (environment !== undefined && flag !== undefined) add({ environment, flag });
  }
  const named = (type: string, attribute: string): ReadonlySet<string> => {
    const own = changed.filter((each) => each.type === type);
    return new Set(own.map(({ values }) => textIn(values, attribute)).filter((name) => name !== undefined));
  };
  const flags = named("flagform_feature_flag", "key");
  const segments = named("flagform_segment", "name");
  const environments = named("flagform_environment", "name");
  for (const world of worlds) {
    const members = segments.size > 0 ? withContaining(world, segments) : segments;
    for (const unit of definitionsIn(world))
      if (flags.has(unit.flag) || environments.has(unit.environment) || asksFor(unit, members)) add(unit);
  }
  // What depends on another flag or another environment changes with it; two steps are as far as platforms allow.
  for (const world of worlds)
    for (let step = 0; step < 2; step++) for (const unit of definitionsIn(world)) if (dependsOn(unit, found)) add(unit);
  return [...found.values()];
}

function* definitionsIn({ definitions }: World): Generator<WorldDefinition> {
  for (const flags of definitions.values()) yield* flags.values();
}

/** Segments, and those whose rules ask for them. */
function withContaining(world: World, segments: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(segments);
  for (const { name, rules } of world.segments.values())
    if (rules.known && conditionsIn(rules.value).some((each) => asksForSegment(each, segments))) all.add(name);
  return all;
}

function asksFor(definition: WorldDefinition, segments: ReadonlySet<string>): boolean {
  if (segments.size === 0) return false;
  if (definition.segmentOverrides.entries.some(({ subject }) => segments.has(subject))) return true;
  return ruleConditions(definition).some((each) => asksForSegment(each, segments));
}

function dependsOn(definition: WorldDefinition, changed: ReadonlyMap<string, Unit>): boolean {
  const { environment, flag, reuse } = definition;
  if (reuse.known && reuse.value !== null && changed.has(JSON.stringify([reuse.value, flag]))) return true;
  return ruleConditions(definition).some(
    ({ operator, trait }) => isOfFlag(operator) && changed.has(JSON.stringify([environment, trait])),
  );
}

function ruleConditions({ rules }: WorldDefinition): readonly SegmentCondition[] {
  return rules.known ? rules.value.flatMap(({ when }) => conditionsIn(when)) : [];
}

function asksForSegment({ operator, values }: SegmentCondition, segments: ReadonlySet<string>): boolean {
  return isMembership(operator) && (values ?? []).some((each) => segments.has(each));
}
