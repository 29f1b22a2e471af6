import { isUnknown, UNKNOWN } from "../../../src/terraform/value";
import { parseBody, references } from "../../../src/testing/stack/body";
import { evaluate, type Scope } from "../../../src/testing/stack/evaluate";
import { EvaluationError } from "../../../src/testing/stack/evaluation-error";
import { RefinedUnknown, type Value } from "../../../src/testing/values/value";

const VALUES: { readonly [reference: string]: Value } = {
  "var.name": "x",
  "var.big": 12,
  "local.list": ["a", "b"],
  "t.one": { id: "i", tags: { "a b": 1 }, later: UNKNOWN },
  "data.t.two": [{ id: "zero" }, { id: "first" }],
};

const scope: Scope = {
  lookup(reference) {
    const value = VALUES[reference];
    if (value === undefined) throw new EvaluationError(`${reference} is not declared`);
    return value;
  },
  repetition: { key: "k", value: { v: true } },
};

const of = (source: unknown): Value => evaluate(parseBody(source), scope);

test.each<readonly [string, unknown, Value]>([
  ["plain text", "text", "text"],
  ["a reference keeps its type", "${local.list}", ["a", "b"]],
  ["text around a reference", "a-${var.name}-${var.big}", "a-x-12"],
  ["escapes", "$${a} %%{b} $ % {", "${a} %{b} $ % {"],
  ["an index and a key", '${data.t.two[1].id} ${t.one.tags["a b"]}', "first 1"],
  ["quotes within an interpolation", '${jsonencode({ "k" = "a${var.name}\\n" })}', '{"k":"ax\\n"}'],
  ["objects and lists of a stack", { a: ["${var.big}", null, true, 1.5] }, { a: [12, null, true, 1.5] }],
  ["a template as a key", { "${var.name}": 1 }, { x: 1 }],
  ["each", "${each.key}=${each.value.v}", "k=true"],
  ["a choice", '${var.name == "x" ? "yes" : "no"}', "yes"],
  ["arithmetic by precedence", "${1 + var.big * 2 - 1}", 24],
  ["logic", "${!(var.big > 3) || var.big <= 12 && true}", true],
  ["functions in functions", '${join(",", concat(local.list, [upper("c")]))}', "a,b,C"],
  ["a set has each element once", '${toset(["b", "a", "b"])}', ["a", "b"]],
  ["what HTML minds is escaped as Go does", '${jsonencode("<&>")}', '"\\u003c\\u0026\\u003e"'],
])("%s", (_name, source, value) => {
  expect(of(source)).toEqual(value);
});

test("unknown parts make unknown text, of which the beginning is known", () => {
  expect(of("${t.one.later}")).toBe(UNKNOWN);
  const text = of("x-${t.one.later}-y");
  expect(text).toBeInstanceOf(RefinedUnknown);
  expect(text).toMatchObject({ notNull: true, prefix: "x-" });
  expect(isUnknown(of("${upper(t.one.later)}"))).toBe(true);
});

test.each([
  ["${t.none.id}", "t.none is not declared"],
  ["${t.one.nothing}", "nothing"],
  ["${local.list[5]}", "5"],
  ["a ${local.list}", "part of a string"],
  ["${nothing()}", "nothing()"],
])("%s has no value", (source, message) => {
  expect(() => of(source)).toThrow(message);
});

test.each(["${", "${a b}", "${[for x in y : x]}", "${a.*.b}", "%{if x}", '${"open}', "${a::b()}"])(
  "%s is refused",
  (source) => {
    expect(() => parseBody(source)).toThrow(SyntaxError);
  },
);

test("references are found wherever they stand", () => {
  const body = { a: "${var.x}-${t.one[each.key].id}", b: ["${data.t.two.id}", { "${local.k}": "${f(t.three.id)}" }] };
  expect(references(parseBody(body)).sort()).toEqual(["data.t.two", "local.k", "t.one", "t.three", "var.x"]);
});
