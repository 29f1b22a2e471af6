import { conditionsIn } from "../../platforms/model/segment-rule-meaning";
import { known } from "../../serving/fact";
import type { Slice } from "../../serving/moved/slice";
import { withDefinition } from "../../serving/moved/with-definition";
import { ANYONE } from "../../serving/person";
import type { OverrideSet, World, WorldDefinition, WorldOverride } from "../../serving/world/world";
import type { ReviewAudience } from "../document";

/** Everyone, then the overrides and rules of both sides, each once. */
export function audiencesOf(definitions: readonly (WorldDefinition | undefined)[]): readonly ReviewAudience[] {
  const all = definitions.filter((each) => each !== undefined);
  const named = (kind: "segment" | "identity" | "rule", names: readonly string[]): ReviewAudience[] =>
    [...new Set(names)].map((name) => ({ kind, name }));
  const subjects = (set: "segmentOverrides" | "identityOverrides"): string[] =>
    all.flatMap((each) => each[set].entries.map(({ subject }) => subject));
  const rules = all.flatMap((each) => (each.rules.known ? each.rules.value.map(({ key }) => key) : []));
  return [
    { kind: "everyone", name: null },
    ...named("rule", rules),
    ...named("segment", subjects("segmentOverrides")),
    ...named("identity", subjects("identityOverrides")),
  ];
}

/** Whether a side has the audience: an override or a rule of that name. */
export function hasAudience(definition: WorldDefinition | undefined, { kind, name }: ReviewAudience): boolean {
  const named = (each: { readonly subject: string }): boolean => each.subject === name;
  switch (kind) {
    case "everyone":
      return definition !== undefined;
    case "segment":
      return definition?.segmentOverrides.entries.some(named) ?? false;
    case "identity":
      return definition?.identityOverrides.entries.some(named) ?? false;
    case "rule":
      return definition?.rules.known === true && definition.rules.value.some(({ key }) => key === name);
  }
}

/**
 * The world without the other audiences, and a person who stands for this one. What it gets there is what it gets unless something goes
 * before it. Without an override or a rule of its own on this side, an audience gets what is left.
 */
export function sliceOf(world: World, definition: WorldDefinition, audience: ReviewAudience): Slice {
  const name = audience.name ?? "";
  switch (audience.kind) {
    case "everyone":
      return { world, person: { ...ANYONE, segments: outsideOf(world, definition) } };
    case "segment": {
      const found = definition.segmentOverrides.entries.find(({ subject }) => subject === name);
      const others = { ...outsideOf(world, definition), ...Object.fromEntries([[name, true] as const]) };
      const person = { ...ANYONE, segments: others };
      return found ? { world: withDefinition(world, alone(definition, { segments: found })), person } : { world, person };
    }
    case "identity": {
      const found = definition.identityOverrides.entries.find(({ subject }) => subject === name);
      const person = { identity: name, traits: {}, segments: outsideOf(world, definition) };
      return found ? { world: withDefinition(world, alone(definition, { identities: found })), person } : { world, person };
    }
    case "rule": {
      const rule = definition.rules.known ? definition.rules.value.find(({ key }) => key === name) : undefined;
      if (!rule) return sliceOf(world, definition, { kind: "everyone", name: null });
      // For whoever matches it.
      const only = { ...alone(definition, {}), rules: known([{ ...rule, when: [] }]) };
      return { world: withDefinition(world, only), person: ANYONE };
    }
  }
}

/** Everyone else is in no segment that the flag or its rules ask for by traits, by lists, or that another stack has. */
function outsideOf(world: World, definition: WorldDefinition): Record<string, boolean> {
  const asked = new Set([
    ...definition.segmentOverrides.entries.map(({ subject }) => subject),
    ...(definition.rules.known ? definition.rules.value.flatMap(({ when }) => when.flatMap(segmentsIn)) : []),
  ]);
  return Object.fromEntries([...asked].filter((name) => !isByShare(world, name)).map((name) => [name, false]));
}

function segmentsIn(rule: {
  readonly conditions: readonly { readonly operator: string; readonly values: readonly string[] | null }[];
}) {
  return rule.conditions.flatMap(({ operator, values }) => (operator.endsWith("in_segment") ? (values ?? []) : []));
}

/** A segment that takes a share of everyone: its members are no special people. */
function isByShare(world: World, name: string): boolean {
  const rules = world.segments.get(name)?.rules;
  if (!rules?.known || rules.value.length === 0) return false;
  const conditions = conditionsIn(rules.value);
  return conditions.length > 0 && conditions.every(({ operator }) => operator === "percentage");
}

function alone(
  definition: WorldDefinition,
  { segments, identities }: { readonly segments?: WorldOverride; readonly identities?: WorldOverride },
): WorldDefinition {
  const only = (entry: WorldOverride | undefined): OverrideSet<WorldOverride> => ({
    entries: entry ? [entry] : [],
    complete: known(true),
  });
  return { ...definition, rules: known([]), segmentOverrides: only(segments), identityOverrides: only(identities) };
}
