import { Decoder, Encoder, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import { getOwn } from "../../get-own";
import { Decimal, isUnknown, UNKNOWN, Unknown } from "../../terraform/value";
import { trimEnd } from "../../trim";
import { conform, ConformanceError } from "./conform";
import { type CtyType, parseType, typeJson } from "./cty-type";
import { isList, isNumber, isRecord, record, RefinedUnknown, type Value } from "./value";

/** Values on the wire, written from the protocol's description only: the kit's own codec is what gets checked with this. */
export function encodeValue(type: CtyType, value: Value): Uint8Array {
  return encoder.encode(toWire(type, value));
}

/** Throws a ConformanceError where the bytes are not a value of the type. */
export function decodeValue(type: CtyType, bytes: Uint8Array): Value {
  if (bytes.length === 0) return null;
  return conform(type, fromWire(type, decoder.decode(bytes)));
}

const REFINED = 12;
const extensions = new ExtensionCodec();
extensions.register({
  type: 0,
  encode: (value: unknown) => (value instanceof Unknown && !(value instanceof RefinedUnknown) ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensions.register({
  type: REFINED,
  encode: (value: unknown) => {
    if (!(value instanceof RefinedUnknown)) return null;
    const prefix = value.prefix === "" ? [] : [2, ...new Encoder().encode(value.prefix.slice(0, 200))];
    const nullness = value.notNull ? [1, 0xc2] : [];
    return new Uint8Array([0x80 + (prefix.length ? 1 : 0) + (nullness.length ? 1 : 0), ...nullness, ...prefix]);
  },
  decode: (payload) => {
    const known = new Decoder().decode(payload) as { readonly [key: number]: unknown };
    return new RefinedUnknown(known[1] === false, typeof known[2] === "string" ? known[2] : "");
  },
});

const encoder = new Encoder({ extensionCodec: extensions });
/** The library refuses a map with the key "__proto__", which Terraform allows: keys are read with a sign before them. */
const KEY_SIGN = ":";
const decoder = new Decoder({
  extensionCodec: extensions,
  useBigInt64: true,
  keyDecoder: {
    canBeCached: () => true,
    decode: (bytes, offset, length) => KEY_SIGN + Buffer.from(bytes.subarray(offset, offset + length)).toString("utf8"),
  },
});

function toWire(type: CtyType, value: Value): unknown {
  if (value === null || isUnknown(value)) return value;
  if (type.kind === "dynamic") {
    const actual = typeOf(value);
    return [Buffer.from(JSON.stringify(typeJson(actual))), toWire(actual, value)];
  }
  if (isNumber(value)) return numberToWire(value);
  if (isList(value)) {
    return value.map((element, index) =>
      toWire("elements" in type ? (type.elements[index] ?? type) : elementOf(type), element),
    );
  }
  if (isRecord(value)) {
    const keys = Object.keys(value).sort();
    return Object.fromEntries(
      keys.map((key) => [
        key,
        toWire("attributes" in type ? (getOwn(type.attributes, key) ?? type) : elementOf(type), getOwn(value, key) ?? null),
      ]),
    );
  }
  return value;
}

/** As go-cty does it: a float only where it is exact, decimal text for the rest. */
function numberToWire(value: number | Decimal): number | string {
  if (value instanceof Decimal) return value.text;
  if (Number.isSafeInteger(value)) return value;
  const exact = trimEnd(value.toPrecision(100), "0") === String(value);
  return exact ? value : String(value);
}

function elementOf(type: CtyType): CtyType {
  return "element" in type ? type.element : type;
}

function typeOf(value: Value): CtyType {
  if (isNumber(value)) return { kind: "number" };
  if (isList(value)) return { kind: "tuple", elements: value.map(typeOf) };
  if (isRecord(value)) {
    return {
      kind: "object",
      attributes: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, typeOf(each)])),
    };
  }
  return typeof value === "string"
    ? { kind: "string" }
    : typeof value === "boolean"
      ? { kind: "bool" }
      : { kind: "dynamic" };
}

function fromWire(type: CtyType, wire: unknown): Value {
  if (wire === null || wire === undefined) return null;
  if (wire instanceof Unknown || typeof wire === "boolean") return wire;
  if (wire instanceof ExtData) throw new ConformanceError([], `an extension of type ${String(wire.type)} is not a value`);
  if (type.kind === "dynamic") return dynamicFromWire(wire);
  if (typeof wire === "string") return type.kind === "number" ? new Decimal(wire) : wire;
  if (typeof wire === "number") {
    if (!Number.isFinite(wire)) throw new ConformanceError([], `${String(wire)} is not a number in Terraform`);
    return wire;
  }
  if (typeof wire === "bigint") return new Decimal(wire.toString());
  if (Array.isArray(wire)) {
    return wire.map((element, index) =>
      fromWire("elements" in type ? (type.elements[index] ?? type) : elementOf(type), element),
    );
  }
  if (typeof wire === "object" && !(wire instanceof Uint8Array)) {
    return record(
      Object.entries(wire).map(([signed, each]) => {
        const key = signed.slice(KEY_SIGN.length);
        return [key, fromWire("attributes" in type ? (getOwn(type.attributes, key) ?? type) : elementOf(type), each)];
      }),
    );
  }
  throw new ConformanceError([], `a ${typeof wire} is not a value of Terraform's`);
}

function dynamicFromWire(wire: unknown): Value {
  const [json, value]: unknown[] = Array.isArray(wire) && wire.length === 2 ? wire : [];
  if (!(json instanceof Uint8Array)) throw new ConformanceError([], "a dynamic value must be a pair of type and value");
  const actual = parseType(JSON.parse(Buffer.from(json).toString()));
  return conform(actual, fromWire(actual, value));
}
