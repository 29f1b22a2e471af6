import { GrowingBuffer } from "../protocol/growing-buffer";
import type { Decimal } from "../value";

/** Writes the msgpack that Terraform reads: only the types that its values need. */
export class MsgpackWriter extends GrowingBuffer {
  constructor() {
    super(512);
  }

  nil(): void {
    this.byte(0xc0);
  }

  /** Extension 0, unrefined: core compares unknowns without their refinements. */
  unknown(): void {
    this.byte(0xd4);
    this.byte(0);
    this.byte(0);
  }

  /** What is msgpack already. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  bool(value: boolean): void {
    this.byte(value ? 0xc3 : 0xc2);
  }

  string(value: string): void {
    const length = Buffer.byteLength(value, "utf8");
    if (length < 32) this.byte(0xa0 | length);
    else if (length < 0x100) this.head(0xd9, length, 1);
    else if (length < 0x10000) this.head(0xda, length, 2);
    else this.head(0xdb, length, 4);
    this.reserve(length);
    this.length += this.buffer.write(value, this.length, "utf8");
  }

  /** A safe integer in its shortest form. */
  integer(value: number): void {
    if (value >= 0 && value < 0x80) this.byte(value);
    else if (value >= -32 && value < 0) this.byte(value + 0x100);
    else if (value >= 0 && value < 0x100) this.head(0xcc, value, 1);
    else if (value >= 0 && value < 0x10000) this.head(0xcd, value, 2);
    else if (value >= 0 && value < 0x100000000) this.head(0xce, value, 4);
    else {
      this.byte(0xd3);
      this.reserve(8);
      this.length = this.buffer.writeBigInt64BE(BigInt(value), this.length);
    }
  }

  /** A number that is not a safe integer is sent as text, never through a double. */
  decimal(value: Decimal): void {
    const number = value.toNumber();
    if (Number.isSafeInteger(number) && value.isWhole()) this.integer(number);
    else this.string(value.text);
  }

  array(length: number): void {
    if (length < 16) this.byte(0x90 | length);
    else if (length < 0x10000) this.head(0xdc, length, 2);
    else this.head(0xdd, length, 4);
  }

  map(length: number): void {
    if (length < 16) this.byte(0x80 | length);
    else if (length < 0x10000) this.head(0xde, length, 2);
    else this.head(0xdf, length, 4);
  }

  private head(type: number, value: number, width: number): void {
    this.byte(type);
    this.reserve(width);
    this.length = this.buffer.writeUIntBE(value, this.length, width);
  }

  private byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }
}
