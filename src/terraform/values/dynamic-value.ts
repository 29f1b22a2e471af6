import type { Diagnostic } from "../diagnostic";
import type { DynamicValueInput, DynamicValueMessage } from "../protocol/messages";
import { WireError } from "../protocol/wire";
import type { Attributes, Type } from "../schema";
import { isUnknown } from "../value";
import type { Decoding, Values } from "./decode";
import { decodeValue } from "./decode";
import { encodeValue } from "./encode";
import { readJson } from "./json-reader";
import { readMsgpack } from "./msgpack-reader";
import type { Raw } from "./raw";

/** Null in msgpack. */
const NIL = 0xc0;

/**
 * A whole object on the wire: config, state or plan. Null if there is none. Wrong values are added to the diagnostics; bytes
 * that are not msgpack or JSON throw a WireError.
 */
export function decodeObject(
  attributes: Attributes,
  message: DynamicValueMessage | undefined,
  diagnostics: Diagnostic[],
): Values | null {
  return shape(attributes, readDynamicValue(message), { diagnostics, lenient: false, refuseNulls: false, at: [] });
}

/** Whether there is no object: {@link decodeObject} would return null. Cheaper, for what is not read otherwise. */
export function isNullObject(message: DynamicValueMessage | undefined): boolean {
  return message === undefined || message.msgpack.length === 0
    ? readDynamicValue(message) === null
    : message.msgpack[0] === NIL;
}

/** A configuration: like {@link decodeObject}, but a null for a required value is an error at its path. */
export function decodeConfig(
  attributes: Attributes,
  message: DynamicValueMessage | undefined,
  diagnostics: Diagnostic[],
): Values | null {
  return shape(attributes, readDynamicValue(message), { diagnostics, lenient: false, refuseNulls: true, at: [] });
}

/** A state as JSON, perhaps by an older schema: what is missing becomes null, what is no longer declared is dropped. */
export function decodeStoredObject(attributes: Attributes, raw: Raw, diagnostics: Diagnostic[]): Values | null {
  return shape(attributes, raw, { diagnostics, lenient: true, refuseNulls: false, at: [] });
}

/** An argument of a function. Null and unknown values are left to the caller. */
export function decodeArgument(type: Type, message: DynamicValueMessage, diagnostics: Diagnostic[]): unknown {
  return decodeValue(type, readDynamicValue(message), { diagnostics, lenient: false, refuseNulls: false, at: [] });
}

/** A value of any type, which is always msgpack: its type and itself, or null or unknown without a type. */
export function decodeAny(message: DynamicValueMessage): Raw {
  const raw = readDynamicValue(message);
  if (raw === null || isUnknown(raw)) return raw;
  if (!Array.isArray(raw) || raw.length !== 2) throw new WireError("a value of any type has no type");
  return (raw as readonly Raw[])[1] ?? null;
}

function shape(attributes: Attributes, raw: Raw, decoding: Decoding): Values | null {
  const value = decodeValue({ kind: "object", attributes }, raw, decoding);
  // A wrong value at the top already has its diagnostic; an object that is unknown as a whole is never sent.
  return isUnknown(value) ? null : (value as Values | null);
}

function readDynamicValue(message: DynamicValueMessage | undefined): Raw {
  if (message === undefined) return null;
  if (message.msgpack.length > 0) return readMsgpack(message.msgpack);
  return message.json.length > 0 ? readJson(message.json) : null;
}

/** Always msgpack; core reads an absent value as null, and an absent state as deleted, so null is written too. */
export function encodeObject(attributes: Attributes, values: Values | null): DynamicValueInput {
  return { msgpack: encodeValue({ kind: "object", attributes }, values) };
}
