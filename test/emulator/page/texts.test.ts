import fc from "fast-check";
import { pieces, visibleText } from "../../../src/emulator/page/browser/visible";
import { redactPath } from "../../../src/emulator/page/redact";
import { resourceOf } from "../../../src/emulator/page/resource";
import { shares, valueText } from "../../../src/emulator/page/words";

describe("text of others", () => {
  test.each([
    ["a reordering", "a\u202Eb", "a[U+202E]b"],
    ["an isolate", "\u2066a\u2069", "[U+2066]a[U+2069]"],
    ["marks of direction", "a\u200E\u200F\u061C", "a[U+200E][U+200F][U+061C]"],
    ["nothing of any width", "check\u200Bout\uFEFF\u2060\u00AD", "check[U+200B]out[U+FEFF][U+2060][U+00AD]"],
    ["a joiner between letters", "a\u200Db", "a[U+200D]b"],
    ["controls", "a\u0000\u0007\u001B[31m\u007F\u0085", "a[U+0000][U+0007][U+001B][31m[U+007F][U+0085]"],
    ["line breaks", "a\nb\u2028c\u2029", "a[U+000A]b[U+2028]c[U+2029]"],
    ["blanks that are no space", "a\u00A0b\u3000c\u2003d\u3164", "a[U+00A0]b[U+3000]c[U+2003]d[U+3164]"],
    ["half a character", "a\uD800b", "a[U+D800]b"],
    ["a tag", "a\u{E0041}", "a[U+E0041]"],
    ["what one font knows", "\uE000", "[U+E000]"],
  ])("spells out %s", (_title, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test.each(["plain", "", "Größe", "日本語", "עברית", "العربية", "👩‍💻 ok", "❤️‍🔥", "<b>&amp;</b>"])(
    "leaves %j as it is",
    (text) => {
      expect(pieces(text)).toEqual(text === "" ? [] : [{ text, isOdd: false }]);
    },
  );

  test("loses nothing, and leaves nothing odd", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const found = pieces(text);
        const read = found.map((each) => (each.isOdd ? String.fromCodePoint(parseInt(each.text.slice(2), 16)) : each.text));
        expect(read.join("")).toBe(text);
        for (const each of found) expect(each.text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
      { seed: 16, numRuns: 200 },
    );
  });
});

describe("values", () => {
  test.each([
    ["10", '"10"'],
    [10, "10"],
    [true, "true"],
    [null, "null"],
    [{ a: ["b"] }, '{"a":["b"]}'],
    [10n, "10"],
    [undefined, "nothing"],
  ])("%p as %s", (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  test("long ones are cut", () => {
    expect(valueText("x".repeat(20_000))).toHaveLength(301);
  });

  test("shares leave out what nobody gets, and a whole needs no number", () => {
    expect(
      shares([
        { text: "a", share: 100 },
        { text: "b", share: 0 },
      ]),
    ).toEqual([{ text: "a" }]);
    expect(
      shares([
        { text: "a", share: 100 / 3 },
        { text: "b", share: 200 / 3 },
      ]),
    ).toEqual([
      { text: "a", share: 33.333 },
      { text: "b", share: 66.667 },
    ]);
  });
});

describe("what a request is about", () => {
  const name = (parameter: string, value: string): string | undefined =>
    value === "7" ? `${parameter} number seven` : undefined;
  test.each([
    ["/api/{project}/features/{feature:int}/", { project: "7", feature: "8" }, "", "feature 8, project number seven"],
    ["/api/{project}/feature-flags", { project: "7" }, '{"name":"banner"}', "feature flags banner, project number seven"],
    ["/api/{project}/flags", { project: "7" }, '{"name":{"a":1},"slug":"banner"}', "flags banner, project number seven"],
    ["/api/{project}/flags", { project: "7" }, '{"name":', "flags, project number seven"],
    ["/flags/{flag}/archive", { flag: "7" }, "", "archive, flag number seven"],
    ["/version/", {}, "", "version"],
    ["/", {}, "", ""],
  ] as const)("%s", (template, params, body, words) => {
    expect(resourceOf({ template, params, body }, { name })).toBe(words);
  });
});

describe("paths without credentials", () => {
  const secrets = ["s3cret+key/with=signs", "k"];
  test.each([
    ["/a/k/b?q=k&k=1&other=kk", "/a/[redacted]/b?q=[redacted]&[redacted]=1&other=kk"],
    [`/a/${encodeURIComponent("s3cret+key/with=signs")}`, "/a/[redacted]"],
    ["/a?q=x-s3cret+key/with=signs-x", "/a?q=x-[redacted]-x"],
    [
      "/a?apiKey=1&API_TOKEN=2&password=3&client_secret=4&sig=5&page=6",
      "/a?apiKey=[redacted]&API_TOKEN=[redacted]&password=[redacted]&client_secret=[redacted]&sig=[redacted]&page=6",
    ],
    ["/a?%74oken=1", "/a?%74oken=[redacted]"],
    ["/a/%E0%A4%A/b?x=%", "/a/%E0%A4%A/b?x=%"],
    ["/uploads/anything/else?x", "/uploads/[redacted]"],
  ])("%s", (path, shown) => {
    expect(redactPath(path, secrets)).toBe(shown);
  });
});
