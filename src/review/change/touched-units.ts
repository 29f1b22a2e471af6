import type { SegmentCondition, SegmentRule } from "../../platforms/model/segment-rule";
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
  const [flags, segments, environments] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const effect of effects.filter(isChanged))
    for (const values of [effect.before, effect.after]) {
      const [environment, flag] = [textIn(values, "environment"), textIn(values, "flag")];
      if (environment !== undefined && flag !== undefined) add({ environment, flag });
      const [key, name] = [textIn(values, "key"), textIn(values, "name")];
      if (effect.instance.type === "flagform_feature_flag" && key !== undefined) flags.add(key);
      if (effect.instance.type === "flagform_segment" && name !== undefined) segments.add(name);
      if (effect.instance.type === "flagform_environment" && name !== undefined) environments.add(name);
    }
  for (const world of worlds) {
    const members = segments.size > 0 ? withContaining(world, segments) : segments;
    for (const unit of definitionsIn(world))
      if (flags.has(unit.flag) || environments.has(unit.environment) || asksFor(unit, members)) add(unit);
  }
  // What depends on another flag or another environment changes with it; two steps are as far as platforms allow.
  for (const world of worlds)
    for (let step = 0; step < 2; step++) {
      const units = [...found.values()];
      if (units.length > 0) for (const unit of definitionsIn(world)) if (dependsOn(unit, found)) add(unit);
    }
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
    ({ operator, trait }) =>
      (operator === "flag_serves" || operator === "flag_does_not_serve") &&
      changed.has(JSON.stringify([environment, trait])),
  );
}

function ruleConditions({ rules }: WorldDefinition): readonly SegmentCondition[] {
  return rules.known ? rules.value.flatMap(({ when }) => conditionsIn(when)) : [];
}

function conditionsIn(rules: readonly SegmentRule[]): readonly SegmentCondition[] {
  return rules.flatMap((rule) => [...rule.conditions, ...rule.rules.flatMap(({ conditions }) => conditions)]);
}

function asksForSegment({ operator, values }: SegmentCondition, segments: ReadonlySet<string>): boolean {
  const asks = operator === "in_segment" || operator === "not_in_segment";
  return asks && (values ?? []).some((each) => segments.has(each));
}
