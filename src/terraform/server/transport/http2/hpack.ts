import { Http2Error, REASON } from "./frames";
import { decodeHuffman } from "./huffman";
import { type Header, STATIC_TABLE } from "./static-table";

/** HPACK (RFC 7541): how HTTP/2 compresses headers. What is received may use all of it; what is sent uses no table. */

/** The size of a decoder's table unless a setting changes it, which this server never sends. */
const TABLE_SIZE = 4_096;
/** What HPACK counts for an entry beyond its texts. */
const ENTRY_SIZE = 32;

/** Reads the header blocks of one connection, in their order: each may change the table for the next. */
export class HeaderDecoder {
  /** The latest first. */
  private readonly table: Header[] = [];
  private size = 0;
  private limit = TABLE_SIZE;
  private block: Buffer = Buffer.alloc(0);
  private at = 0;

  decode(block: Buffer): Header[] {
    this.block = block;
    this.at = 0;
    const headers: Header[] = [];
    while (this.at < block.length) {
      const head = block[this.at] ?? 0;
      if (head >= 0x80) headers.push(this.entry(this.integer(7)));
      else if (head >= 0x40) headers.push(this.remember(this.literal(6)));
      else if (head >= 0x20) this.resize(this.integer(5));
      else headers.push(this.literal(4));
    }
    return headers;
  }

  private literal(prefix: number): Header {
    const index = this.integer(prefix);
    const name = index === 0 ? this.text() : this.entry(index).name;
    return { name, value: this.text() };
  }

  private text(): string {
    const isHuffman = ((this.block[this.at] ?? 0) & 0x80) !== 0;
    const length = this.integer(7);
    const start = this.at;
    this.at += length;
    if (this.at > this.block.length) throw malformed();
    if (isHuffman) return decodeHuffman(this.block.subarray(start, this.at));
    return this.block.toString("latin1", start, this.at);
  }

  /** In the low bits of a byte, and in further bytes if they do not suffice. */
  private integer(prefix: number): number {
    const most = (1 << prefix) - 1;
    const first = this.byte() & most;
    if (first < most) return first;
    let value = most;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  private byte(): number {
    const byte = this.block[this.at++];
    if (byte === undefined) throw malformed();
    return byte;
  }

  private entry(index: number): Header {
    const found = index <= STATIC_TABLE.length ? STATIC_TABLE[index - 1] : this.table[index - STATIC_TABLE.length - 1];
    if (found === undefined) throw malformed();
    return found;
  }

  private remember(header: Header): Header {
    this.table.unshift(header);
    this.size += sizeOf(header);
    this.evict();
    return header;
  }

  private resize(limit: number): void {
    if (limit > TABLE_SIZE) throw malformed();
    this.limit = limit;
    this.evict();
  }

  private evict(): void {
    while (this.size > this.limit) {
      const oldest = this.table.pop();
      this.size -= oldest ? sizeOf(oldest) : this.size;
    }
  }
}

function sizeOf({ name, value }: Header): number {
  return name.length + value.length + ENTRY_SIZE;
}

function malformed(): Http2Error {
  return new Http2Error(REASON.compressionError, "the headers are not HPACK");
}

/** A header block of literals, which no table remembers. Names are in lower case, values are ASCII. */
export function encodeHeaders(headers: { readonly [name: string]: string }): Buffer {
  return Buffer.concat(
    Object.entries(headers).flatMap(([name, value]) => [Buffer.of(0), encodeText(name), encodeText(value)]),
  );
}

function encodeText(text: string): Buffer {
  const most = 0x7f;
  const bytes = Buffer.from(text, "latin1");
  if (bytes.length < most) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  const length = [most];
  let rest = bytes.length - most;
  for (; rest >= 0x80; rest >>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}
