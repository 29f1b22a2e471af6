import { Float } from "../../../../src/emulator/flagsmith/drf/json";
import { parseJson } from "../../../../src/emulator/flagsmith/drf/json-parser";

describe("parseJson", () => {
  test("keeps floats apart from integers, and integers of any size exact", () => {
    expect(parseJson('{"a": [2, 2.0, 12345678901234567890, "x\\n\\u00e9", null, true]}')).toEqual({
      a: [2, new Float(2), 12345678901234567890n, "x\né", null, true],
    });
  });

  test("takes __proto__ for a name like any other", () => {
    const parsed = parseJson('{"__proto__": {"polluted": 1}}');
    expect(Object.keys(parsed as object)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    ["{nope", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"],
    ["", "Expecting value: line 1 column 1 (char 0)"],
    ['{"a"', "Expecting ':' delimiter: line 1 column 5 (char 4)"],
    ["[1\n2]", "Expecting ',' delimiter: line 2 column 1 (char 3)"],
    ["{} x", "Extra data: line 1 column 4 (char 3)"],
    ['"a', "Unterminated string starting at: line 1 column 1 (char 0)"],
    ['"\\q"', "Invalid \\escape: line 1 column 2 (char 1)"],
    ["[NaN]", "Out of range float values are not JSON compliant: 'NaN'"],
  ])("refuses %j with Python's words", (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
  });
});
