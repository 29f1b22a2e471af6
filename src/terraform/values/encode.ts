import { getOwn } from "../../get-own";
import type { Path } from "../diagnostic";
import type { Attributes, Type } from "../schema";
import { Decimal, isDecimalText, isUnknown } from "../value";
import { MsgpackWriter } from "./msgpack-writer";

/** A handler's value does not match its declaration. */
export class EncodeError extends Error {
  constructor(
    readonly expected: string,
    readonly path: Path,
  ) {
    super(`expected ${expected}`);
  }
}

/** A handler's value as msgpack, checked against the declared type: a mismatch is an {@link EncodeError} with its path. */
export function encodeValue(type: Type, value: unknown): Buffer {
  const writing: Writing = { writer: new MsgpackWriter(), at: [] };
  write(writing, type, value);
  return writing.writer.finish();
}

interface Writing {
  readonly writer: MsgpackWriter;
  /** The current path: one list for all values, because almost none needs its path. */
  readonly at: (string | number)[];
}

function write(writing: Writing, type: Type, value: unknown): void {
  if (value === null || value === undefined) {
    writing.writer.nil();
  } else if (isUnknown(value)) {
    writing.writer.unknown();
  } else {
    writeKnown(writing, type, value);
  }
}

function writeAt(step: string | number, writing: Writing, type: Type, value: unknown): void {
  writing.at.push(step);
  write(writing, type, value);
  writing.at.pop();
}

function writeKnown(writing: Writing, type: Type, value: unknown): void {
  const { writer } = writing;
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") throw misfit("a string", writing);
      writer.string(value);
      return;
    case "bool":
      if (typeof value !== "boolean") throw misfit("true or false", writing);
      writer.bool(value);
      return;
    case "integer":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) throw misfit("a safe whole number", writing);
      writer.integer(value);
      return;
    case "number":
      if (!(value instanceof Decimal) || !isDecimalText(value.text)) throw misfit("a Decimal", writing);
      writer.decimal(value);
      return;
    case "list":
    case "set":
      if (!Array.isArray(value)) throw misfit("an array", writing);
      writer.array(value.length);
      value.forEach((element: unknown, index) => {
        writeAt(index, writing, type.element, element);
      });
      return;
    case "map":
      writeMap(writing, type.element, value);
      return;
    case "object":
      writeObject(writing, type, value);
      return;
  }
}

function writeMap(writing: Writing, element: Type, value: unknown): void {
  const entries = Object.entries(record(value, writing));
  writing.writer.map(entries.length);
  for (const [key, inner] of entries) {
    writing.writer.string(key);
    writeAt(key, writing, element, inner);
  }
}

/** All attributes are written, including null ones: core refuses an object that lacks one. */
function writeObject(writing: Writing, { attributes }: Type & { kind: "object" }, value: unknown): void {
  const values = record(value, writing);
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(attributes, name)) throw misfit(`no attribute "${name}"`, writing);
  }
  const written = keysOf(attributes);
  writing.writer.map(written.length);
  for (const { name, type, bytes } of written) {
    writing.writer.raw(bytes);
    writeAt(name, writing, type, getOwn(values, name) ?? null);
  }
}

interface Key {
  readonly name: string;
  readonly type: Type;
  /** The name in msgpack. */
  readonly bytes: Buffer;
}

/** Declarations never change, and each is written thousands of times. */
const known = new WeakMap<Attributes, readonly Key[]>();

function keysOf(attributes: Attributes): readonly Key[] {
  const made = known.get(attributes);
  if (made) return made;
  const keys = Object.entries(attributes).map(([name, { type }]) => {
    const writer = new MsgpackWriter();
    writer.string(name);
    return { name, type, bytes: writer.finish() };
  });
  known.set(attributes, keys);
  return keys;
}

function record(value: unknown, writing: Writing): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Decimal) {
    throw misfit("a record", writing);
  }
  return value as Record<string, unknown>;
}

function misfit(expected: string, { at }: Writing): EncodeError {
  return new EncodeError(expected, [...at]);
}
