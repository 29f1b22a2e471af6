import { type App, TerraformIterator, TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  Condition,
  FeatureFlag,
  FlagEnvironment,
  FlagType,
  FlagValue,
  Segment,
  Trait,
  TraitOperator,
  TraitType,
  Variant,
} from "../../src";
import { CONDITION_TYPES, SEGMENT_OPERATORS } from "../../src/platforms/model/segment-rule";
import { stackOn, synthesize } from "./synthesize";

const DATE = "2027-01-11T09:00:00Z";
const LATER = "2027-02-11T09:00:00+01:00";
const trait = Trait.of("t");

/** What each condition says. Where the type goes without saying it is left out: platforms tell it that way. */
const SINGLE: readonly [string, Condition, object][] = [
  ["equalTo", trait.equalTo("a"), { operator: "equal_to", trait: "t", value: "a" }],
  ["notEqualTo", trait.notEqualTo("a"), { operator: "not_equal_to", trait: "t", value: "a" }],
  ["oneOf", trait.oneOf("a", "b"), { operator: "one_of", trait: "t", values: ["a", "b"] }],
  ["notOneOf", trait.notOneOf("a"), { operator: "not_one_of", trait: "t", values: ["a"] }],
  ["isTrue", trait.isTrue(), { operator: "equal_to", trait: "t", value: "true", type: "boolean" }],
  ["isFalse", trait.isFalse(), { operator: "equal_to", trait: "t", value: "false", type: "boolean" }],
  ["greaterThan", trait.greaterThan(1.5), { operator: "greater_than", trait: "t", value: "1.5" }],
  ["atLeast", trait.atLeast(-1), { operator: "at_least", trait: "t", value: "-1" }],
  ["lessThan", trait.lessThan(0), { operator: "less_than", trait: "t", value: "0" }],
  ["atMost", trait.atMost(9), { operator: "at_most", trait: "t", value: "9" }],
  ["between", trait.between(1, 9), { operator: "between", trait: "t", values: ["1", "9"] }],
  ["contains", trait.contains("a"), { operator: "contains", trait: "t", value: "a" }],
  ["notContains", trait.notContains("a"), { operator: "not_contains", trait: "t", value: "a" }],
  ["startsWith", trait.startsWith("a"), { operator: "starts_with", trait: "t", value: "a" }],
  ["notStartsWith", trait.notStartsWith("a"), { operator: "not_starts_with", trait: "t", value: "a" }],
  ["endsWith", trait.endsWith("a"), { operator: "ends_with", trait: "t", value: "a" }],
  ["notEndsWith", trait.notEndsWith("a"), { operator: "not_ends_with", trait: "t", value: "a" }],
  ["matches", trait.matches("^a"), { operator: "matches", trait: "t", value: "^a" }],
  ["notMatches", trait.notMatches("^a"), { operator: "not_matches", trait: "t", value: "^a" }],
  ["hasAnyOf", trait.hasAnyOf("a", "b"), { operator: "has_any_of", trait: "t", values: ["a", "b"] }],
  ["hasAllOf", trait.hasAllOf("a"), { operator: "has_all_of", trait: "t", values: ["a"] }],
  ["hasNoneOf", trait.hasNoneOf("a"), { operator: "has_none_of", trait: "t", values: ["a"] }],
  ["hasExactly", trait.hasExactly("a"), { operator: "has_exactly", trait: "t", values: ["a"] }],
  ["isPartOf", trait.isPartOf("a"), { operator: "is_part_of", trait: "t", values: ["a"] }],
  ["isSet", trait.isSet(), { operator: "is_set", trait: "t" }],
  ["isNotSet", trait.isNotSet(), { operator: "is_not_set", trait: "t" }],
  ["percentage", trait.percentage(0.5), { operator: "percentage", trait: "t", value: "0.5" }],
  ["modulo", trait.modulo(3, 1), { operator: "modulo", trait: "t", value: "3|1" }],
  ["compare", trait.compare(TraitOperator.ENDS_WITH, "a"), { operator: "ends_with", trait: "t", value: "a" }],
  [
    "compare by a type",
    trait.compare(TraitOperator.AT_LEAST, "b", TraitType.STRING),
    { operator: "at_least", trait: "t", value: "b", type: "string" },
  ],
  ["number equalTo", trait.asNumber().equalTo(1), { operator: "equal_to", trait: "t", value: "1", type: "number" }],
  [
    "number notEqualTo",
    trait.asNumber().notEqualTo(1),
    { operator: "not_equal_to", trait: "t", value: "1", type: "number" },
  ],
  ["number oneOf", trait.asNumber().oneOf(1, 2), { operator: "one_of", trait: "t", values: ["1", "2"], type: "number" }],
  ["number notOneOf", trait.asNumber().notOneOf(1), { operator: "not_one_of", trait: "t", values: ["1"], type: "number" }],
  ["number greaterThan", trait.asNumber().greaterThan(1), { operator: "greater_than", trait: "t", value: "1" }],
  ["number atLeast", trait.asNumber().atLeast(1), { operator: "at_least", trait: "t", value: "1" }],
  ["number lessThan", trait.asNumber().lessThan(1), { operator: "less_than", trait: "t", value: "1" }],
  ["number atMost", trait.asNumber().atMost(1), { operator: "at_most", trait: "t", value: "1" }],
  ["number between", trait.asNumber().between(1, 1), { operator: "between", trait: "t", values: ["1", "1"] }],
  ["date equalTo", trait.asDate().equalTo(DATE), { operator: "equal_to", trait: "t", value: DATE, type: "date" }],
  ["date notEqualTo", trait.asDate().notEqualTo(DATE), { operator: "not_equal_to", trait: "t", value: DATE, type: "date" }],
  ["date after", trait.asDate().after(DATE), { operator: "greater_than", trait: "t", value: DATE, type: "date" }],
  ["date onOrAfter", trait.asDate().onOrAfter(DATE), { operator: "at_least", trait: "t", value: DATE, type: "date" }],
  ["date before", trait.asDate().before(DATE), { operator: "less_than", trait: "t", value: DATE, type: "date" }],
  ["date onOrBefore", trait.asDate().onOrBefore(DATE), { operator: "at_most", trait: "t", value: DATE, type: "date" }],
  [
    "date between",
    trait.asDate().between(DATE, LATER),
    { operator: "between", trait: "t", values: [DATE, LATER], type: "date" },
  ],
  ["version equalTo", trait.asVersion().equalTo("1.2"), { operator: "equal_to", trait: "t", value: "1.2", type: "version" }],
  [
    "version notEqualTo",
    trait.asVersion().notEqualTo("1.2"),
    { operator: "not_equal_to", trait: "t", value: "1.2", type: "version" },
  ],
  ["version oneOf", trait.asVersion().oneOf("1"), { operator: "one_of", trait: "t", values: ["1"], type: "version" }],
  [
    "version notOneOf",
    trait.asVersion().notOneOf("1"),
    { operator: "not_one_of", trait: "t", values: ["1"], type: "version" },
  ],
  [
    "version greaterThan",
    trait.asVersion().greaterThan("1"),
    { operator: "greater_than", trait: "t", value: "1", type: "version" },
  ],
  ["version atLeast", trait.asVersion().atLeast("1"), { operator: "at_least", trait: "t", value: "1", type: "version" }],
  ["version lessThan", trait.asVersion().lessThan("1"), { operator: "less_than", trait: "t", value: "1", type: "version" }],
  ["version atMost", trait.asVersion().atMost("1"), { operator: "at_most", trait: "t", value: "1", type: "version" }],
  [
    "version between",
    trait.asVersion().between("1.9", "1.10"),
    { operator: "between", trait: "t", values: ["1.9", "1.10"], type: "version" },
  ],
  ["a share of all", Condition.percentage(12.5), { operator: "percentage", value: "12.5" }],
];

interface Rule {
  readonly conditions?: readonly { readonly operator: string; readonly type?: string }[];
}

function rulesOf(stack: TerraformStack, name = "s"): readonly Rule[] {
  return (synthesize(stack, false).resource["flagform_segment"]?.[name]?.["rules"] ?? []) as Rule[];
}

function segmentOf(condition: Condition): TerraformStack {
  const stack = stackOn("split");
  new Segment(stack, "segment", { name: "s", conditions: [condition] });
  return stack;
}

test.each(SINGLE)("%s", (_name, condition, expected) => {
  expect(rulesOf(segmentOf(condition))).toEqual([{ match: "all", conditions: [expected] }]);
});

test("every operator and every type can be said", () => {
  const named = new Segment(stackOn("split"), "x", { name: "x" });
  const flag = FeatureFlag.fromFlagKey(stackOn("split"), "f", "f");
  const all = [
    ...SINGLE.map(([, condition]) => condition),
    Condition.inSegment(named),
    Condition.notInSegment(named),
    Condition.flagServes(flag, "a"),
    Condition.flagDoesNotServe(flag, "a"),
  ];
  const said = all.flatMap((condition) => rulesOf(segmentOf(condition)).flatMap(({ conditions = [] }) => conditions));
  expect(new Set(said.map(({ operator }) => operator))).toEqual(new Set(SEGMENT_OPERATORS));
  expect(new Set(said.flatMap(({ type }) => type ?? []))).toEqual(new Set(CONDITION_TYPES));
  expect(Object.values(TraitType).sort()).toEqual([...CONDITION_TYPES].sort());
  expect(SEGMENT_OPERATORS).toEqual(expect.arrayContaining(Object.values(TraitOperator)));
});

describe("conditions on segments and other flags", () => {
  test("refer to what is managed in the stack, so that it is made first", () => {
    const stack = stackOn("split");
    const staff = new Segment(stack, "staff", { name: "staff members", identities: ["ann"] });
    const other = new FeatureFlag(stack, "other", { key: "other" });
    new FeatureFlag(stack, "flag", { key: "k" }).define(FlagEnvironment.fromName(stack, "p", "Production"), {
      rules: [
        {
          key: "r",
          conditions: [
            Condition.inSegment(staff, Segment.fromName(stack, "named", "beta")),
            Condition.none(Condition.flagServes(other, "on")),
          ],
          enabled: true,
        },
      ],
    });
    const definition = synthesize(stack).resource["flagform_environment_definition"]?.["Production_k"];
    expect(definition).toMatchObject({
      rules: [
        {
          key: "r",
          when: [
            {
              match: "all",
              conditions: [{ operator: "in_segment", values: ["${flagform_segment.staff-members.name}", "beta"] }],
            },
            {
              match: "none",
              conditions: [{ operator: "flag_serves", trait: "${flagform_feature_flag.other.key}", values: ["on"] }],
            },
          ],
        },
      ],
    });
  });

  test("refer to another stack by name, and order the stacks", () => {
    const app: App = Testing.app();
    const [here, there] = [new TerraformStack(app, "here"), new TerraformStack(app, "there")];
    const staff = new Segment(there, "staff", { name: "staff" });
    new Segment(here, "s", { name: "s", conditions: [Condition.notInSegment(staff)] });
    expect(here.dependencies).toEqual([there]);
    expect(JSON.parse(Testing.synth(here))).toMatchObject({
      resource: {
        flagform_segment: { s: { rules: [{ conditions: [{ operator: "not_in_segment", values: ["staff"] }] }] } },
      },
    });
  });

  test("name a segment of forEach by its name, for a reference would be a list", () => {
    const stack = stackOn("split");
    const names = TerraformIterator.fromList(["a"]);
    const staff = new Segment(stack, "staff", { name: "staff", forEach: names });
    new Segment(stack, "s", { name: "s", conditions: [Condition.inSegment(staff)] });
    expect(rulesOf(stack)).toMatchObject([{ conditions: [{ values: ["staff"] }] }]);
  });
});

describe("what makes no sense is refused where it is written", () => {
  const flag = FeatureFlag.fromFlagKey(stackOn("split"), "f", "f", {
    type: FlagType.STRING,
    variants: { a: Variant.of(FlagValue.ofString("x")) },
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a range backwards",
      () => trait.between(9, 1),
      /Trait\.of\("t"\)\.between goes from the lower to the upper end, not from 9 to 1/,
    ],
    ["dates backwards", () => trait.asDate().between(LATER, DATE), /asDate\(\)\.between goes from the lower/],
    ["a date in words", () => trait.asDate().before("tomorrow"), /asDate\(\): must be a time such as 2027-01-11T09:00:00Z/],
    ["a date that does not exist", () => trait.asDate().before("2027-13-11T09:00:00Z"), /must be a time/],
    ["an infinite number", () => trait.atLeast(Infinity), /Trait\.of\("t"\): must be a finite number/],
    ["nothing to be one of", () => trait.asNumber().oneOf(), /asNumber\(\)\.oneOf needs at least one value/],
    ["a list of nothing", () => trait.hasAnyOf(), /Trait\.of\("t"\)\.hasAnyOf needs at least one value/],
    ["a divisor of nothing", () => trait.modulo(0, 0), /modulo: divisor must be more than 0/],
    ["no segment", () => Condition.inSegment(), /Condition\.inSegment needs at least one segment/],
    ["no variant", () => Condition.flagServes(flag), /Condition\.flagServes needs at least one variant/],
    [
      "a variant that is not there",
      () => Condition.flagServes(flag, "b"),
      /flagServes: flag f has no variant "b" \(it has a\)/,
    ],
  ])("%s", (_what, build, message) => {
    expect(build).toThrow(message);
  });
});

test("tokens pass", () => {
  const stack = stackOn("split");
  const text = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
  const number = new TerraformVariable(stack, "number", { type: "number" }).numberValue;
  new Segment(stack, "segment", {
    name: "s",
    conditions: [
      trait.asVersion().atLeast(text),
      trait.asDate().between(text, DATE),
      trait.between(number, 1),
      trait.modulo(number, 0),
      trait.oneOf(text),
    ],
  });
  expect(rulesOf(stack)[0]?.conditions).toEqual([
    { operator: "at_least", trait: "t", value: "${var.text}", type: "version" },
    { operator: "between", trait: "t", values: ["${var.text}", DATE], type: "date" },
    { operator: "between", trait: "t", values: ["${var.number}", "1"] },
    { operator: "modulo", trait: "t", value: "${var.number}|0" },
    { operator: "one_of", trait: "t", values: ["${var.text}"] },
  ]);
});
