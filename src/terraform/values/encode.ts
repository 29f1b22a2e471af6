import type { Path } from "../diagnostic";
import type { Type } from "../schema";
import { Decimal, isDecimalText, isUnknown } from "../value";
import { MsgpackWriter } from "./msgpack-writer";

/** A handler's value that does not fit its own declaration. */
export class EncodeError extends Error {
  constructor(
    readonly expected: string,
    readonly path: Path,
  ) {
    super(`expected ${expected}`);
  }
}

/** A handler's value as msgpack, checked against the declared type: a misfit is an {@link EncodeError} with its path. */
export function encodeValue(type: Type, value: unknown): Buffer {
  const writer = new MsgpackWriter();
  write(writer, type, value, []);
  return writer.finish();
}

function write(writer: MsgpackWriter, type: Type, value: unknown, path: Path): void {
  if (value === null || value === undefined) {
    writer.nil();
  } else if (isUnknown(value)) {
    writer.unknown();
  } else {
    writeKnown(writer, type, value, path);
  }
}

function writeKnown(writer: MsgpackWriter, type: Type, value: unknown, path: Path): void {
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") throw new EncodeError("a string", path);
      writer.string(value);
      return;
    case "bool":
      if (typeof value !== "boolean") throw new EncodeError("true or false", path);
      writer.bool(value);
      return;
    case "integer":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new EncodeError("a safe whole number", path);
      writer.integer(value);
      return;
    case "number":
      if (!(value instanceof Decimal) || !isDecimalText(value.text)) throw new EncodeError("a Decimal", path);
      writer.decimal(value);
      return;
    case "list":
    case "set":
      if (!Array.isArray(value)) throw new EncodeError("an array", path);
      writer.array(value.length);
      value.forEach((element: unknown, index) => {
        write(writer, type.element, element, [...path, index]);
      });
      return;
    case "map":
      writeMap(writer, type.element, value, path);
      return;
    case "object":
      writeObject(writer, type, value, path);
      return;
  }
}

function writeMap(writer: MsgpackWriter, element: Type, value: unknown, path: Path): void {
  const entries = Object.entries(record(value, path));
  writer.map(entries.length);
  for (const [key, inner] of entries) {
    writer.string(key);
    write(writer, element, inner, [...path, key]);
  }
}

/** All attributes are written, null ones too: core refuses an object that lacks one. */
function writeObject(writer: MsgpackWriter, type: Type & { kind: "object" }, value: unknown, path: Path): void {
  const values = record(value, path);
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(type.attributes, name)) throw new EncodeError(`no attribute "${name}"`, path);
  }
  const attributes = Object.entries(type.attributes);
  writer.map(attributes.length);
  for (const [name, attribute] of attributes) {
    writer.string(name);
    write(writer, attribute.type, Object.hasOwn(values, name) ? values[name] : null, [...path, name]);
  }
}

function record(value: unknown, path: Path): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Decimal) {
    throw new EncodeError("a record", path);
  }
  return value as Record<string, unknown>;
}
