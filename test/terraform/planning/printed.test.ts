import { printFaults } from "../../../src/terraform/planning/printed";
import { optional, t } from "../../../src/terraform/schema";
import { jsonEncoded } from "../../../src/terraform/values/json-encoded";
import { fc } from "../../support/fast-check";

/** How Terraform 1.15.5 writes texts and keys of a configuration that it generates. */

test.each([
  ['{ "b": [1, 2.50, -0, 1e3, 1E-2], "a": null }', '{"a":null,"b":[1,2.5,0,1000,0.01]}'],
  ["[]", "[]"],
  [' {"html": "<b>&</b>", "e": "e\\u0301\\n"}', '{"e":"é\\n","html":"\\u003cb\\u003e\\u0026\\u003c/b\\u003e"}'],
  ['{"n": 12345678901234567890.5, "😀": 1, "\\uffff": 2}', '{"n":12345678901234567890.5,"\uffff":2,"😀":1}'],
])("%s is encoded as %s", (text, encoded) => {
  expect(jsonEncoded(text)).toBe(encoded);
});

test.each(["text", "12", '"{}"', "{", '{"a":1,"a":2}', '["\\ud800"]', "[1e400]"])("%s is left as it is", (text) => {
  expect(jsonEncoded(text)).toBeUndefined();
});

test("what is encoded means the same, and is encoded already", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat(3), (value, space) => {
      const encoded = jsonEncoded(JSON.stringify(value, null, space));
      if (encoded === undefined) return;
      expect(JSON.parse(encoded)).toEqual(JSON.parse(JSON.stringify(value).normalize("NFC")));
      expect(jsonEncoded(encoded)).toBe(encoded);
    }),
  );
});

test("what Terraform would print otherwise is found at its place", () => {
  const attributes = {
    note: optional(t.string, "a text"),
    list: optional(t.list(t.string), "texts"),
    map: optional(t.map(t.object({ note: optional(t.string, "a text") })), "objects by key"),
  };
  const faults = (config: object) =>
    printFaults(attributes, config as Readonly<Record<string, unknown>>).map(({ path }) => path);
  const plain = { note: '{"a":1}', list: ['{ "a": 1 }'], map: { "a b": { note: "x" }, "é-1": { note: '"{ }"' } } };
  expect(faults(plain)).toEqual([]);
  expect(faults({ note: '{ "a": 1 }' })).toEqual([["note"]]);
  expect(faults({ map: { key: { note: "[ ]" } } })).toEqual([["map", "key", "note"]]);
  for (const key of ["${a}", "a\u0007b", "for"]) expect(faults({ map: { [key]: {} } })).toEqual([["map"]]);
});
