import { draftPlan, resolvedConfig } from "../../../src/terraform/planning/draft";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { Decimal, UNKNOWN } from "../../../src/terraform/value";

const part = {
  title: required(t.string, "t"),
  weight: defaulted(t.number, "w", 1),
  id: computed(t.string, "i"),
};
const attributes = {
  key: required(t.string, "k"),
  mode: defaulted(t.string, "m", "plain"),
  on: defaulted(t.bool, "o", false),
  id: computed(t.string, "i"),
  list: optional(t.list(t.object(part)), "l"),
  map: optional(t.map(t.object(part)), "m"),
  set: optional(t.set(t.object(part)), "s"),
  one: optional(t.object(part), "o"),
};
const none = { key: "k", mode: null, on: null, id: null, list: null, map: null, set: null, one: null };
const asked = (title: string, weight: unknown = null) => ({ title, weight, id: null });
const made = (title: string, id: unknown, weight = "1") => ({ title, weight: new Decimal(weight), id });

describe("the draft of a plan", () => {
  test("of something new has defaults, and unknown for all that is computed", () => {
    const draft = draftPlan(
      attributes,
      { ...none, list: [asked("a")], map: { x: asked("b", new Decimal("5")) }, one: asked("c") },
      null,
    );
    expect(draft).toEqual({
      ...none,
      mode: "plain",
      on: false,
      id: UNKNOWN,
      list: [made("a", UNKNOWN)],
      map: { x: made("b", UNKNOWN, "5") },
      one: made("c", UNKNOWN),
    });
  });

  test("of a change keeps what was computed, by index, by key, by what a set's element is", () => {
    const prior = {
      ...none,
      id: "1",
      list: [made("a", "la"), made("b", "lb")],
      map: { x: made("m", "mx") },
      set: [made("s", "s1"), made("t", "t1", "2")],
      one: made("o", "o1"),
    };
    const config = {
      ...none,
      mode: "other",
      list: [asked("A"), asked("b"), asked("new")],
      map: { x: asked("m"), y: asked("new") },
      set: [asked("t", new Decimal("2.0")), asked("s"), asked("s", new Decimal("3"))],
      one: asked("O"),
    };
    expect(draftPlan(attributes, config, prior)).toEqual({
      ...config,
      on: false,
      id: "1",
      list: [made("A", "la"), made("b", "lb"), made("new", UNKNOWN)],
      map: { x: made("m", "mx"), y: made("new", UNKNOWN) },
      set: [made("t", "t1", "2.0"), made("s", "s1"), made("s", UNKNOWN, "3")],
      one: made("O", "o1"),
    });
  });

  test("leaves unknowns and nulls as they are", () => {
    const config = { ...none, key: UNKNOWN, mode: UNKNOWN, list: [UNKNOWN, asked("b")], map: UNKNOWN };
    expect(draftPlan(attributes, config, null)).toMatchObject({
      key: UNKNOWN,
      mode: UNKNOWN,
      list: [UNKNOWN, made("b", UNKNOWN)],
      map: UNKNOWN,
      set: null,
    });
  });

  test("keeps a computed null that was null before", () => {
    expect(draftPlan(attributes, none, { ...none, id: null })).toMatchObject({ id: null });
  });

  test("of what is only read has defaults, and null for all that is computed", () => {
    expect(resolvedConfig(attributes, { ...none, one: asked("a") })).toEqual({
      ...none,
      mode: "plain",
      on: false,
      one: made("a", null),
    });
  });
});
