import type { Duplex } from "node:stream";
import { Call, type Carrier } from "./call";
import {
  contentOf,
  FLAG,
  FRAME,
  frame,
  type FrameHead,
  FrameReader,
  Http2Error,
  LARGEST_FRAME,
  REASON,
  word,
} from "./frames";
import { HeaderDecoder } from "./hpack";
import { applySettings, type ClientSettings, DEFAULT_WINDOW, ownSettings } from "./settings";

const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
/** Of one header block, in all its frames: a call's headers take some hundred bytes. */
const LONGEST_HEADERS = 65_536;

/**
 * The server's half of one HTTP/2 connection, as much as gRPC needs: no pushes and no priorities. Node's own spends four times as
 * much on a small call: an object of ten listeners for each, and several writes.
 */
export class Http2Connection implements Carrier {
  largestFrame = LARGEST_FRAME;
  window = DEFAULT_WINDOW;
  private readonly settings: ClientSettings = { initialWindow: DEFAULT_WINDOW, largestFrame: LARGEST_FRAME };
  private readonly calls = new Map<number, Call>();
  private readonly blocked = new Set<Call>();
  private readonly headers = new HeaderDecoder();
  private readonly reader = new FrameReader((head, payload) => {
    this.receive(head, payload);
  });
  /** A header block that continues in the next frame. */
  private block: { readonly head: FrameHead; readonly pieces: Buffer[]; length: number } | undefined;
  private preface: Buffer | undefined = Buffer.alloc(0);
  private isConfigured = false;
  private isEnding = false;
  private isBroken = false;
  private lastCall = 0;
  private receiveWindow: number;
  private output: Buffer[] = [];

  constructor(
    private readonly socket: Duplex,
    /** How much the client may send ahead, in each call and in all together. */
    private readonly ahead: number,
    private readonly onCall: (call: Call) => void,
  ) {
    this.receiveWindow = ahead;
    socket.on("data", (chunk: Buffer) => {
      this.hear(chunk);
    });
    socket.on("error", () => {
      this.destroy();
    });
    socket.on("close", () => {
      this.destroy();
    });
    this.write(ownSettings(ahead));
  }

  /** Everything of one turn of the event loop goes to the socket at once. */
  write(bytes: Buffer): void {
    if (this.output.push(bytes) > 1) return;
    process.nextTick(() => {
      this.flush();
    });
  }

  writeFrame(type: number, flags: number, stream: number, payload: Uint8Array): void {
    this.write(frame({ type, flags, stream }, payload));
  }

  wait(call: Call): void {
    this.blocked.add(call);
  }

  release(call: Call): void {
    this.calls.delete(call.id);
    this.blocked.delete(call);
    if (this.isEnding && this.calls.size === 0) this.hangUp();
  }

  /** No new calls; the running ones are finished, then the connection ends. */
  close(): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.goAway(REASON.noError);
    if (this.calls.size === 0) this.hangUp();
  }

  /** At once. Nothing is sent any more. */
  destroy(): void {
    this.socket.destroy();
    this.endCalls();
  }

  private endCalls(): void {
    this.isEnding = true;
    for (const call of [...this.calls.values()]) call.close();
  }

  private flush(): void {
    const [first] = this.output;
    if (first && !this.socket.destroyed && this.socket.writable) {
      this.socket.write(this.output.length === 1 ? first : Buffer.concat(this.output));
    }
    this.output = [];
  }

  private hangUp(): void {
    if (this.socket.destroyed) return;
    this.flush();
    this.socket.end(() => this.socket.destroy());
  }

  private goAway(reason: number): void {
    const payload = Buffer.concat([word(this.lastCall), word(reason)]);
    this.writeFrame(FRAME.goAway, 0, 0, payload);
  }

  private hear(chunk: Buffer): void {
    if (this.isBroken) return;
    try {
      const frames = this.withoutPreface(chunk);
      if (frames.length > 0) this.reader.push(frames);
    } catch (failure) {
      this.isBroken = true;
      this.goAway(failure instanceof Http2Error ? failure.reason : REASON.internalError);
      this.endCalls();
      this.hangUp();
      if (!(failure instanceof Http2Error)) throw failure;
    }
  }

  private withoutPreface(chunk: Buffer): Buffer {
    if (this.preface === undefined) return chunk;
    const start = Buffer.concat([this.preface, chunk]);
    const length = Math.min(start.length, PREFACE.length);
    if (PREFACE.compare(start, 0, length, 0, length) !== 0) {
      throw new Http2Error(REASON.protocolError, "the client does not speak HTTP/2");
    }
    this.preface = start.length < PREFACE.length ? start : undefined;
    return start.subarray(length);
  }

  private receive(head: FrameHead, payload: Buffer): void {
    if (this.socket.destroyed) return;
    if (!this.isConfigured && head.type !== FRAME.settings) throw broken("the first frame has no settings");
    if (this.block !== undefined && (head.type !== FRAME.continuation || head.stream !== this.block.head.stream)) {
      throw broken("headers are interrupted");
    }
    switch (head.type) {
      case FRAME.data:
        this.data(head, payload);
        return;
      case FRAME.headers:
        if (head.stream === 0) throw broken("headers without a stream");
        this.collect((this.block = { head, pieces: [], length: 0 }), head, contentOf(head, payload));
        return;
      case FRAME.continuation:
        if (this.block === undefined) throw broken("nothing to continue");
        this.collect(this.block, head, payload);
        return;
      case FRAME.resetStream:
        this.known(head);
        this.calls.get(head.stream)?.close();
        return;
      case FRAME.settings:
        this.configure(head, payload);
        return;
      case FRAME.ping:
        if (payload.length !== 8) throw new Http2Error(REASON.frameSizeError, "a ping has eight bytes");
        if (!(head.flags & FLAG.ack)) this.writeFrame(FRAME.ping, FLAG.ack, 0, payload);
        return;
      case FRAME.windowUpdate:
        this.widen(head, payload);
        return;
      case FRAME.pushPromise:
        throw broken("a client cannot push");
      default:
      // Priorities are obsolete, a client's farewell changes nothing, and unknown frames are to be ignored.
    }
  }

  private collect(block: NonNullable<Http2Connection["block"]>, { flags }: FrameHead, piece: Buffer): void {
    block.pieces.push(piece);
    block.length += piece.length;
    if (block.length > LONGEST_HEADERS) throw new Http2Error(REASON.enhanceYourCalm, "the headers are too long");
    if (!(flags & FLAG.endHeaders)) return;
    this.block = undefined;
    const [first = piece] = block.pieces;
    this.begin(block.head, block.pieces.length === 1 ? first : Buffer.concat(block.pieces));
  }

  /** A new call, or the trailers of a request, which gRPC does not use. */
  private begin({ stream, flags }: FrameHead, block: Buffer): void {
    // Also of a call that is refused: the next one may refer to it.
    const headers = this.headers.decode(block);
    const isLast = (flags & FLAG.endStream) !== 0;
    if (stream <= this.lastCall) {
      if (isLast) this.calls.get(stream)?.received();
      return;
    }
    if (stream % 2 === 0) throw broken("a client's streams have odd numbers");
    if (this.isEnding) {
      this.writeFrame(FRAME.resetStream, 0, stream, word(REASON.refusedStream));
      return;
    }
    this.lastCall = stream;
    const path = headers.find(({ name }) => name === ":path")?.value ?? "";
    const call = new Call(stream, path, this, this.settings.initialWindow, this.ahead);
    this.calls.set(stream, call);
    this.onCall(call);
    if (isLast) call.received();
  }

  private data(head: FrameHead, payload: Buffer): void {
    this.known(head);
    const call = this.calls.get(head.stream);
    // Padding counts too. What arrives is read at once, so that no client can fill the window.
    this.receiveWindow -= payload.length;
    if (this.receiveWindow < this.ahead / 2) {
      this.writeFrame(FRAME.windowUpdate, 0, 0, word(this.ahead - this.receiveWindow));
      this.receiveWindow = this.ahead;
    }
    const content = contentOf(head, payload);
    if (call === undefined) return;
    call.receiveWindow -= payload.length;
    const isLast = (head.flags & FLAG.endStream) !== 0;
    if (!isLast && call.receiveWindow < this.ahead / 2) {
      this.writeFrame(FRAME.windowUpdate, 0, call.id, word(this.ahead - call.receiveWindow));
      call.receiveWindow = this.ahead;
    }
    if (content.length > 0) call.onData(content);
    if (isLast) call.received();
  }

  private configure({ flags, stream }: FrameHead, payload: Buffer): void {
    if (stream !== 0) throw broken("settings of a stream");
    this.isConfigured = true;
    if (flags & FLAG.ack) return;
    const before = this.settings.initialWindow;
    applySettings(this.settings, payload);
    this.largestFrame = this.settings.largestFrame;
    for (const call of this.calls.values()) {
      if (!call.grow(this.settings.initialWindow - before)) throw tooWide();
    }
    this.writeFrame(FRAME.settings, FLAG.ack, 0, Buffer.alloc(0));
    this.resume();
  }

  private widen(head: FrameHead, payload: Buffer): void {
    if (payload.length !== 4) throw new Http2Error(REASON.frameSizeError, "a window's change has four bytes");
    const more = payload.readUInt32BE(0) & 0x7fffffff;
    if (more === 0) throw broken("a window grows by nothing");
    if (head.stream !== 0) {
      this.known(head);
      if (this.calls.get(head.stream)?.grow(more) === false) throw tooWide();
    } else if ((this.window += more) > 0x7fffffff) {
      throw tooWide();
    }
    this.resume();
  }

  private resume(): void {
    const waiting = [...this.blocked];
    this.blocked.clear();
    for (const call of waiting) call.resume();
  }

  /** A stream that has ended may still be named; one that never began may not. */
  private known({ stream }: FrameHead): void {
    if (stream === 0 || (stream > this.lastCall && !this.isEnding)) throw broken("a stream that does not exist");
  }
}

function broken(message: string): Http2Error {
  return new Http2Error(REASON.protocolError, message);
}

function tooWide(): Http2Error {
  return new Http2Error(REASON.flowControlError, "a window is too wide");
}
