import { floatText, parseFloatingPoint, parseInteger, strip } from "../../../../src/emulator/flagsmith/drf/python-text";

describe("strip", () => {
  test.each(["\t", "\n", "\x0b", "\f", "\r", "\x1c", "\x1f", " ", "\x85", "\xa0", "\u2028", "\u3000"])(
    "takes %j away",
    (space) => {
      expect(strip(`${space}a${space}b${space}`)).toBe(`a${space}b`);
    },
  );

  test.each(["\ufeff", "\u200b", "\0"])("leaves %j, as Python does", (character) => {
    expect(strip(character)).toBe(character);
  });
});

describe("parseInteger", () => {
  test.each([
    ["+5", 5n],
    [" 8 ", 8n],
    ["007", 7n],
    ["1_000", 1000n],
    ["١٢", 12n],
    ["-0", 0n],
    ["𝟙𝟘", 10n],
    ["99999999999999999999", 99999999999999999999n],
  ])("reads %j", (text, value) => {
    expect(parseInteger(text)).toBe(value);
  });

  test.each(["", " ", "abc", "1.0", "1__0", "_1", "1_", "0x10", "1e3", "+ 1", "½"])("refuses %j", (text) => {
    expect(parseInteger(text)).toBeUndefined();
  });
});

describe("floats", () => {
  test.each([
    [2, "2.0"],
    [1.5, "1.5"],
    [1e16, "1e+16"],
    [123456789012345680, "1.2345678901234568e+17"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [0, "0.0"],
  ])("writes %d as Python does", (value, text) => {
    expect(floatText(value)).toBe(text);
  });

  test.each([
    ["1_0.5", 10.5],
    [".5", 0.5],
    ["5.", 5],
    ["1e2", 100],
    ["-inf", -Infinity],
    ["٣", 3],
  ])("reads %j", (text, value) => {
    expect(parseFloatingPoint(text)).toBe(value);
  });

  test.each(["", "a", "1,5", "0x1", "."])("refuses %j", (text) => {
    expect(parseFloatingPoint(text)).toBeUndefined();
  });
});
