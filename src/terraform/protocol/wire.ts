import { GrowingBuffer } from "./growing-buffer";

/** The bytes are not a protobuf or msgpack message. The server answers with a gRPC error. */
export class WireError extends Error {}

/** Protobuf's wire types; groups (3, 4) are obsolete and refused. */
export const VARINT = 0;
const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Writes protobuf's primitives into a growing buffer. */
export class WireWriter extends GrowingBuffer {
  constructor() {
    super(256);
  }

  tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  /** Negative numbers take ten bytes, as protobuf's int64 does. */
  varint(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${String(value)} is not a safe integer`);
    this.reserve(10);
    if (value < 0) {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 127n; rest >>= 7n) this.buffer[this.length++] = Number(rest & 127n) | 128;
      this.buffer[this.length++] = Number(rest);
      return;
    }
    for (; value > 127; value = Math.floor(value / 128)) this.buffer[this.length++] = (value % 128) | 128;
    this.buffer[this.length++] = value;
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }
}

/** Reads what {@link WireWriter} writes; invalid bytes throw a {@link WireError}. */
export class WireReader {
  private position = 0;
  private readonly buffer: Buffer;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.position >= this.buffer.length;
  }

  /** As a signed 64-bit integer; beyond 2^53 the nearest double, which none of our fields reaches. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 7; count++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    let long = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      long |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, long));
    }
    throw new WireError("a varint is longer than ten bytes");
  }

  bytes(): Buffer {
    return this.take(this.varint());
  }

  skip(wireType: number): void {
    if (wireType === VARINT) this.varint();
    else if (wireType === LENGTH_DELIMITED) this.bytes();
    else if (wireType === FIXED64) this.take(8);
    else if (wireType === FIXED32) this.take(4);
    else throw new WireError(`unknown wire type ${String(wireType)}`);
  }

  private byte(): number {
    const byte = this.buffer[this.position++];
    if (byte === undefined) throw new WireError("the message ends early");
    return byte;
  }

  private take(length: number): Buffer {
    const end = this.position + length;
    if (length < 0 || end > this.buffer.length) throw new WireError("the message ends early");
    const taken = this.buffer.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}
