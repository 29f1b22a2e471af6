import { Decimal, UNKNOWN } from "../../../src/terraform/value";
import { conform } from "../../../src/testing/values/conform";
import { type CtyType, parseType } from "../../../src/testing/values/cty-type";
import { jsonText, parseJson } from "../../../src/testing/values/json";
import { decodeValue, encodeValue } from "../../../src/testing/values/msgpack";
import { asSet, equals, numberFromText, RefinedUnknown, type Value } from "../../../src/testing/values/value";
import { fc } from "../../support/fast-check";

const TYPE = parseType([
  "object",
  {
    s: "string",
    n: "number",
    b: "bool",
    l: ["list", "string"],
    t: ["set", "number"],
    m: ["map", ["object", { x: "string" }]],
    d: "dynamic",
  },
]);

const text = fc.string({ unit: "grapheme" }).map((each) => each.normalize("NFC"));
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt().map((each) => numberFromText(each.toString())),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant(null), fc.constant(UNKNOWN));
const object = fc.record({
  s: maybe(text),
  n: maybe(number),
  b: maybe(fc.boolean()),
  l: maybe(fc.array(maybe(text))),
  t: maybe(fc.array(number).map(asSet)),
  m: maybe(
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString")),
      fc.record({ x: maybe(text) }),
    ),
  ),
  d: maybe(fc.oneof(text, fc.array(text), fc.dictionary(fc.constantFrom("a", "b"), fc.boolean()))),
}) as fc.Arbitrary<Value>;

test("values survive the wire", () => {
  fc.assert(fc.property(object, (value) => equals(decodeValue(TYPE, encodeValue(TYPE, value)), value)));
});

test("known values survive the state", () => {
  const known = object.map(
    (value) => JSON.parse(JSON.stringify(value, (_key, each: unknown) => (each === UNKNOWN ? null : each))) as Value,
  );
  fc.assert(fc.property(known, (value) => equals(parseJson(jsonText(value)), value)));
});

test.each<readonly [string, number | Decimal, string]>([
  ["an integer", 5, "05"],
  ["a float that is exact", 0.5, "cb3fe0000000000000"],
  ["a float that is not: decimal text, as core sends it", 0.1, "a3302e31"],
  ["an integer beyond JavaScript's", new Decimal("123456789012345678901"), "b5313233343536373839303132333435363738393031"],
])("%s on the wire", (_name, value, hex) => {
  expect(Buffer.from(encodeValue({ kind: "number" }, value)).toString("hex")).toBe(hex);
});

test("unknowns on the wire, plain and refined", () => {
  const string: CtyType = { kind: "string" };
  expect(Buffer.from(encodeValue(string, UNKNOWN)).toString("hex")).toBe("d40000");
  // ext 12 of {1: false, 2: "x-"}
  const refined = Buffer.from(encodeValue(string, new RefinedUnknown(true, "x-")));
  expect(refined.toString("hex")).toBe("c7070c8201c202a2782d");
  expect(decodeValue(string, refined)).toMatchObject({ notNull: true, prefix: "x-" });
});

test("numbers are compared by value, however they are written", () => {
  expect(equals(numberFromText("1e3"), numberFromText("1000.0"))).toBe(true);
  expect(equals(numberFromText("9007199254740993"), numberFromText("9007199254740992"))).toBe(false);
  expect(equals(numberFromText("-0.0"), 0)).toBe(true);
  expect(parseJson('{"a": 9007199254740993, "b": "9007199254740993", "c": 1.0}')).toEqual({
    a: new Decimal("9007199254740993"),
    b: "9007199254740993",
    c: 1,
  });
});

test.each<readonly [string, Value, string]>([
  ["a missing attribute", { s: "" }, '"n" is missing'],
  ["an attribute too many", { s: "", n: 0, b: true, l: [], t: [], m: {}, d: null, e: 1 }, 'unsupported attribute "e"'],
  ["a number for a string", { s: 1, n: 0, b: true, l: [], t: [], m: {}, d: null }, "a string is required"],
  ["text for a list", { s: "", n: 0, b: true, l: "x", t: [], m: {}, d: null }, "a list of string is required"],
])("%s does not conform", (_name, value, message) => {
  expect(() => conform(TYPE, value)).toThrow(message);
});
