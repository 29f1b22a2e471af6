import { ServerVersion } from "../../src/platforms/flagsmith/run/server-version";
import { refuseRules as refuseFlagsmith } from "../../src/platforms/flagsmith/segment/segment-rules";
import { refuseRules as refuseMixpanel } from "../../src/platforms/mixpanel/definition/refusals";
import type { SegmentCondition, SegmentRule } from "../../src/platforms/model/segment-rule";
import { CONDITION_TYPES, SEGMENT_OPERATORS } from "../../src/platforms/model/segment-rule";
import { refuseRules as refuseSplit } from "../../src/platforms/split/segment/refusals";
import { USER_ID } from "../../src/platforms/vercel/api/entity";
import { refuseRules as refuseVercel } from "../../src/platforms/vercel/segment/refuse-rules";
import type { Person, TraitValue } from "../../src/serving/person";
import type { PlatformName } from "../support/emulated-platforms";
import { fc } from "../support/fast-check";
import type { Bodies } from "../support/platform-workbench";

/** Stacks that a platform accepts, with everything that decides who is served what, and people of all kinds. */
export interface Generated {
  readonly bodies: Bodies;
  readonly people: readonly Person[];
}

export const FLAGS = ["f0", "f1", "f2"] as const;
export const PEOPLE = Array.from({ length: 6 }, (_each, index) => `user-${index}`);
export const SEGMENTS = ["s0", "s1", "s2"] as const;

type Place = "segment" | "definition";
type Refuse = (rules: readonly SegmentRule[], place: Place) => string | undefined;

export const REFUSE: Readonly<Record<PlatformName, Refuse>> = {
  flagsmith: (rules) => refuseFlagsmith(rules, new ServerVersion()),
  split: refuseSplit,
  vercel: (rules, place) => refuseVercel(rules, place, USER_ID),
  mixpanel: refuseMixpanel,
};

const WORDS = ["a", "abc", "ABC", "b c", "12", "true", "é"];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  word: WORDS,
  count: ["1", "7", "12"],
  ratio: ["0.5", "2.5"],
  member: ["true", "false"],
  release: ["1.2.3", "1.2.10", "2.0.0-beta.1"],
  since: ["2026-01-01T00:00:00Z", "2026-06-01T12:30:00Z"],
  list: ["a", "b", "12"],
};
const IDENTITY: Readonly<Record<PlatformName, string | null>> = {
  flagsmith: "$.identity.identifier",
  split: null,
  vercel: "id",
  mixpanel: null,
};

/** Every condition that the platform accepts, of a few values each. */
function conditionsFor(platform: PlatformName, place: Place, segments: readonly string[]): SegmentCondition[] {
  const traits = [...Object.keys(VALUES), IDENTITY[platform]];
  const types = [null, ...CONDITION_TYPES];
  const all = SEGMENT_OPERATORS.flatMap((operator): SegmentCondition[] => {
    if (operator === "in_segment" || operator === "not_in_segment")
      return [segments.slice(0, 1), segments.slice(1, 2), segments.slice(0, 2)].flatMap((values) =>
        values.length === 0 ? [] : [{ operator, trait: null, value: null, values, type: null }],
      );
    if (operator === "percentage")
      return ["10", "33", "75"].flatMap((value) =>
        [null, "word"].map((trait) => ({ operator, trait, value, values: null, type: null })),
      );
    if (operator === "flag_serves" || operator === "flag_does_not_serve")
      return place === "segment" ? [] : [{ operator, trait: "f0", value: null, values: ["on"], type: null }];
    if (operator === "modulo") return [{ operator, trait: "count", value: "3|1", values: null, type: null }];
    if (operator === "matches" || operator === "not_matches")
      return ["^a", "^.*c$", "[0-9]"].map((value) => ({ operator, trait: "word", value, values: null, type: null }));
    return traits.flatMap((trait) =>
      types.flatMap((type): SegmentCondition[] => {
        const values = trait === null || VALUES[trait] === undefined ? PEOPLE : VALUES[trait];
        const single = values.slice(0, 3).map((value) => ({ operator, trait, value, values: null, type }));
        const several = [values.slice(0, 2), values.slice(1, 4)].map((each) => ({
          ...{ operator, trait, value: null, values: each, type },
        }));
        const bare = { operator, trait, value: null, values: null, type: null };
        if (operator === "is_set" || operator === "is_not_set") return type === null ? [bare] : [];
        return /one_of|has_|is_part_of|between/.test(operator) ? several : single;
      }),
    );
  });
  return all.filter(
    (each) => REFUSE[platform]([{ match: "all", conditions: [each, PLAIN], rules: [] }], place) === undefined,
  );
}

const PLAIN: SegmentCondition = { operator: "equal_to", trait: "other", value: "x", values: null, type: null };

export function rulesFor(
  platform: PlatformName,
  place: Place,
  segments: readonly string[],
): fc.Arbitrary<readonly SegmentRule[]> {
  const accepted = conditionsFor(platform, place, segments);
  // As many of each operator, however many values it takes.
  const byOperator = SEGMENT_OPERATORS.flatMap((operator) => {
    const own = accepted.filter((each) => each.operator === operator);
    return own.length === 0 ? [] : [fc.constantFrom(...own)];
  });
  const condition = fc.oneof(...byOperator);
  const match = fc.constantFrom<SegmentRule["match"]>("all", "all", "any", "none");
  const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
  const plain = fc.record({ match, conditions, rules: fc.constant([]) });
  const inner = fc.array(fc.record({ match, conditions }), { minLength: 1, maxLength: 2 });
  const nested = fc.record({ match, conditions: fc.oneof(fc.constant([]), conditions), rules: inner });
  const simple = conditions.map((list) => [{ match: "all" as const, conditions: list, rules: [] }]);
  return fc
    .oneof(simple, fc.array(fc.oneof(plain, nested), { minLength: 1, maxLength: 2 }))
    .filter((rules) => REFUSE[platform](rules, place) === undefined);
}

const share = fc.constantFrom(10, 25, 50, 90);

/** What an audience of the flag is served, beside `enabled`. */
function serveFor(platform: PlatformName, flag: string, single: boolean): fc.Arbitrary<object | null> {
  const [first, second] = flag === "f0" ? ["on", "off"] : ["a", "b"];
  const variant = fc.constantFrom(first, second).map((each) => ({ variant: each }));
  const split = share.map((each) => ({ split: { weights: { [String(first)]: each, [String(second)]: 100 - each } } }));
  if (flag === "f0") {
    if (platform === "flagsmith") return fc.constant(null);
    return single ? fc.constant(null) : fc.oneof(fc.constant(null), split);
  }
  const value = fc
    .constantFrom("A", "B")
    .map((each) => ({ value: flag === "f1" ? { string: each } : { json: `{"is":"${each}"}` } }));
  const rollout = fc.constantFrom("2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z").map((start) => ({
    rollout: { from: "a", to: "b", start, stages: [{ percentage: 20, minutes: 1440 }] },
  }));
  if (single) return fc.oneof(variant, value);
  return platform === "vercel" ? fc.oneof(variant, split, value, rollout) : fc.oneof(variant, split, value);
}

const FLAG_BODIES: Readonly<Record<string, object>> = {
  f0: { key: "f0" },
  f1: { key: "f1", type: "string", variants: { a: { value: { string: "A" } }, b: { value: { string: "B" } } } },
  f2: { key: "f2", type: "json", variants: { a: { value: { json: '{"is":"A"}' } }, b: { value: { json: '{"is":"B"}' } } } },
};

/** What Mixpanel serves only by itself, its SDKs are not given. */
function flagBodies(platform: PlatformName): Readonly<Record<string, object>> {
  if (platform !== "mixpanel") return FLAG_BODIES;
  const mixpanel = { serving_method: "remote_or_local" };
  return Object.fromEntries(Object.entries(FLAG_BODIES).map(([key, body]) => [key, { ...body, mixpanel }]));
}

function definitionFor(
  platform: PlatformName,
  flag: string,
  whens: fc.Arbitrary<readonly SegmentRule[]>,
): fc.Arbitrary<object> {
  const hasRules = platform !== "flagsmith";
  const serves = serveFor(platform, flag, false);
  const enabled = fc.constantFrom(true, true, false);
  const overridden = (at: number): fc.Arbitrary<object> =>
    fc.record({ serve: serves, enabled }).map((each) => ({ ...each, ...(platform !== "split" && { priority: at }) }));
  return fc
    .record({
      enabled,
      serve: serves,
      killed: fc.constantFrom(false, false, false, true),
      rules: fc.array(fc.record({ when: whens, enabled, serve: serves }), { maxLength: 2 }),
      segments: fc.subarray([...SEGMENTS]),
      overrides: fc.tuple(overridden(5), overridden(3), overridden(4)),
      identities: fc.subarray(PEOPLE.slice(0, 3), { maxLength: 2 }),
      own: fc.array(fc.record({ serve: serveFor(platform, flag, true), enabled }), { minLength: 3, maxLength: 3 }),
      allocation: fc.constantFrom(100, 100, 40),
      mode: fc.constantFrom("exact", "listed"),
    })
    .map(({ segments, overrides, identities, own, rules, killed, allocation, mode, ...rest }) => {
      // Off of a flag that is not boolean is a variant of Mixpanel's choice.
      const canBeOff = platform !== "mixpanel" || flag === "f0";
      const on = <T extends object>(each: T): T => (canBeOff ? each : { ...each, enabled: true });
      return {
        flag: `\${flagform_feature_flag.${flag}.key}`,
        environment: "production",
        ...rest,
        ...(hasRules && { killed, rules: rules.map((each, index) => on({ key: `r${index}`, ...each })) }),
        ...((platform === "split" || platform === "vercel") && { when_off: flag === "f0" ? "off" : "a" }),
        ...((platform === "split" || platform === "mixpanel") &&
          flag !== "f0" && { variants: (FLAG_BODIES[flag] as { variants: object }).variants }),
        ...(platform === "split" && { split: { traffic_allocation: allocation } }),
        ...(platform === "mixpanel" && { mixpanel: { rollout_percentage: allocation } }),
        overrides: mode,
        segment_overrides: Object.fromEntries(segments.map((name) => [name, on(overrides[SEGMENTS.indexOf(name)] ?? {})])),
        identity_overrides: Object.fromEntries(identities.map((name, index) => [name, on(own[index] ?? {})])),
      };
    });
}

const list = fc.subarray(["a", "b", "12", "c"]);

export function people(platform: PlatformName): fc.Arbitrary<readonly Person[]> {
  const date = fc.constantFrom<TraitValue>(
    "2026-01-01T00:00:00Z",
    "2026-03-01T00:00:00Z",
    Date.UTC(2026, 5, 1, 12, 30),
    Date.UTC(2026, 0, 1),
  );
  const odd = fc.constantFrom<TraitValue>("a", "12", 12, true, "");
  const often = <T extends TraitValue>(usual: fc.Arbitrary<T>): fc.Arbitrary<TraitValue> =>
    fc.oneof({ weight: 6, arbitrary: usual as fc.Arbitrary<TraitValue> }, odd);
  const traits = {
    word: often(fc.constantFrom(...WORDS)),
    count: often(fc.constantFrom(1, 2, 7, 12)),
    ratio: often(fc.constantFrom(0.5, 1.5, 2.5)),
    member: often(fc.boolean()),
    release: often(fc.constantFrom("1.2.3", "1.2.4", "2.0.0", "2.0.0-beta.1")),
    since: often(date),
    // Flagsmith has no lists.
    ...(platform !== "flagsmith" && { list: often(list as fc.Arbitrary<TraitValue>) }),
    other: fc.constantFrom<TraitValue>("x", "y"),
  };
  // Flagsmith keeps traits with the identity, so nobody asks twice.
  return fc
    .record({
      identities: fc.shuffledSubarray(PEOPLE, { minLength: 3, maxLength: 3 }),
      traits: fc.array(fc.record(traits, { requiredKeys: [] }), { minLength: 4, maxLength: 4 }),
    })
    .map(({ identities, traits: all }) => {
      return all.map((each, index) => ({ identity: identities[index] ?? "stranger", traits: { ...each } }));
    });
}

export function generatedFor(platform: PlatformName): fc.Arbitrary<Generated> {
  const segmentRules = SEGMENTS.map((_each, index) =>
    rulesFor(platform, "segment", platform === "flagsmith" ? [] : SEGMENTS.slice(0, index)),
  );
  const lists = fc.constantFrom("rules", "identities", "both");
  const segment = (name: string, index: number): fc.Arbitrary<object> =>
    fc
      .record({ rules: segmentRules[index] ?? fc.constant([]), identities: fc.subarray(PEOPLE, { minLength: 1 }), lists })
      .map((each) => {
        const byRules = platform === "flagsmith" || platform === "mixpanel" || each.lists !== "identities";
        const byList =
          (platform === "vercel" && each.lists !== "rules") || (platform === "split" && each.lists === "identities");
        return { name, ...(byRules && { rules: each.rules }), ...(byList && { identities: each.identities }) };
      });
  const whens = rulesFor(platform, "definition", [...SEGMENTS]);
  const whensOf = (flag: string): typeof whens =>
    flag === "f0" ? whens.filter((rules) => !JSON.stringify(rules).includes("flag_")) : whens;
  return fc
    .record({
      segments: fc.tuple(segment("s0", 0), segment("s1", 1), segment("s2", 2)),
      definitions: fc.tuple(...FLAGS.map((flag) => definitionFor(platform, flag, whensOf(flag)))),
      people: people(platform),
    })
    .map(({ segments, definitions, people: everybody }) => ({
      bodies: {
        segment: named(SEGMENTS, segments),
        feature_flag: flagBodies(platform),
        environment_definition: named(FLAGS, definitions),
      },
      people: everybody,
    }));
}

/** Segments are named by reference, so that Terraform makes them in order. */
function named(keys: readonly string[], all: readonly object[]): Readonly<Record<string, object>> {
  return Object.fromEntries(keys.map((key, index) => [key, referring(all[index] ?? {}) as object]));
}

function referring(value: unknown, key?: string): unknown {
  if (Array.isArray(value))
    return value.map((each) =>
      key === "values" && SEGMENTS.includes(each as "s0") ? `\${flagform_segment.${String(each)}.name}` : referring(each),
    );
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, referring(each, name)] as const);
  if (key === "segment_overrides") {
    return Object.fromEntries(
      entries.map(([name, each]) => [name, { ...(each as object), segment_id: `\${flagform_segment.${name}.id}` }]),
    );
  }
  return Object.fromEntries(entries);
}
