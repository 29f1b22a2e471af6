import { OLD_ENGINE } from "../../../../src/emulator/flagsmith/evaluation/engine";
import type { Subject } from "../../../../src/emulator/flagsmith/evaluation/segment-match";
import { isInSegment } from "../../../../src/emulator/flagsmith/evaluation/segment-match";
import type { Rule, Segment, TraitValue } from "../../../../src/emulator/flagsmith/store/records";
import { CrashError } from "../../../../src/emulator/flagsmith/wire/api-error";

type Plain = string | number | boolean | undefined;

function segmentOf(rules: readonly Rule[]): Segment {
  const created = new Date(0);
  const common = { uuid: "", project: 1, name: "s", description: null, feature: null, metadata: [] };
  return { ...common, id: 7, createdAt: created, updatedAt: created, rules };
}

function condition(operator: string, property: string | null, value: string | null): Rule["conditions"][number] {
  return { id: 1, operator, property, value, description: null };
}

function subject(traits: Readonly<Record<string, Plain>>): Subject {
  const known = Object.entries(traits).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, trait(value)] as const],
  );
  return { identifier: "i", key: "e_i", traits: new Map(known), environment: { key: "e", name: "E" } };
}

function trait(value: string | number | boolean): TraitValue {
  if (typeof value === "boolean") return { kind: "boolean", value };
  if (typeof value === "string") return { kind: "string", value };
  return Number.isInteger(value) ? { kind: "integer", value } : { kind: "float", value };
}

function matches(operator: string, value: string | null, plain: Plain): boolean {
  const segment = segmentOf([{ id: 1, type: "ALL", rules: [], conditions: [condition(operator, "p", value)] }]);
  return isInSegment(segment, subject({ p: plain }));
}

// Each line was answered so by the vendor's own engine (flagsmith-flag-engine 10.0.3).
test.each<[operator: string, value: string | null, trait: Plain, expected: boolean]>([
  ["EQUAL", "12", "12", true],
  ["EQUAL", "12.0", 12, false],
  ["EQUAL", " 12 ", 12, true],
  ["EQUAL", "1_2", 12, true],
  ["EQUAL", "true", true, true],
  ["EQUAL", "anything", true, true],
  ["EQUAL", "False", true, false],
  ["EQUAL", "abc", 12, false],
  ["EQUAL", null, "None", true],
  ["NOT_EQUAL", "abc", 12, false],
  ["NOT_EQUAL", "a", undefined, false],
  ["GREATER_THAN", "Z", "a", true],
  ["GREATER_THAN", "ﬀ", "😀", true],
  ["GREATER_THAN", "12", 12.5, true],
  ["GREATER_THAN_INCLUSIVE", "12", 12, true],
  ["LESS_THAN", "1.2.10-beta:semver", "1.2.3", true],
  ["LESS_THAN_INCLUSIVE", "-3", -3, true],
  ["GREATER_THAN", "1.2.10-beta:semver", "1.2.10", true],
  ["EQUAL", "1.2.3:semver", "no version", false],
  ["CONTAINS", "b", "abc", true],
  ["CONTAINS", "2", 12, false],
  ["NOT_CONTAINS", "x", "abc", true],
  ["NOT_CONTAINS", "x", 12, false],
  ["REGEX", "b", "abc", false],
  ["REGEX", "\\d+", 12, true],
  ["REGEX", "(?i)AB", "abc", true],
  ["REGEX", "(?P<n>a)b", "abc", true],
  ["REGEX", "T", true, true],
  ["MODULO", "2|0", 12, true],
  ["MODULO", "3|-1", -3, false],
  ["MODULO", "2.5|0", 12.5, true],
  ["MODULO", "2|0", "abc", false],
  ["MODULO", "x|y", 12, false],
  ["IN", "1,2,a", "a", true],
  ["IN", '[1, "a"]', 1, true],
  ["IN", "True", true, false],
  ["IN", "12.5", 12.5, false],
  ["IS_SET", null, "", true],
  ["IS_SET", null, undefined, false],
  ["IS_NOT_SET", null, undefined, true],
  ["PERCENTAGE_SPLIT", "100", undefined, false],
  ["PERCENTAGE_SPLIT", "100", "abc", true],
  ["PERCENTAGE_SPLIT", "none", "abc", false],
])("%s %j against %j is %s", (operator, value, plain, expected) => {
  expect(matches(operator, value, plain)).toBe(expected);
});

test("an expression that is none, and a division by zero, are crashes of the server", () => {
  expect(() => matches("REGEX", "(", "a")).toThrow(CrashError);
  expect(() => matches("REGEX", "[]", "a")).toThrow(CrashError);
  expect(() => matches("MODULO", "0|0", 1)).toThrow(CrashError);
});

test("a percentage without a property splits identities by the segment's id and their key", () => {
  const segment = (limit: string): Segment =>
    segmentOf([{ id: 1, type: "ALL", rules: [], conditions: [condition("PERCENTAGE_SPLIT", null, limit)] }]);
  // The hash of 7,e_i is 14.98.
  expect(isInSegment(segment("14.9"), subject({}))).toBe(false);
  expect(isInSegment(segment("15"), subject({}))).toBe(true);
});

describe("rules", () => {
  const yes = condition("EQUAL", "p", "1");
  const no = condition("EQUAL", "p", "2");
  const rule = (type: Rule["type"], conditions: Rule["conditions"], rules: readonly Rule[] = []): Rule => ({
    id: 1,
    type,
    conditions,
    rules,
  });
  const holds = (...rules: readonly Rule[]): boolean => isInSegment(segmentOf(rules), subject({ p: 1 }));
  const heldBefore = (...rules: readonly Rule[]): boolean => isInSegment(segmentOf(rules), subject({ p: 1 }), OLD_ENGINE);

  test("ALL, ANY and NONE count their conditions", () => {
    expect([holds(rule("ALL", [yes, no])), holds(rule("ANY", [yes, no])), holds(rule("NONE", [no]))]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test("every outer rule must hold", () => {
    expect(holds(rule("ALL", [yes]), rule("ALL", [no]))).toBe(false);
  });

  test("a rule counts its inner rules by its own type, and both groups must hold", () => {
    const [inner, not] = [rule("ALL", [yes]), rule("ALL", [no])];
    expect(holds(rule("ANY", [], [inner, not]))).toBe(true);
    expect(holds(rule("ANY", [yes], [not]))).toBe(false);
    expect(holds(rule("NONE", [], [inner]))).toBe(false);
    expect(holds(rule("NONE", [], [not]))).toBe(true);
    expect(holds(rule("NONE", [no], [inner]))).toBe(false);
  });

  test("before 2.232 all inner rules had to hold, whatever the type", () => {
    const [inner, not] = [rule("ALL", [yes]), rule("ALL", [no])];
    expect(heldBefore(rule("ANY", [], [inner, not]))).toBe(false);
    expect(heldBefore(rule("NONE", [], [inner]))).toBe(true);
    expect(heldBefore(rule("NONE", [], [not]))).toBe(false);
  });

  test("before 2.218 IN knew no JSON lists", () => {
    const listed = (value: string): Rule => rule("ALL", [condition("IN", "p", value)]);
    expect([holds(listed("[1, 2]")), heldBefore(listed("[1, 2]")), heldBefore(listed("1,2"))]).toEqual([true, false, true]);
  });

  test("a segment without rules holds nobody, a rule without conditions everybody", () => {
    expect(holds()).toBe(false);
    expect(holds(rule("NONE", []))).toBe(true);
  });

  test("reads what is known about the request by its path", () => {
    expect(holds(rule("ALL", [condition("EQUAL", "$.identity.identifier", "i")]))).toBe(true);
    expect(holds(rule("ALL", [condition("EQUAL", "$.environment.name", "E")]))).toBe(true);
    expect(holds(rule("ALL", [condition("EQUAL", "$.identity.traits['p']", "1")]))).toBe(true);
    expect(holds(rule("ALL", [condition("IS_SET", "$.identity.nothing", null)]))).toBe(false);
  });
});
