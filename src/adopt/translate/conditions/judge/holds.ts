import type { SegmentRule } from "../../../../platforms/model/segment-rule";
import { evaluate } from "../../../../serving/evaluate";
import { known, unknown } from "../../../../serving/fact";
import type { Person, TraitValue } from "../../../../serving/person";
import { NO_IDS, type PlatformName, type World, type WorldDefinition } from "../../../../serving/world/world";
import type { Side } from "../context";
import type { Literal } from "../formula";
import { isIdentity } from "../traits";

/** The SDKs of a vendor that evaluate differently; the first is the one whose answers count where it is the source. */
const SDKS: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: ["any"],
  split: ["javascript", "java"],
  vercel: ["any"],
  mixpanel: ["node", "python"],
};

export function sdksOf({ platform }: Side): readonly string[] {
  return SDKS[platform];
}

/** What one condition says of values, by the value as text and the SDK. Undefined: it is not certain. */
type Answers = Map<string, boolean | undefined>;

/** Asks whether a condition holds for a value. Undefined: it is not certain. */
export type Ask = (value: TraitValue | undefined, sdk: string) => boolean | undefined;

/** Answers of conditions on single values, each worked out once. */
export class Holds {
  private readonly found = new Map<string, Answers>();

  of(side: Side, { condition, negated }: Literal): Ask {
    // What a trait is called makes no difference, unless it is the identity.
    const own = isIdentity(condition.trait, side) ? condition : { ...condition, trait: "trait" };
    const key = JSON.stringify([side, own, negated]);
    const answers: Answers = this.found.get(key) ?? new Map<string, boolean | undefined>();
    this.found.set(key, answers);
    const matchesOwn = matcherOf(side, [{ match: negated ? "none" : "all", conditions: [own], rules: [] }]);
    return (value, sdk) => {
      const asked = `${sdk} ${JSON.stringify(value) ?? ""}`;
      if (!answers.has(asked)) answers.set(asked, matchesOwn(personWith(side, own.trait, value), sdk));
      return answers.get(asked);
    };
  }
}

function personWith(side: Side, trait: string | null, value: TraitValue | undefined): Person {
  if (isIdentity(trait, side)) return { identity: typeof value === "string" ? value : null, traits: {} };
  return { identity: "somebody", traits: value === undefined ? {} : Object.fromEntries([[trait ?? "", value]]) };
}

/** Whether rules match somebody, by what serving/ says. Undefined: it is not certain. */
export function matcherOf(side: Side, rules: readonly SegmentRule[]): (person: Person, sdk: string) => boolean | undefined {
  const world = worldOf(side, rules);
  return (person, sdk) => {
    const answer = evaluate(world, ENVIRONMENT, FLAG, person, { sdk });
    if (answer.kind !== "certain") return undefined;
    const { kind } = answer.outcome.reason;
    return kind === "segment" || kind === "rule";
  };
}

const ENVIRONMENT = "environment";
const FLAG = "flag";
const NOTHING = unknown("unmanaged", "it is not asked for");

/** A flag that one segment, or one rule, turns on. */
function worldOf({ platform, place, entity }: Side, rules: readonly SegmentRule[]): World {
  const served = { enabled: known(true), serve: known(null) };
  const overrides = place === "segment" ? [{ ...served, subject: "s", address: "s", priority: known(null) }] : [];
  const definition: WorldDefinition = {
    ...{ environment: ENVIRONMENT, flag: FLAG, address: null, ids: NO_IDS, serve: known(null), enabled: known(false) },
    ...{ killed: known(false), whenOff: known("off"), variants: NOTHING, allocation: known(100), reuse: known(null) },
    rules: known(place === "segment" ? [] : [{ ...served, key: "r", when: rules }]),
    segmentOverrides: { entries: overrides, complete: known(true) },
    identityOverrides: { entries: [], complete: known(true) },
  };
  const segment = { name: "s", address: null, id: NOTHING, rules: known(rules), identities: known([]), excluded: [] };
  const flag = { key: FLAG, address: null, type: known("boolean" as const), variants: known([]), archived: known(false) };
  return {
    ...{ platform, provider: "", project: null, closed: true, entity, unplaced: [] },
    flags: new Map([[FLAG, { ...flag, seed: NOTHING, context: NOTHING }]]),
    definitions: new Map([[ENVIRONMENT, new Map([[FLAG, definition]])]]),
    segments: new Map([["s", { ...segment, kind: "rule_based" as const }]]),
  };
}
