import { SchemaAttribute } from "../../../src/terraform/protocol/messages";
import {
  bool,
  bytes,
  embedded,
  int,
  mapOf,
  message,
  optionalInt,
  optionalString,
  repeated,
  string,
} from "../../../src/terraform/protocol/protobuf";
import { WireError } from "../../../src/terraform/protocol/wire";
import { fc } from "../../support/fast-check";

const Inner = message({ label: string(1), index: optionalInt(2), key: optionalString(3) });
const Outer = message({
  text: string(1),
  data: bytes(2),
  flag: bool(3),
  count: int(4),
  inner: embedded(5, () => Inner),
  inners: repeated(6, () => Inner),
  byName: mapOf(20, () => Inner),
});

const text = fc.string({ unit: "binary", maxLength: 300 }).map((each) => Buffer.from(each).toString());
const inner = fc.record({
  label: text,
  index: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  key: fc.option(text, { nil: undefined }),
});
const outer = fc.record({
  text,
  data: fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each)),
  flag: fc.boolean(),
  count: fc.maxSafeInteger(),
  inner: fc.option(inner, { nil: undefined }),
  inners: fc.array(inner, { maxLength: 5 }),
  byName: fc.dictionary(text, inner, { maxKeys: 5, noNullPrototype: true }),
});

describe("the protobuf codec", () => {
  test("decodes what it encodes", () => {
    fc.assert(
      fc.property(outer, (value) => {
        expect(Outer.decode(Outer.encode(value))).toEqual(value);
      }),
    );
  });

  test("writes the bytes that protobuf's own documentation shows", () => {
    const Documented = message({ a: int(1), b: string(2), c: embedded(3, () => Documented2) });
    const Documented2 = message({ a: int(1) });
    expect(Documented.encode({ a: 150 }).toString("hex")).toBe("089601");
    expect(Documented.encode({ b: "testing" }).toString("hex")).toBe("120774657374696e67");
    expect(Documented.encode({ c: { a: 150 } }).toString("hex")).toBe("1a03089601");
    expect(Documented.encode({ a: -2 }).toString("hex")).toBe("08feffffffffffffffff01");
  });

  test("leaves out defaults, but not a member of a oneof that is zero", () => {
    expect(Outer.encode({ text: "", count: 0, flag: false, inners: [] })).toHaveLength(0);
    expect(Inner.decode(Inner.encode({ index: 0, key: "" }))).toEqual({ label: "", index: 0, key: "" });
    expect(Inner.decode(Inner.encode({}))).toEqual({ label: "", index: undefined, key: undefined });
  });

  test("skips fields that it does not know, of any wire type", () => {
    const Newer = message({ text: string(1), added: string(99), more: int(98) });
    const fixed = Buffer.from("c90600000000000000009d0600000000", "hex");
    expect(Outer.decode(Buffer.concat([Newer.encode({ text: "kept", added: "x", more: 7 }), fixed]))).toMatchObject({
      text: "kept",
    });
  });

  test("keeps a map's key that JavaScript has a meaning for", () => {
    const decoded = Outer.decode(
      Outer.encode({ byName: JSON.parse('{"__proto__":{"label":"x"}}') as Record<string, { label: string }> }),
    );
    expect(Object.keys(decoded.byName)).toEqual(["__proto__"]);
  });

  test.each([
    ["a length beyond the end", "0aff01"],
    ["an endless varint", "20ffffffffffffffffffffff01"],
    ["a group", "0b"],
    ["half a field", "0a"],
    ["a string that is not UTF-8", "0a01ff"],
  ])("refuses %s", (_name, hex) => {
    expect(() => Outer.decode(Buffer.from(hex, "hex"))).toThrow(WireError);
  });

  test("refuses what nests without end", () => {
    let bytes: Buffer = SchemaAttribute.encode({ name: "leaf" });
    for (let depth = 0; depth < 200; depth++) bytes = wrap(bytes);
    expect(() => SchemaAttribute.decode(bytes)).toThrow("too deeply");
  });

  test("decodes or refuses any bytes, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          Outer.decode(noise);
        } catch (failure) {
          expect(failure).toBeInstanceOf(WireError);
        }
      }),
    );
  });
});

/** An attribute whose nested type has the given attribute, by hand. */
function wrap(attribute: Buffer): Buffer {
  const Raw = message({ bytes: bytes(1) });
  const object = Raw.encode({ bytes: attribute });
  return message({ nested: bytes(10) }).encode({ nested: object });
}
