/** HTTP/2's frames (RFC 9113): a head of nine bytes, which has the length, type, flags and stream, and what follows it. */

export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  resetStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const FLAG = { endStream: 1, ack: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

/** Why a stream or a connection ends. */
export const REASON = {
  noError: 0,
  protocolError: 1,
  internalError: 2,
  flowControlError: 3,
  frameSizeError: 6,
  refusedStream: 7,
  compressionError: 9,
  enhanceYourCalm: 11,
} as const;
type Reason = (typeof REASON)[keyof typeof REASON];

/** The client breaks a rule of HTTP/2: the connection cannot continue. */
export class Http2Error extends Error {
  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(message);
  }
}

export const HEAD = 9;
/** The largest frame that both sides accept unless a setting changes it. This server never sends a larger one. */
export const LARGEST_FRAME = 16_384;
const NOTHING = Buffer.alloc(0);

export interface FrameHead {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
}

/** Cuts what arrives into frames. */
export class FrameReader {
  private rest: Buffer = NOTHING;

  constructor(private readonly onFrame: (head: FrameHead, payload: Buffer) => void) {}

  push(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (bytes.length - at >= HEAD) {
      const length = bytes.readUIntBE(at, 3);
      if (length > LARGEST_FRAME) throw new Http2Error(REASON.frameSizeError, "a frame is longer than allowed");
      const end = at + HEAD + length;
      if (bytes.length < end) break;
      const [type = 0, flags = 0] = [bytes[at + 3], bytes[at + 4]];
      const stream = bytes.readUInt32BE(at + 5) & 0x7fffffff;
      const payload = bytes.subarray(at + HEAD, end);
      at = end;
      this.onFrame({ type, flags, stream }, payload);
    }
    this.rest = at === bytes.length ? NOTHING : bytes.subarray(at);
  }
}

/** Writes a frame's head at this place; returns where its payload goes. */
export function writeHead(into: Buffer, at: number, length: number, { type, flags, stream }: FrameHead): number {
  into.writeUIntBE(length, at, 3);
  into[at + 3] = type;
  into[at + 4] = flags;
  return into.writeUInt32BE(stream, at + 5);
}

export function frame(head: FrameHead, payload: Uint8Array): Buffer {
  const made = Buffer.allocUnsafe(HEAD + payload.length);
  made.set(payload, writeHead(made, 0, payload.length, head));
  return made;
}

/** A payload of one 32-bit number, as most control frames have. */
export function word(value: number): Buffer {
  const made = Buffer.allocUnsafe(4);
  made.writeUInt32BE(value, 0);
  return made;
}

/** What a frame contains without its padding, and without the obsolete priority of a stream. */
export function contentOf({ type, flags }: FrameHead, payload: Buffer): Buffer {
  const padding = flags & FLAG.padded ? payload[0] : 0;
  const start = (flags & FLAG.padded ? 1 : 0) + (type === FRAME.headers && flags & FLAG.priority ? 5 : 0);
  if (padding === undefined || start + padding > payload.length) {
    throw new Http2Error(REASON.protocolError, "a frame is shorter than what it announces");
  }
  return start + padding === 0 ? payload : payload.subarray(start, payload.length - padding);
}
