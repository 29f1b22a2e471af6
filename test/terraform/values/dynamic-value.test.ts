import { decode as msgpackDecode, encode as msgpackEncode, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import type { Diagnostic } from "../../../src/terraform/diagnostic";
import { DynamicValue } from "../../../src/terraform/protocol/messages";
import { WireError } from "../../../src/terraform/protocol/wire";
import type { Attributes, Type } from "../../../src/terraform/schema";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { Decimal, UNKNOWN } from "../../../src/terraform/value";
import type { Values } from "../../../src/terraform/values/decode";
import { decodeObject, decodeStoredObject, encodeObject } from "../../../src/terraform/values/dynamic-value";
import { EncodeError } from "../../../src/terraform/values/encode";
import { sameValue } from "../../../src/terraform/values/equality";
import { readJson } from "../../../src/terraform/values/json-reader";
import { fc } from "../../support/fast-check";

const attributes = {
  name: required(t.string, "n"),
  flag: optional(t.bool, "f"),
  count: optional(t.integer, "c"),
  ratio: optional(t.number, "r"),
  tags: optional(t.set(t.string), "t"),
  order: optional(t.list(t.integer), "o"),
  labels: optional(t.map(t.string), "l"),
  parts: optional(
    t.list(t.object({ title: required(t.string, "t"), size: defaulted(t.number, "s", 1), id: computed(t.string, "i") })),
    "p",
  ),
} satisfies Attributes;

const EMPTY = { name: "n", flag: null, count: null, ratio: null, tags: null, order: null, labels: null, parts: null };

function decode(raw: unknown): { value: Values | null; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const msgpack = Buffer.from(Buffer.isBuffer(raw) ? raw : msgpackEncode(raw));
  return { value: decodeObject(attributes, { msgpack, json: Buffer.alloc(0) }, diagnostics), diagnostics };
}

function roundTrip(value: Values | null): Values | null {
  const diagnostics: Diagnostic[] = [];
  const decoded = decodeObject(
    attributes,
    DynamicValue.decode(DynamicValue.encode(encodeObject(attributes, value))),
    diagnostics,
  );
  expect(diagnostics).toEqual([]);
  return decoded;
}

/** Any value of a type, unknowns and nulls included. */
function valuesOf(type: Type): fc.Arbitrary<unknown> {
  const known = (): fc.Arbitrary<unknown> => {
    switch (type.kind) {
      case "string":
        return fc.string({ unit: "binary", maxLength: 70_000, size: "small" }).map((each) => Buffer.from(each).toString());
      case "bool":
        return fc.boolean();
      case "integer":
        return fc.maxSafeInteger();
      case "number":
        return fc
          .tuple(fc.bigInt(), fc.integer({ min: -400, max: 400 }))
          .map(([digits, exponent]) => new Decimal(`${String(digits)}e${String(exponent)}`));
      case "list":
      case "set":
        return fc.array(valuesOf(type.element), { maxLength: 20 });
      case "map":
        return fc.dictionary(
          fc.string({ unit: "binary" }).map((each) => Buffer.from(each).toString()),
          valuesOf(type.element),
          { noNullPrototype: true },
        );
      case "object":
        return fc.record(
          Object.fromEntries(Object.entries(type.attributes).map(([name, inner]) => [name, valuesOf(inner.type)])),
        );
    }
  };
  return fc.oneof(
    { weight: 8, arbitrary: known() },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(UNKNOWN) },
  );
}
const objects = fc.record(Object.fromEntries(Object.entries(attributes).map(([name, each]) => [name, valuesOf(each.type)])));

describe("a value as Terraform sends it", () => {
  test("comes back as it went, whatever it holds", () => {
    fc.assert(
      fc.property(objects, (value) => {
        expect(sameValue({ kind: "object", attributes }, roundTrip(value), value)).toBe(true);
      }),
    );
  });

  test("is msgpack that another reader understands", () => {
    const extensionCodec = new ExtensionCodec();
    extensionCodec.register({ type: 0, encode: () => null, decode: () => "unknown" });
    const order = [
      0,
      127,
      128,
      255,
      256,
      65535,
      65536,
      4294967295,
      4294967296,
      -1,
      -32,
      -33,
      -128,
      -40000,
      -5e9,
      Number.MAX_SAFE_INTEGER,
    ];
    const value = {
      ...EMPTY,
      name: "x".repeat(70_000),
      count: UNKNOWN,
      flag: true,
      order,
      tags: Array.from({ length: 17 }, (_, i) => `t${String(i)}`),
    };
    const read = msgpackDecode(encodeObject(attributes, value).msgpack ?? Buffer.alloc(0), { extensionCodec });
    expect(read).toEqual({ ...value, count: "unknown" });
  });

  test("may be null as a whole, or absent", () => {
    expect(encodeObject(attributes, null)).toEqual({ msgpack: Buffer.from([0xc0]) });
    expect(roundTrip(null)).toBeNull();
    expect(decodeObject(attributes, undefined, [])).toBeNull();
  });

  test("is read from JSON where there is no msgpack", () => {
    const json = Buffer.from(JSON.stringify({ ...EMPTY, tags: ["a"] }));
    expect(decodeObject(attributes, { msgpack: Buffer.alloc(0), json }, [])).toEqual({ ...EMPTY, tags: ["a"] });
  });

  test("is unknown for any extension: plain, refined, or of a kind yet to come", () => {
    const { value } = decode({
      ...EMPTY,
      name: new ExtData(12, msgpackEncode({ 1: false, 2: "x-" })),
      count: new ExtData(0, new Uint8Array([0])),
      tags: new ExtData(99, new Uint8Array(300)),
    });
    expect(value).toMatchObject({ name: UNKNOWN, count: UNKNOWN, tags: UNKNOWN });
  });

  test("keeps numbers that a double cannot hold, and sends them back unchanged", () => {
    for (const text of [
      "0.1",
      `0.${"3".repeat(150)}`,
      "123456789012345678901234567890",
      "9007199254740993",
      "1e30",
      "-0.5",
    ]) {
      const { value } = decode({ ...EMPTY, ratio: text });
      expect(value?.["ratio"]).toEqual(new Decimal(text));
      const sent = msgpackDecode(encodeObject(attributes, value).msgpack ?? Buffer.alloc(0)) as { ratio: unknown };
      expect(sent.ratio).toBe(text);
    }
    expect(
      decode(Buffer.from(msgpackEncode({ ...EMPTY, ratio: 9007199254740993n }, { useBigInt64: true }))).value?.["ratio"],
    ).toEqual(new Decimal("9007199254740993"));
  });

  test("refuses a whole number that is none, or too large, at its path", () => {
    const { value, diagnostics } = decode({ ...EMPTY, count: "9007199254740993", order: [1, 1.5] });
    expect(diagnostics.map(({ summary, path }) => [summary, path])).toEqual([
      ["Number too large", ["count"]],
      ["Not a whole number", ["order", 1]],
    ]);
    expect(value).toMatchObject({ count: UNKNOWN, order: [1, UNKNOWN] });
    expect(decode({ ...EMPTY, count: "1e3" }).value).toMatchObject({ count: 1000 });
  });

  test("reports every misfit at its path, and never what it held", () => {
    const { diagnostics } = decode({
      ...EMPTY,
      name: ["hunter2"],
      flag: "hunter2",
      labels: { a: 1 },
      parts: [{ title: 5, size: "x", id: null }, "hunter2"],
    });
    expect(diagnostics.map((each) => each.path?.join("."))).toEqual([
      "name",
      "flag",
      "labels.a",
      "parts.0.title",
      "parts.0.size",
      "parts.1",
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain("hunter2");
  });

  test("reports attributes that are missing or not declared", () => {
    const { tags: _left, ...rest } = EMPTY;
    expect(decode({ ...rest, extra: 1 }).diagnostics.map((each) => each.detail)).toEqual([
      'The attribute "tags" was not sent.',
      'There is no attribute "extra" here.',
    ]);
  });

  test("has an unknown for an attribute that was not sent, so that checks of all else do not meet a null where none may be", () => {
    const { name: _left, ...rest } = EMPTY;
    expect(decode(rest)).toMatchObject({ value: { name: UNKNOWN }, diagnostics: [{ summary: "Missing attribute" }] });
  });

  test("reads a state whose text has no end once, not from each of its quotes", () => {
    const json = Buffer.from(`{"a": "${'\\"'.repeat(100_000)}`);
    expect(() => decodeObject(attributes, { msgpack: Buffer.alloc(0), json }, [])).toThrow("the state is not JSON");
  });

  test("has keys like __proto__ and constructor as what they are", () => {
    const labels = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>;
    const read = roundTrip({ ...EMPTY, labels })?.["labels"];
    expect(Object.entries(read ?? {})).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  test.each([
    ["bytes after its end", "c0c0"],
    ["an end before its end", "82a1"],
    ["a string that is not UTF-8", "81a46e616d65a1ff"],
    ["bytes that are no text", "81a46e616d65c401ff"],
    ["a key that is no string", "8101c0"],
    ["a length of four billion", "ddffffffff"],
    ["nesting without end", "91".repeat(5000)],
  ])("is refused with %s", (_name, hex) => {
    expect(() => decode(Buffer.from(hex, "hex"))).toThrow(WireError);
  });

  test("is decoded or refused whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (noise) => {
        try {
          decode(Buffer.from(noise));
        } catch (failure) {
          expect(failure).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});

describe("a handler's value on its way out", () => {
  test.each([
    [{ ...EMPTY, name: 5 }, ["name"]],
    [{ ...EMPTY, count: 1.5 }, ["count"]],
    [{ ...EMPTY, ratio: 0.5 }, ["ratio"]],
    [{ ...EMPTY, ratio: new Decimal("a third") }, ["ratio"]],
    [{ ...EMPTY, tags: "a" }, ["tags"]],
    [{ ...EMPTY, labels: ["a"] }, ["labels"]],
    [{ ...EMPTY, parts: [{ title: "a" }, { title: 5 }] }, ["parts", 1, "title"]],
    [{ ...EMPTY, surprise: 1 }, []],
  ])("is refused at its path where it does not fit: %#", (value, path) => {
    const encode = () => encodeObject(attributes, value);
    expect(encode).toThrow(EncodeError);
    expect(encode).toThrow(expect.objectContaining({ path }) as Error);
  });
});

describe("a stored state", () => {
  test("gets nulls for what is missing, and loses what is no longer declared", () => {
    const diagnostics: Diagnostic[] = [];
    const raw = readJson(Buffer.from('{"name":"n","gone":1,"parts":[{"title":"a","was":true}]}'));
    expect(decodeStoredObject(attributes, raw, diagnostics)).toEqual({
      ...EMPTY,
      parts: [{ title: "a", size: null, id: null }],
    });
    expect(diagnostics).toEqual([]);
  });

  test("keeps each digit of its numbers, and digits inside strings alone", () => {
    const raw = readJson(
      Buffer.from(
        '{"a":0.33333333333333333333,"b":9007199254740993,"c":"1.00000000000000000001 \\"2e999\\"","d":1e999,"e":[2.50]}',
      ),
    );
    expect(raw).toEqual({
      a: new Decimal("0.33333333333333333333"),
      b: new Decimal("9007199254740993"),
      c: '1.00000000000000000001 "2e999"',
      d: new Decimal("1e999"),
      e: [2.5],
    });
  });

  test.each([
    "12345678901234567",
    "-9007199254740993",
    "1e30",
    "1E+400",
    "2e-400",
    "0.33333333333333333333",
    "1.00000000000000000001",
  ])("keeps %s alone as it is", (text) => {
    const read = readJson(Buffer.from(`{"a":${text}}`)) as { a: unknown };
    const number = read.a instanceof Decimal ? read.a : new Decimal(String(read.a));
    expect(number.equals(new Decimal(text))).toBe(true);
  });

  test("is refused where it is no JSON, without quoting it", () => {
    expect(() => readJson(Buffer.from('{"secret":"hunter2",}'))).toThrow(WireError);
    expect(() => readJson(Buffer.from('{"secret":"hunter2",}'))).not.toThrow(/hunter2/);
    expect(() => readJson(Buffer.from("[".repeat(5000) + "]".repeat(5000)))).toThrow(WireError);
  });
});
