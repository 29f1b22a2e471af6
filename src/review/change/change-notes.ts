import { known } from "../../serving/fact";
import type { WorldDefinition } from "../../serving/world/world";
import type { ReviewAudience } from "../document";
import { hasAudience } from "./slices";
import type { UnitFacts } from "./unit-facts";
import type { UnitSides } from "./unit-sides";

/** What changes for an audience besides what it is served. */
export function audienceNotes(
  { unit, before, after }: UnitSides,
  facts: UnitFacts,
  audience: ReviewAudience,
): readonly string[] {
  const { kind, name } = audience;
  if (kind === "everyone" || name === null) return [];
  const [was, is] = [hasAudience(before, audience), hasAudience(after, audience)];
  // With its flag: nothing of its own.
  if (was !== is && facts.missing(unit, is ? "before" : "after") !== undefined) return [];
  const noun = kind === "rule" ? "rule" : "override";
  if (was !== is) return [is ? `the ${noun} is new` : `the ${noun} goes`];
  const notes: string[] = [];
  if (kind === "segment" && facts.changedSegments.has(name)) notes.push("other people are in the segment than before");
  if (kind === "segment") notes.push(...priorityNote(before, after, name));
  if (kind === "rule" && whenOf(before, name) !== whenOf(after, name))
    notes.push("the rule is for other people than before");
  return notes;
}

function priorityNote(
  before: WorldDefinition | undefined,
  after: WorldDefinition | undefined,
  name: string,
): readonly string[] {
  const priorityOf = (definition: WorldDefinition | undefined) =>
    definition?.segmentOverrides.entries.find(({ subject }) => subject === name)?.priority ?? known(null);
  const [was, is] = [priorityOf(before), priorityOf(after)];
  if (!was.known || !is.known || was.value === is.value) return [];
  return [`its priority: ${textOf(was.value)} → ${textOf(is.value)}`];
}

function textOf(priority: number | null): string {
  return priority === null ? "not managed" : String(priority);
}

function whenOf(definition: WorldDefinition | undefined, name: string): string {
  const rules = definition?.rules.known ? definition.rules.value : [];
  return JSON.stringify(rules.find(({ key }) => key === name)?.when);
}

/** What changes for all of them. */
export function definitionNotes({ unit, before, after }: UnitSides, facts: UnitFacts): readonly string[] {
  const notes: string[] = [];
  const order = (definition: WorldDefinition | undefined): readonly string[] =>
    definition?.rules.known ? definition.rules.value.map(({ key }) => key) : [];
  const [was, is] = [order(before), order(after)];
  const common = (one: readonly string[], other: readonly string[]): string =>
    one.filter((key) => other.includes(key)).join("\n");
  if (common(was, is) !== common(is, was)) notes.push("the rules are tried in another order");
  const released = facts.effectsOn(unit).flatMap(({ handedOver }) => handedOver);
  if (released.length > 0) notes.push(`no longer managed: ${[...new Set(released)].join(", ")}`);
  if (facts.effectsOn(unit).some(({ left }) => left) && after)
    notes.push("it stays as it is, and no resource manages it any more");
  return notes;
}
