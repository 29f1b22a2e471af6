import {
  asStored,
  fromRaw,
  fromTyped,
  fromWire,
  inferInitial,
  refuseValue,
  strip,
  toRaw,
  toWire,
} from "../../../src/platforms/flagsmith/api/values";
import type { FlagValue } from "../../../src/platforms/model/flag-value";
import { fc } from "../../support/fast-check";

const text = (value: string): FlagValue => ({ kind: "string", value });
const integer = (value: number): FlagValue => ({ kind: "integer", value });

test.each<[string, FlagValue, RegExp]>([
  ["past 32 bits", integer(2_147_483_648), /32-bit integers.*2147483648 is not one/],
  ["below 32 bits", integer(-2_147_483_649), /32-bit integers/],
  ["with a fraction", integer(1.5), /32-bit integers/],
  ["no number", integer(Number.NaN), /32-bit integers/],
  ["past 20,000 characters", text("x".repeat(20_001)), /20,001/],
  ["with a space at its end", text("a "), /white space/],
  ["with a line feed at its beginning", text("\na"), /white space/],
  ["with a no-break space at its end", text("a\u00a0"), /white space/],
  ["with a file separator at its end", text("a\x1c"), /white space/],
  ["with a next line at its end", text("a\x85"), /white space/],
  ["that is only space", text(" "), /white space/],
  ["with a NUL", text("a\0b"), /NUL/],
  ["with half a character", text("a\ud83c"), /half a character/],
])("a value %s is refused, with the reason", (_name, value, reason) => {
  expect(refuseValue(value)).toMatch(reason);
});

test.each<[string, FlagValue]>([
  ["the largest integer", integer(2_147_483_647)],
  ["the smallest integer", integer(-2_147_483_648)],
  ["one character", text("a")],
  ["nothing", text("")],
  ["20,000 characters of two units each", text("🎈".repeat(20_000))],
  ["space within", text("a b\nc")],
  // Python's strip() leaves these alone, though JavaScript's trim() would not.
  ["a byte order mark at its end", text("a\ufeff")],
  ["a zero-width space at its end", text("a\u200b")],
  ["JSON with space around it", { kind: "json", value: " [1]\n" }],
  ["a boolean", { kind: "boolean", value: false }],
])("%s is kept as it is", (_name, value) => {
  expect(refuseValue(value)).toBeUndefined();
});

test("every value reads back as it is stored, whichever way it is written", () => {
  const value = fc.oneof(
    fc.boolean().map((each): FlagValue => ({ kind: "boolean", value: each })),
    fc.integer().map(integer),
    fc.string({ unit: "binary" }).map(text),
    fc.json().map((each): FlagValue => ({ kind: "json", value: ` ${each}\n` })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((each): FlagValue => ({ kind: "number", value: String(each) })),
  );
  fc.assert(
    fc.property(value, (each) => {
      fc.pre(refuseValue(each) === undefined);
      expect(fromWire(toWire(each))).toEqual(asStored(each));
      expect(fromRaw(toRaw(each))).toEqual(asStored(each));
      expect(asStored(asStored(each))).toEqual(asStored(each));
    }),
  );
});

test("a typed state counts by its type alone, whatever it still holds under the others", () => {
  const left = { string_value: "old", integer_value: 3, boolean_value: true };
  expect(fromTyped({ type: "int", ...left })).toEqual(integer(3));
  expect(fromTyped({ type: "bool", ...left })).toEqual({ kind: "boolean", value: true });
  expect(fromTyped({ type: "unicode", ...left })).toEqual(text("old"));
  expect(fromTyped({ type: "unicode", ...left, string_value: null })).toBeNull();
  expect(fromTyped(null)).toBeNull();
});

test.each<[string | null, FlagValue | null]>([
  [null, null],
  ["", text("")],
  ["hello", text("hello")],
  ["12", integer(12)],
  ["007", integer(7)],
  ["+5", integer(5)],
  ["-0", integer(0)],
  ["1_000", integer(1000)],
  ["2147483648", text("2147483648")],
  ["1.5", text("1.5")],
  ["true", { kind: "boolean", value: true }],
  ["False", { kind: "boolean", value: false }],
  ["TRUE", text("TRUE")],
])("the initial text %j becomes %j in every environment", (given, value) => {
  expect(inferInitial(given)).toEqual(value);
});

test("only what Python calls white space is stripped", () => {
  expect(strip("\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u2003\u3000x\ufeff\u200b ")).toBe("x\ufeff\u200b");
});
