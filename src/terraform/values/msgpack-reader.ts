import { isUtf8 } from "node:buffer";
import { setOwn } from "../../get-own";
import { WireError } from "../protocol/wire";
import { Decimal, UNKNOWN } from "../value";
import { MAX_NESTING, type Raw } from "./raw";

/**
 * Reads Terraform's msgpack. A reader of our own, because any extension is an unknown value here (Terraform refines them),
 * integers may exceed a double, and a map may have the key "__proto__".
 */
export function readMsgpack(bytes: Buffer): Raw {
  const reader = new MsgpackReader(bytes);
  const value = reader.value(0);
  if (!reader.done) throw new WireError("bytes follow the msgpack value");
  return value;
}

class MsgpackReader {
  private position = 0;

  constructor(private readonly buffer: Buffer) {}

  get done(): boolean {
    return this.position === this.buffer.length;
  }

  value(depth: number): Raw {
    if (depth > MAX_NESTING) throw new WireError("the msgpack value nests too deeply");
    const head = this.buffer[this.position++];
    if (head === undefined) throw ended();
    if (head < 0x80) return head;
    if (head >= 0xe0) return head - 0x100;
    if (head < 0x90) return this.map(head & 0x0f, depth);
    if (head < 0xa0) return this.array(head & 0x0f, depth);
    if (head < 0xc0) return this.string(head & 0x1f);
    return this.long(head, depth);
  }

  private long(head: number, depth: number): Raw {
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      // Bytes: the type of a value of any type, which is JSON.
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.string(this.length(head - 0xc4));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.extension(this.length(head - 0xc7));
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.extension(1 << (head - 0xd4));
      case 0xca:
        return this.take(4).readFloatBE();
      case 0xcb:
        return this.take(8).readDoubleBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.length(head - 0xcc);
      case 0xcf:
        return exact(this.take(8).readBigUInt64BE());
      case 0xd0:
        return this.take(1).readInt8();
      case 0xd1:
        return this.take(2).readInt16BE();
      case 0xd2:
        return this.take(4).readInt32BE();
      case 0xd3:
        return exact(this.take(8).readBigInt64BE());
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.string(this.length(head - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.array(this.length(head - 0xdb), depth);
      case 0xde:
      case 0xdf:
        return this.map(this.length(head - 0xdd), depth);
      default:
        throw new WireError(`msgpack type 0x${head.toString(16)} does not occur in a Terraform value`);
    }
  }

  /** An unsigned number of 1, 2 or 4 bytes (size 0, 1, 2). */
  private length(size: number): number {
    const width = 1 << size;
    return this.take(width).readUIntBE(0, width);
  }

  /** Type 0 is a plain unknown, type 12 a refined one; the refinements may be ignored, and newer types also mean unknown. */
  private extension(length: number): Raw {
    this.take(1 + length);
    return UNKNOWN;
  }

  private string(length: number): string {
    const start = this.skip(length);
    const text = this.buffer.toString("utf8", start, this.position);
    // Invalid UTF-8 is decoded as this character, and so is the character itself: only then a second check is needed.
    if (text.includes("\uFFFD") && !isUtf8(this.buffer.subarray(start, this.position)))
      throw new WireError("a msgpack string is not UTF-8");
    return text;
  }

  private array(length: number, depth: number): Raw {
    const values: Raw[] = [];
    for (let index = 0; index < length; index++) values.push(this.value(depth + 1));
    return values;
  }

  private map(length: number, depth: number): Raw {
    const read: Record<string, Raw> = {};
    for (let index = 0; index < length; index++) {
      const key = this.value(depth + 1);
      if (typeof key !== "string") throw new WireError("a msgpack map has a key that is not a string");
      setOwn(read, key, this.value(depth + 1));
    }
    return read;
  }

  private take(length: number): Buffer {
    return this.buffer.subarray(this.skip(length), this.position);
  }

  /** Moves forward by this many bytes; returns where they begin. */
  private skip(length: number): number {
    const start = this.position;
    this.position += length;
    if (this.position > this.buffer.length) throw ended();
    return start;
  }
}

function ended(): WireError {
  return new WireError("the msgpack value ends early");
}

function exact(integer: bigint): Raw {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : new Decimal(integer.toString());
}
