import { applyFaults } from "../../../src/terraform/planning/apply-rules";
import { draftPlan } from "../../../src/terraform/planning/draft";
import { planFaults } from "../../../src/terraform/planning/plan-rules";
import { replacedPaths } from "../../../src/terraform/planning/replacement";
import type { Attribute, Attributes, Type } from "../../../src/terraform/schema";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { Decimal, isUnknown, UNKNOWN } from "../../../src/terraform/value";
import type { Values } from "../../../src/terraform/values/decode";
import { sameValue } from "../../../src/terraform/values/equality";
import { fc, runs } from "../../support/fast-check";

const inner = {
  title: required(t.string, "t"),
  weight: defaulted(t.number, "w", 1),
  id: computed(t.string, "i"),
  deeper: optional(t.map(t.object({ on: defaulted(t.bool, "o", true), at: computed(t.integer, "a") })), "d"),
};
const attributes = {
  key: required(t.string, "k", { replace: true }),
  mode: defaulted(t.string, "m", "plain"),
  ratio: optional(t.number, "r"),
  tags: optional(t.set(t.string), "t"),
  id: computed(t.string, "i"),
  list: optional(t.list(t.object(inner)), "l"),
  map: optional(t.map(t.object(inner)), "m"),
  set: optional(
    t.set(
      t.object({ name: required(t.string, "n"), role: defaulted(t.string, "r", "reader"), id: computed(t.string, "i") }),
    ),
    "s",
  ),
  one: optional(t.object(inner), "o"),
};
const whole = { kind: "object", attributes } as const;

const text = fc.constantFrom("a", "b", "c");
function configured(type: Type, unknowns: boolean): fc.Arbitrary<unknown> {
  const known = (): fc.Arbitrary<unknown> => {
    switch (type.kind) {
      case "string":
        return text;
      case "bool":
        return fc.boolean();
      case "integer":
        return fc.nat(3);
      case "number":
        return fc.constantFrom("1", "1.0", "0.5", "2").map((each) => new Decimal(each));
      case "list":
        return fc.array(configured(type.element, unknowns), { maxLength: 3 });
      case "set":
        return fc.uniqueArray(configured(type.element, unknowns), {
          maxLength: 3,
          comparator: (a, b) => sameValue(type.element, a, b),
        });
      case "map":
        return fc.dictionary(text, configured(type.element, unknowns), { maxKeys: 3, noNullPrototype: true });
      case "object":
        return config(type.attributes, unknowns);
    }
  };
  return unknowns ? fc.oneof({ weight: 5, arbitrary: known() }, { weight: 1, arbitrary: fc.constant(UNKNOWN) }) : known();
}
function config(schema: Attributes, unknowns: boolean): fc.Arbitrary<Values> {
  const of = (attribute: Attribute): fc.Arbitrary<unknown> => {
    if (attribute.presence === "computed") return fc.constant(null);
    const value = configured(attribute.type, unknowns);
    return attribute.presence === "required" ? value : fc.option(value);
  };
  return fc.record(Object.fromEntries(Object.entries(schema).map(([name, attribute]) => [name, of(attribute)])));
}

/** What a platform would make of a plan: each unknown gets a value of its own. */
function applied(type: Type, planned: unknown, made = { count: 0 }): unknown {
  if (planned === null) return null;
  switch (type.kind) {
    case "list":
    case "set":
      return isUnknown(planned) ? [] : (planned as unknown[]).map((each) => applied(type.element, each, made));
    case "map":
      if (isUnknown(planned)) return {};
      return Object.fromEntries(
        Object.entries(planned as Values).map(([key, each]) => [key, applied(type.element, each, made)]),
      );
    case "object": {
      const values = isUnknown(planned) ? {} : (planned as Values);
      return Object.fromEntries(
        Object.entries(type.attributes).map(([name, each]) => [
          name,
          applied(each.type, isUnknown(planned) ? UNKNOWN : values[name], made),
        ]),
      );
    }
    default:
      if (!isUnknown(planned)) return planned;
      made.count += 1;
      return {
        string: `made ${String(made.count)}`,
        bool: true,
        integer: made.count,
        number: new Decimal(String(made.count)),
      }[type.kind];
  }
}

describe("whatever is configured", () => {
  test("is planned within core's rules, from nothing and from anything, with unknowns anywhere", () => {
    fc.assert(
      fc.property(config(attributes, true), config(attributes, false), (wanted, before) => {
        const prior = applied(whole, draftPlan(attributes, before, null)) as Values;
        for (const from of [null, prior])
          expect(planFaults(attributes, wanted, from, draftPlan(attributes, wanted, from))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  test("is as it was planned once applied, and then plans nothing", () => {
    fc.assert(
      fc.property(config(attributes, false), (wanted) => {
        const planned = draftPlan(attributes, wanted, null);
        const state = applied(whole, planned) as Values;
        expect(applyFaults(attributes, planned, state)).toEqual([]);
        const again = draftPlan(attributes, wanted, state);
        expect(sameValue(whole, again, state)).toBe(true);
        expect(replacedPaths(attributes, state, again)).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  test("plans nothing when only the order of its sets changed", () => {
    fc.assert(
      fc.property(config(attributes, false), (wanted) => {
        const state = applied(whole, draftPlan(attributes, wanted, null)) as Values;
        const turned = { ...wanted, tags: reversed(wanted["tags"]), set: reversed(wanted["set"]) };
        expect(sameValue(whole, draftPlan(attributes, turned, state), state)).toBe(true);
      }),
    );
  });

  test("keeps what was known when unknowns become known, as the second plan of an apply must", () => {
    fc.assert(
      fc.property(config(attributes, true), (wanted) => {
        const first = draftPlan(attributes, wanted, null);
        const known = applied(whole, wanted) as Values;
        const second = draftPlan(attributes, known, null);
        // What the first plan knew, the second must hold: the rule of a result says just that.
        expect(applyFaults(attributes, first, applied(whole, second) as Values)).toEqual([]);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as unknown[])].reverse() : value;
}
