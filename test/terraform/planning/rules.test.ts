import { applyFaults } from "../../../src/terraform/planning/apply-rules";
import { planFaults } from "../../../src/terraform/planning/plan-rules";
import { replacedPaths } from "../../../src/terraform/planning/replacement";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { Decimal, UNKNOWN } from "../../../src/terraform/value";

const part = {
  name: required(t.string, "n", { replace: true }),
  id: computed(t.string, "i"),
  note: optional(t.string, "n"),
};
const free = { name: required(t.string, "n"), id: computed(t.string, "i") };
const attributes = {
  key: required(t.string, "k", { replace: true }),
  size: optional(t.number, "s", { replace: true }),
  tags: optional(t.set(t.string), "t", { replace: true }),
  mode: defaulted(t.string, "m", "plain"),
  id: computed(t.string, "i"),
  list: optional(t.list(t.object(part)), "l"),
  map: optional(t.map(t.object(part)), "m"),
  set: optional(t.set(t.object(free)), "s"),
  one: optional(t.object(part), "o"),
};
const base = { key: "k", size: null, tags: null, mode: null, id: null, list: null, map: null, set: null, one: null };
const each = (name: unknown, id: unknown = null, note: unknown = null) => ({ name, id, note });
const paths = (faults: readonly { path: readonly (string | number)[] }[]) => faults.map(({ path }) => path.join("."));

describe("core's rules of a plan", () => {
  const faults = (config: object, planned: object, prior: object | null = null) =>
    paths(
      planFaults(attributes, { ...base, ...config }, prior && { ...base, ...prior }, {
        ...base,
        mode: "plain",
        id: UNKNOWN,
        ...planned,
      }),
    );

  test("allow what is configured, what is computed, and what meant the same before", () => {
    expect(faults({}, {})).toEqual([]);
    expect(faults({ key: "K" }, { key: "k" }, { key: "k" })).toEqual([]);
    expect(faults({ size: new Decimal("1.0"), tags: ["a", "b"] }, { size: new Decimal("1"), tags: ["b", "a"] })).toEqual([]);
    expect(faults({ key: UNKNOWN }, { key: UNKNOWN })).toEqual([]);
    expect(
      faults(
        { list: [each("a")], map: { x: each("b") }, one: each("c") },
        { list: [each("a", UNKNOWN)], map: { x: each("b", "1") }, one: each("c", "2") },
      ),
    ).toEqual([]);
    expect(faults({ set: [{ name: "a", id: null }] }, { set: [{ name: "a", id: UNKNOWN }] })).toEqual([]);
  });

  test.each<[string, object, object, object | null]>([
    ["key", {}, { key: "other" }, null],
    ["key", {}, { key: UNKNOWN }, null],
    ["key", { key: UNKNOWN }, { key: "guess" }, null],
    ["size", {}, { size: new Decimal("1") }, { size: new Decimal("1") }],
    ["tags", { tags: ["a"] }, { tags: null }, null],
    ["mode", { mode: "a" }, { mode: "b" }, null],
    ["list", { list: [each("a")] }, { list: [] }, null],
    ["list", { list: [each("a")] }, { list: UNKNOWN }, null],
    ["list.0.note", { list: [each("a")] }, { list: [each("a", "1", "invented")] }, null],
    ["map", { map: { a: each("a") } }, { map: { b: each("a") } }, null],
    ["map.a.name", { map: { a: each("a") } }, { map: { a: each("b") } }, null],
    ["set", { set: [{ name: "a", id: null }] }, { set: [{ name: "b", id: null }] }, null],
    ["one", {}, { one: each("a") }, null],
  ])("name %s where it is broken: %#", (path, config, planned, prior) => {
    expect(faults(config, planned, prior)).toEqual([path]);
  });
});

describe("core's rules of a result", () => {
  const faults = (planned: object, state: object) =>
    paths(applyFaults(attributes, { ...base, ...planned }, { ...base, ...state }));

  test("allow what was planned, and anything known for what was not", () => {
    expect(faults({ id: UNKNOWN, list: [each("a", UNKNOWN)] }, { id: "1", list: [each("a", "2")] })).toEqual([]);
    expect(
      faults({ tags: UNKNOWN, set: [{ name: "a", id: UNKNOWN }] }, { tags: null, set: [{ name: "a", id: "1" }] }),
    ).toEqual([]);
    expect(faults({ size: new Decimal("1e3") }, { size: new Decimal("1000") })).toEqual([]);
  });

  test.each<[string, object, object]>([
    ["key", {}, { key: "other" }],
    ["id", {}, { id: "planned null" }],
    ["id", { id: UNKNOWN }, { id: UNKNOWN }],
    ["list", { list: [each("a")] }, { list: [each("a"), each("b")] }],
    ["list.0.name", { list: [each("a", UNKNOWN)] }, { list: [each("b", "1")] }],
    ["map", { map: { a: each("a") } }, { map: {} }],
    [
      "set",
      { set: [{ name: "a", id: UNKNOWN }] },
      {
        set: [
          { name: "a", id: "1" },
          { name: "b", id: "2" },
        ],
      },
    ],
    ["one", { one: each("a") }, { one: null }],
  ])("name %s where it is broken: %#", (path, planned, state) => {
    expect(faults(planned, state)).toEqual([path]);
  });
});

describe("replacement", () => {
  const replaced = (prior: object, planned: object) =>
    replacedPaths(attributes, { ...base, ...prior }, { ...base, ...planned }).map((path) => path.join("."));

  test("comes of a declared attribute that is known and different, at any depth", () => {
    expect(replaced({}, { key: "K" })).toEqual(["key"]);
    expect(replaced({ tags: ["a"] }, { tags: ["b"] })).toEqual(["tags"]);
    expect(replaced({ list: [each("a"), each("b")] }, { list: [each("a"), each("c")] })).toEqual(["list.1.name"]);
    expect(replaced({ map: { x: each("a") } }, { map: { x: each("b") } })).toEqual(["map.x.name"]);
    expect(replaced({ one: each("a") }, { one: each("b") })).toEqual(["one.name"]);
  });

  test("does not come of an attribute that an import left out, or that is no longer managed", () => {
    expect(replaced({ tags: null }, { tags: ["a"] })).toEqual([]);
    expect(replaced({ tags: ["a"] }, { tags: null })).toEqual([]);
  });

  test("does not come of what is unknown, the same in other words, not declared, or new", () => {
    expect(replaced({}, { key: UNKNOWN, tags: ["a", UNKNOWN] })).toEqual([]);
    expect(replaced({ size: new Decimal("1"), tags: ["a", "b"] }, { size: new Decimal("1.0"), tags: ["b", "a"] })).toEqual(
      [],
    );
    expect(replaced({ mode: "a" }, { mode: "b" })).toEqual([]);
    expect(replaced({ list: [] }, { list: [each("a")], one: each("b") })).toEqual([]);
  });
});
