import { UNKNOWN } from "../../../src/terraform/value";
import { ignoreChanges } from "../../../src/testing/core/plan/ignore-changes";
import { plannedData, proposedNew } from "../../../src/testing/core/plan/proposed";
import type { AttributeSchema, AttributeSchemas } from "../../../src/testing/values/schema";

function attribute(presence: "optional" | "computed" | "both", nested?: AttributeSchema["nested"]): AttributeSchema {
  return {
    type: { kind: "dynamic" },
    ...(nested && { nested }),
    required: false,
    optional: presence !== "computed",
    computed: presence !== "optional",
    sensitive: false,
    writeOnly: false,
  };
}

const inner: AttributeSchemas = { key: attribute("optional"), made: attribute("computed"), either: attribute("both") };
const outer = (
  nesting: "single" | "list" | "set" | "map",
  presence: "optional" | "both" = "optional",
): AttributeSchemas => ({
  it: attribute(presence, { nesting, attributes: inner }),
});
const element = (key: string | null, made: string | null = null, either: string | null = null) => ({ key, made, either });

test("configured values win, computed ones come from prior, and are null on create", () => {
  const prior = element("old", "made", "either");
  expect(proposedNew(inner, prior, element("new"))).toEqual(element("new", "made", "either"));
  expect(proposedNew(inner, prior, element(null, null, "mine"))).toEqual(element(null, "made", "mine"));
  expect(proposedNew(inner, null, element("new"))).toEqual(element("new"));
});

test("lists are merged by index, maps by key", () => {
  expect(proposedNew(outer("list"), { it: [element("a", "1")] }, { it: [element("b"), element("c")] })).toEqual({
    it: [element("b", "1"), element("c")],
  });
  expect(proposedNew(outer("map"), { it: { x: element("a", "1") } }, { it: { x: element("b"), y: element("c") } })).toEqual({
    it: { x: element("b", "1"), y: element("c") },
  });
});

test("elements of sets are paired with the prior element they could have come from, each once", () => {
  const prior = { it: [element("a", "1", "e"), element("b", "2")] };
  expect(proposedNew(outer("set"), prior, { it: [element("b"), element("c")] })).toEqual({
    it: [element("b", "2"), element("c")],
  });
  expect(proposedNew(outer("set"), prior, { it: [element("a", null, "other")] })).toEqual({
    it: [element("a", null, "other")],
  });
});

test("an optional and computed object that was configured and is not any more becomes null", () => {
  expect(proposedNew(outer("single", "both"), { it: element("was mine", "1") }, { it: null })).toEqual({ it: null });
  expect(proposedNew(outer("single", "both"), { it: element(null, "1") }, { it: null })).toEqual({ it: element(null, "1") });
});

test("unknown configuration stays unknown; a data source's computed attributes are unknown until read", () => {
  expect(proposedNew(outer("list"), { it: [element("a", "1")] }, { it: UNKNOWN })).toEqual({ it: UNKNOWN });
  expect(plannedData(inner, element("k"))).toEqual({ key: "k", made: UNKNOWN, either: UNKNOWN });
});

test("ignore_changes restores values, keys of maps and elements of lists", () => {
  const lifecycle = { createBeforeDestroy: false, preventDestroy: false, replaceTriggeredBy: [] };
  const schema = { version: 0, attributes: inner, type: { kind: "dynamic" } as const };
  const ignored = (path: readonly (string | number)[], prior: object, config: object) =>
    ignoreChanges({ ...lifecycle, ignoreChanges: [path] }, schema, prior as never, config as never);
  expect(ignored(["a"], { a: 1, b: 1 }, { a: 2, b: 2 })).toEqual({ a: 1, b: 2 });
  expect(ignored(["m", "k"], { m: { k: 1 } }, { m: { k: 2, l: 2 } })).toEqual({ m: { k: 1, l: 2 } });
  expect(ignored(["m", "k"], { m: { k: 1 } }, { m: {} })).toEqual({ m: { k: 1 } });
  expect(ignored(["m", "k"], { m: {} }, { m: { k: 2 } })).toEqual({ m: {} });
  expect(ignored(["l", 0, "x"], { l: [{ x: 1 }] }, { l: [{ x: 2 }, { x: 3 }] })).toEqual({ l: [{ x: 1 }, { x: 3 }] });
});
