import type { Place, RuleContext, SourceSegment } from "../../src/adopt/translate/conditions/context";
import { matcherOf, sdksOf } from "../../src/adopt/translate/conditions/judge/holds";
import { isNumeric, type Kind } from "../../src/adopt/translate/conditions/judge/witnesses";
import {
  translateAlternatives,
  translateMembers,
  translateRules,
} from "../../src/adopt/translate/conditions/translate-rules";
import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../src/platforms/model/segment-rule";
import { conditionText } from "../../src/serving/matching/condition-text";
import type { Person, TraitValue } from "../../src/serving/person";
import { people, REFUSE, rulesFor, SEGMENTS } from "../serving/generated";
import { type PlatformName, PLATFORMS } from "../support/emulated-platforms";
import { fc, runs } from "../support/fast-check";

const PAIRS = PLATFORMS.flatMap((from) => PLATFORMS.filter((to) => to !== from).map((to) => [from, to] as const));
const RUNS = 4;

const counts = { exact: 0, assuming: 0, noted: 0, lost: 0, compared: 0 };

describe("generated rules match the same people on the other platform, or what differs is said", () => {
  test.each(PAIRS)("%s to %s", (from, to) => {
    Object.assign(counts, { exact: 0, assuming: 0, noted: 0, lost: 0, compared: 0 });
    const places: readonly Place[] = from === "flagsmith" ? ["segment"] : ["segment", "definition"];
    for (const place of places) {
      fc.assert(
        fc.property(generated(from, place), (each) => {
          compare(each, place, from, to);
        }),
        { numRuns: runs(RUNS) },
      );
    }
    if (process.env["FLAGFORM_TRANSLATION_COUNTS"]) console.log(from, to, JSON.stringify(counts));
    expect(counts.compared).toBeGreaterThan(0);
  });
});

interface Generated {
  readonly rules: readonly SegmentRule[];
  readonly segments: readonly (readonly SegmentRule[])[];
  readonly everybody: readonly Person[];
}

function generated(from: PlatformName, place: Place): fc.Arbitrary<Generated> {
  const names = from === "flagsmith" ? [] : SEGMENTS;
  // Of shares nobody says who is in them.
  const isCertain = (rules: readonly SegmentRule[]): boolean => !JSON.stringify(rules).includes("percentage");
  return fc.record({
    rules: rulesFor(from, place, names).filter(isCertain),
    segments: fc.array(rulesFor(from, "segment", []).filter(isCertain), { minLength: 3, maxLength: 3 }),
    everybody: fc.tuple(people(from), people(from), people(from)).map((each) => each.flat()),
  });
}

function compare({ rules, segments, everybody }: Generated, place: Place, from: PlatformName, to: PlatformName): void {
  const segment = (name: string): SourceSegment => {
    return { rules: segments[SEGMENTS.findIndex((each) => each === name)] ?? [], identities: [] };
  };
  const context: RuleContext = { from, to, refuse: REFUSE[to], segment };
  const found = translateRules(rules, place, context);
  if (found.kind === "lost") {
    expect(found.why).not.toBe("");
    counts.lost += 1;
    return;
  }
  counts[found.notes.length > 0 ? "noted" : found.assumes.length > 0 ? "assuming" : "exact"] += 1;
  const target = to === "flagsmith" ? "segment" : place;
  expect(REFUSE[to](found.rules, target)).toBeUndefined();
  if (found.notes.length > 0) return;
  const entity = "user.id";
  const [before, after] = [
    matcherOf({ platform: from, place, entity }, rules),
    matcherOf({ platform: to, place: target, entity }, found.rules),
  ];
  const sdks = sdksOf({ platform: to, place: target, entity });
  for (const person of everybody) {
    const isOdd = found.assumes.some(({ trait, never }) =>
      kindsOf(valueOf(person, trait)).some((kind) => never.includes(kind)),
    );
    const known = { ...person, segments: membershipsOf(from, segments, person) };
    const matched = isOdd ? undefined : before(known, usualSdk(from));
    if (matched === undefined) continue;
    counts.compared += 1;
    const answers = sdks.map((sdk) => after(known, sdk));
    expect({ from: rules, to: found.rules, person, answers }).toEqual({
      ...{ from: rules, to: found.rules, person },
      answers: sdks.map(() => matched),
    });
  }
}

function usualSdk(platform: PlatformName): string {
  return sdksOf({ platform, place: "segment", entity: "user.id" })[0] ?? "";
}

function membershipsOf(
  platform: PlatformName,
  segments: readonly (readonly SegmentRule[])[],
  person: Person,
): Record<string, boolean> {
  const side = { platform, place: "segment", entity: "user.id" } as const;
  return Object.fromEntries(
    SEGMENTS.map((name, index) => [name, matcherOf(side, segments[index] ?? [])(person, usualSdk(platform)) === true]),
  );
}

function valueOf({ identity, traits }: Person, trait: string | null): TraitValue | undefined {
  return trait === null ? (identity ?? undefined) : traits[trait];
}

/** What a value might be called in what a translation takes for granted. */
function kindsOf(value: TraitValue | undefined): readonly Kind[] {
  if (value === undefined) return [];
  if (typeof value === "number") return ["number"];
  if (typeof value === "boolean") return ["boolean"];
  if (typeof value !== "string") return ["list"];
  if (value === "") return ["empty"];
  if (isNumeric(value)) return ["numeric text"];
  return ["text", "other case", "other date", "no time"];
}

const is = (
  operator: SegmentCondition["operator"],
  trait: string | null,
  value: string | readonly string[] | null = null,
  type: SegmentCondition["type"] = null,
): SegmentCondition => {
  const isText = typeof value === "string";
  return { operator, trait, value: isText ? value : null, values: isText ? null : value, type };
};
const group = (match: SegmentRule["match"], ...conditions: readonly SegmentCondition[]): SegmentRule => {
  return { match, conditions, rules: [] };
};
const all = (...conditions: readonly SegmentCondition[]): SegmentRule => group("all", ...conditions);

function textOf(rules: readonly (SegmentRule | SegmentSubRule)[]): string {
  const texts = rules.map((rule) => {
    const inner = ("rules" in rule ? rule.rules : []).map((each) => textOf([each]));
    const own = rule.conditions.map((each) => `${conditionText(each)}${each.type === null ? "" : ` as ${each.type}`}`);
    return `${rule.match}(${[...own, ...inner].join(", ")})`;
  });
  return texts.join(" and ");
}

function translated(
  from: PlatformName,
  to: PlatformName,
  rules: readonly SegmentRule[],
  place: Place = "segment",
  segments: Readonly<Record<string, SourceSegment>> = {},
): string {
  const found = translateRules(rules, place, { from, to, refuse: REFUSE[to], segment: (name) => segments[name] });
  if (found.kind === "lost") return `lost: ${found.why}`;
  return [textOf(found.rules), ...found.notes].join(" | ");
}

const OTHER_SDKS = "(the SDKs for Java, .NET and Android differ)";

test.each<readonly [string, SegmentRule]>([
  ['all(plan equal_to "pro")', all(is("equal_to", "plan", "pro"))],
  ['none(plan equal_to "pro")', all(is("not_equal_to", "plan", "pro"))],
  ['none(country one_of "GB", "FR")', all(is("not_one_of", "country", ["GB", "FR"]))],
  ['all(email matches "^qa\\\\+")', all(is("starts_with", "email", "qa+"))],
  ['all(email matches "[\\\\s\\\\S]*@acme\\\\.com$")', all(is("ends_with", "email", "@acme.com"))],
  ['none(email contains "acme")', all(is("not_contains", "email", "acme"))],
  ['all(email matches "[\\\\s\\\\S]*(?:a|b)")', all(is("matches", "email", "a|b"))],
  ['all(age at_least "18", age at_most "30")', all(is("between", "age", ["18", "30"]))],
  ['all(beta equal_to "true")', all(is("equal_to", "beta", "true", "boolean"))],
  ['all(release at_least "1.2.3" as version)', all(is("at_least", "release", "1.2.3", "version"))],
  [
    'all(since at_least "1767225600000", since less_than "1767312000000")',
    all(is("equal_to", "since", "2026-01-01T12:00:00Z", "date")),
  ],
  ['all($.identity.identifier one_of "u1", "u2")', all(is("one_of", null, ["u1", "u2"]))],
  [
    'all(plan equal_to "pro", plan not_equal_to "old")',
    all(is("equal_to", "plan", "pro"), is("not_equal_to", "plan", "old")),
  ],
  ['all(plan not_equal_to "old")', all(is("not_equal_to", "plan", "old"), is("matches", "plan", ".*"))],
])("Split to Flagsmith: %s", (expected, rule) => {
  expect(translated("split", "flagsmith", [rule], "definition")).toBe(expected);
});

test.each<readonly [string, SegmentRule]>([
  ['all(plan equal_to "pro")', all(is("equal_to", "plan", "pro"))],
  ['all(plan not_equal_to "pro", plan matches ".*")', all(is("not_equal_to", "plan", "pro"))],
  ['all(email not_contains "acme", email matches ".*")', all(is("not_contains", "email", "acme"))],
  ['all(email matches "^(?:acme)")', all(is("matches", "email", "acme"))],
  ['all(age at_least "18", age not_equal_to 18 as number)', all(is("greater_than", "age", "18"))],
  ["all(age equal_to 18 as number)", all(is("equal_to", "age", "18"))],
  ["all(beta equal_to true as boolean)", all(is("equal_to", "beta", "true"))],
  [
    'all(release at_least "1.2.3" as version, release not_equal_to "1.2.3" as version)',
    all(is("greater_than", "release", "1.2.3", "version")),
  ],
  ['any(plan matches ".*", plan at_least "-9007199254740991")', all(is("is_set", "plan"))],
  ['all(the identity equal_to "u1")', all(is("equal_to", "$.identity.identifier", "u1"))],
  ['any(plan equal_to "pro", age at_least "18")', group("any", is("equal_to", "plan", "pro"), is("at_least", "age", "18"))],
  [
    `all(plan not_equal_to "pro") | \`not plan equal_to "pro"\`: if plan is not there, people match on Flagsmith and do not in all SDKs ${OTHER_SDKS} on Split.`,
    group("none", is("equal_to", "plan", "pro")),
  ],
  ['lost: `age modulo "3|1"`: modulo is not supported: serve a split', all(is("modulo", "age", "3|1"))],
])("Flagsmith to Split: %s", (expected, rule) => {
  expect(translated("flagsmith", "split", [rule])).toBe(expected);
});

test.each<readonly [PlatformName, PlatformName, string, SegmentRule]>([
  ["mixpanel", "vercel", 'all(plan matches "^[pP][rR][oO]$")', all(is("equal_to", "plan", "pro"))],
  ["vercel", "mixpanel", 'all(roles has_any_of "a", roles has_any_of "b")', all(is("has_all_of", "roles", ["a", "b"]))],
  [
    "vercel",
    "mixpanel",
    'all(plan equal_to "pro") | `user.plan equal_to "pro"`: if user.plan is in another letter case (such as "PRO"), people do not match on Vercel and do on Mixpanel.',
    all(is("equal_to", "user.plan", "pro")),
  ],
  [
    "mixpanel",
    "flagsmith",
    'none(member equal_to "false") | `member not_equal_to "false"`: if member is in another letter case (such as "FALSE"), people do not match on Mixpanel and do on Flagsmith. | `member not_equal_to "false"`: if member is a boolean (such as false), people match on Mixpanel and do not on Flagsmith.',
    all(is("not_equal_to", "member", "false")),
  ],
  [
    "vercel",
    "flagsmith",
    'all(age equal_to "18") | `age equal_to "18"`: if age is a number (such as 18), people do not match on Vercel and do on Flagsmith.',
    all(is("equal_to", "age", "18")),
  ],
  ["vercel", "split", 'all(account.size at_least "5")', all(is("at_least", "account.size", "5"))],
  [
    "split",
    "vercel",
    'all(account.size at_least "5") | On Vercel the trait "account.size" is the attribute "size" of the entity "account": let the application send it there.',
    all(is("at_least", "account.size", "5")),
  ],
])("%s to %s: %s", (from, to, expected, rule) => {
  expect(translated(from, to, [rule], "definition")).toBe(expected);
});

test("versions in a list are texts on Flagsmith, which would read the mark as a part of the last one", () => {
  const versions = all(is("not_one_of", "release", ["1.2.10", "2.0.0-beta.1"], "version"));
  expect(translated("split", "flagsmith", [versions])).toBe('none(release one_of "1.2.10", "2.0.0-beta.1")');
});

test("a list of which a member contains the text is not what Flagsmith reads", () => {
  const contains = all(is("contains", "word", "a"));
  const context: RuleContext = { from: "mixpanel", to: "flagsmith", refuse: REFUSE.flagsmith, segment: () => undefined };
  const found = translateRules([contains], "segment", context);
  expect(found.kind === "lost" ? found : found.assumes).toEqual([{ trait: "word", never: ["list"] }]);
});

test("where a platform has no conditions on segments, the segments' own conditions and members take their place", () => {
  const team = all(is("in_segment", null, ["team"]), is("equal_to", "plan", "pro"));
  const ofTeam: SourceSegment = { rules: [all(is("equal_to", "team", "a"))], identities: ["u1"] };
  expect(translated("vercel", "flagsmith", [team], "definition", { team: ofTeam })).toBe(
    'all(plan equal_to "pro") and any($.identity.identifier equal_to "u1", team equal_to "a")',
  );
  const others = all(is("not_in_segment", null, ["team"]));
  expect(translated("vercel", "flagsmith", [others], "definition", { team: ofTeam })).toBe(
    'none($.identity.identifier equal_to "u1", team equal_to "a")',
  );
  expect(translated("vercel", "split", [team], "definition", {})).toBe(
    'all(the identity in_segment "team", plan equal_to "pro")',
  );
});

test("a segment that the target does not keep is repeated too", () => {
  const rule = all(is("in_segment", null, ["team"]), is("equal_to", "plan", "pro"));
  const team: SourceSegment = { rules: [all(is("equal_to", "team", "a"))], identities: [] };
  const context: RuleContext = { from: "vercel", to: "split", refuse: REFUSE.split, segment: () => team };
  const found = translateRules([rule], "definition", { ...context, keeps: () => false });
  expect(found.kind === "lost" ? found : textOf(found.rules)).toBe('all(team equal_to "a", plan equal_to "pro")');
});

test("lists of members and of exceptions are conditions where segments have no lists", () => {
  const members: SourceSegment = {
    rules: [group("any", is("equal_to", "team", "a"), is("equal_to", "team", "b"))],
    ...{ identities: ["u1", "account.id=acme"], excluded: ["u2"] },
  };
  const context: RuleContext = { from: "vercel", to: "flagsmith", refuse: REFUSE.flagsmith, segment: () => undefined };
  const found = translateMembers(members, "segment", context);
  if (found.kind === "lost") throw new Error(found.why);
  const matches = matcherOf({ platform: "flagsmith", place: "segment", entity: "user.id" }, found.rules);
  const isIn = (identity: string, traits: Person["traits"]): boolean | undefined => matches({ identity, traits }, "any");
  expect([
    isIn("u1", {}),
    isIn("u3", { "account.id": "acme" }),
    isIn("u2", { team: "a" }),
    isIn("u3", { team: "b" }),
    isIn("u3", {}),
  ]).toEqual([true, true, false, true, false]);
});

test("conditions of a cohort are compared as cohorts compare, in a rule that names it too", () => {
  const rule = all(is("in_segment", null, ["team"]), is("at_least", "age", "18"));
  const team: SourceSegment = { rules: [all(is("equal_to", "team", "a"))], identities: [] };
  expect(translated("mixpanel", "flagsmith", [rule], "definition", { team })).toBe(
    'all(team equal_to "a", age at_least "18")',
  );
});

test("segments that refer to themselves, or that nobody knows, are lost", () => {
  const rule = all(is("in_segment", null, ["a"]), is("equal_to", "plan", "pro"));
  const a: SourceSegment = { rules: [all(is("in_segment", null, ["b"]))], identities: [] };
  const b: SourceSegment = { rules: [all(is("in_segment", null, ["a"]))], identities: [] };
  expect(translated("vercel", "flagsmith", [rule], "definition", { a, b })).toMatch(/^lost: Segment "a" refers to itself/);
  expect(translated("vercel", "flagsmith", [rule], "definition")).toMatch(/^lost: Segment "a" is not known here/);
});

test("lists that are too long for one condition are several", () => {
  const names = Array.from({ length: 200 }, (_each, index) => `country-${String(index)}`);
  const found = translated("split", "flagsmith", [all(is("one_of", "country", names))]);
  expect(found).toMatch(/^any\(country one_of .*, country one_of /);
  expect(names.filter((each) => !found.includes(`"${each}"`))).toEqual([]);
});

test("a rule with alternatives becomes several rules where one has no alternatives", () => {
  const rule = group("any", is("equal_to", "plan", "pro"), is("at_least", "age", "18"));
  const context: RuleContext = { from: "mixpanel", to: "split", refuse: REFUSE.split, segment: () => undefined };
  expect(translated("mixpanel", "split", [rule], "definition")).toMatch(/^lost: /);
  const found = translateAlternatives([rule], context);
  expect(found.kind === "lost" ? found : found.alternatives.map(textOf)).toEqual([
    'all(plan matches "^[pP][rR][oO]$")',
    'all(age at_least "18")',
  ]);
});

test("listed members are a condition on the identity where there is one", () => {
  const of = (to: PlatformName): string | undefined => {
    const context: RuleContext = { from: "split", to, refuse: REFUSE[to], segment: () => undefined };
    const found = translateMembers({ rules: [], identities: ["u1", "u2"] }, "segment", context);
    return found.kind === "lost" ? undefined : found.rules.flatMap(({ conditions }) => conditions.map(conditionText)).join();
  };
  expect(PLATFORMS.map(of)).toEqual(
    PLATFORMS.map(
      (name) =>
        ({
          flagsmith: '$.identity.identifier one_of "u1", "u2"',
          split: 'the identity one_of "u1", "u2"',
          vercel: 'id one_of "u1", "u2"',
          mixpanel: undefined,
        })[name],
    ),
  );
});
