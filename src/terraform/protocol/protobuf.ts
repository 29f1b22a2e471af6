import { isUtf8 } from "node:buffer";
import { getOwn, setOwn } from "../../get-own";
import { LENGTH_DELIMITED, VARINT, WireError, WireReader, WireWriter } from "./wire";

/**
 * Protobuf messages as tables of fields: nothing is generated and nothing is parsed at start-up. Encoding takes partial
 * records (absent fields have protobuf's defaults), decoding returns full ones.
 *
 *     const Point = message({ x: int(1), label: string(2) });
 *     Point.decode(Point.encode({ x: 3 })); // { x: 3, label: "" }
 */
export interface Message<In, Out> {
  encode(value: In): Buffer;
  decode(bytes: Uint8Array, depth?: number): Out;
}

/** One field: how to write its value, and how to combine each occurrence on the wire with what was read so far. */
interface Field<In, Out> {
  readonly number: number;
  readonly wireType: number;
  initial(): Out;
  write(writer: WireWriter, value: In): void;
  read(reader: WireReader, soFar: Out, depth: number): Out;
}

type Fields = Readonly<Record<string, Field<never, unknown>>>;
type FieldsIn<F extends Fields> = {
  readonly [K in keyof F]?: (F[K] extends Field<infer In, unknown> ? In : never) | undefined;
};
type FieldsOut<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<never, infer Out> ? Out : never };

/** The input for encoding a message. */
export type InputOf<M> = M extends Message<infer In, unknown> ? In : never;
/** The result of decoding a message. */
export type OutputOf<M> = M extends Message<never, infer Out> ? Out : never;

const NO_BYTES = Buffer.alloc(0);

/** Schemas nest attributes in attributes; no valid message comes close to this depth. */
const MAX_DEPTH = 100;

export function message<F extends Fields>(fields: F): Message<FieldsIn<F>, FieldsOut<F>> {
  const entries = Object.entries(fields);
  const byNumber = new Map(entries.map(([name, field]) => [field.number, { name, field }]));
  return {
    encode(value) {
      const writer = new WireWriter();
      for (const [name, field] of entries) {
        const given: unknown = getOwn<unknown>(value, name);
        // The mapped type above pairs each name with its field's input type; the table has lost that information.
        if (given !== undefined) field.write(writer, given as never);
      }
      return writer.finish();
    },
    decode(bytes, depth = 0) {
      if (depth > MAX_DEPTH) throw new WireError("the message nests too deeply");
      const values: Record<string, unknown> = {};
      for (const [name, field] of entries) setOwn(values, name, field.initial());
      const reader = new WireReader(bytes);
      while (!reader.done) {
        const tag = reader.varint();
        const known = byNumber.get(Math.floor(tag / 8));
        if (known && known.field.wireType === tag % 8) {
          setOwn(values, known.name, known.field.read(reader, getOwn(values, known.name), depth));
        } else {
          // Newer Terraform sends fields that this release does not know.
          reader.skip(tag % 8);
        }
      }
      return values as FieldsOut<F>;
    },
  };
}

export function string(number: number): Field<string, string> {
  return {
    number,
    wireType: LENGTH_DELIMITED,
    initial: () => "",
    write(writer, value) {
      if (value === "") return;
      writer.tag(number, LENGTH_DELIMITED);
      writer.bytes(Buffer.from(value, "utf8"));
    },
    read(reader) {
      const bytes = reader.bytes();
      if (!isUtf8(bytes)) throw new WireError("a string is not UTF-8");
      return bytes.toString("utf8");
    },
  };
}

export function bytes(number: number): Field<Uint8Array, Buffer> {
  return {
    number,
    wireType: LENGTH_DELIMITED,
    initial: () => NO_BYTES,
    write(writer, value) {
      if (value.length === 0) return;
      writer.tag(number, LENGTH_DELIMITED);
      writer.bytes(value);
    },
    read: (reader) => reader.bytes(),
  };
}

export function bool(number: number): Field<boolean, boolean> {
  return {
    number,
    wireType: VARINT,
    initial: () => false,
    write(writer, value) {
      if (!value) return;
      writer.tag(number, VARINT);
      writer.varint(1);
    },
    read: (reader) => reader.varint() !== 0,
  };
}

/** int64, uint32 and enums: all are varints, and all of ours are safe integers. */
export function int(number: number): Field<number, number> {
  return {
    number,
    wireType: VARINT,
    initial: () => 0,
    write(writer, value) {
      if (value === 0) return;
      writer.tag(number, VARINT);
      writer.varint(value);
    },
    read: (reader) => reader.varint(),
  };
}

/** A string or int of a oneof: absent and default differ, so `element_key_int: 0` is written out. */
export function optionalString(number: number): Field<string, string | undefined> {
  return {
    ...string(number),
    initial: () => undefined,
    write(writer, value) {
      writer.tag(number, LENGTH_DELIMITED);
      writer.bytes(Buffer.from(value, "utf8"));
    },
  };
}

export function optionalInt(number: number): Field<number, number | undefined> {
  return {
    ...int(number),
    initial: () => undefined,
    write(writer, value) {
      writer.tag(number, VARINT);
      writer.varint(value);
    },
  };
}

/** A message inside a message; resolved lazily, because some contain themselves. */
export function embedded<In, Out>(number: number, type: () => Message<In, Out>): Field<In, Out | undefined> {
  return {
    number,
    wireType: LENGTH_DELIMITED,
    initial: () => undefined,
    write(writer, value) {
      writer.tag(number, LENGTH_DELIMITED);
      writer.bytes(type().encode(value));
    },
    read: (reader, _soFar, depth) => type().decode(reader.bytes(), depth + 1),
  };
}

export function repeated<In, Out>(number: number, type: () => Message<In, Out>): Field<readonly In[], Out[]> {
  const element = embedded(number, type);
  return {
    number,
    wireType: LENGTH_DELIMITED,
    initial: () => [],
    write(writer, values) {
      for (const value of values) element.write(writer, value);
    },
    read(reader, soFar, depth) {
      soFar.push(type().decode(reader.bytes(), depth + 1));
      return soFar;
    },
  };
}

/** map<string, Message>: a repeated pair on the wire. */
export function mapOf<In, Out>(
  number: number,
  type: () => Message<In, Out>,
): Field<Readonly<Record<string, In>>, Readonly<Record<string, Out>>> {
  const pair = message({ key: string(1), value: embedded(2, type) });
  const pairs = repeated(number, () => pair);
  return {
    number,
    wireType: LENGTH_DELIMITED,
    initial: () => ({}),
    write(writer, record) {
      pairs.write(
        writer,
        Object.entries(record).map(([key, value]) => ({ key, value })),
      );
    },
    read(reader, soFar, depth) {
      const read = pair.decode(reader.bytes(), depth + 1);
      const value = read.value ?? type().decode(Buffer.alloc(0), depth + 1);
      // Not an assignment: a key may be "__proto__".
      return Object.defineProperty(soFar, read.key, { value, enumerable: true, configurable: true, writable: true });
    },
  };
}
