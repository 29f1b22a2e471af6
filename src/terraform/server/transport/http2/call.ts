import { FLAG, FRAME, HEAD, REASON, word, writeHead } from "./frames";

/** What a call needs of its connection. */
export interface Carrier {
  /** The largest frame that the client accepts. */
  readonly largestFrame: number;
  /** How much the client still takes on the connection as a whole. */
  window: number;
  write(bytes: Buffer): void;
  writeFrame(type: number, flags: number, stream: number, payload: Uint8Array): void;
  /** The call cannot send all of it yet: `resume` follows as soon as a window opens. */
  wait(call: Call): void;
  /** Both sides are done. */
  release(call: Call): void;
}

const nothing = (): void => undefined;

/** One request and its answer: a stream of HTTP/2, from the server's side. Whoever answers it assigns the `on…` functions. */
export class Call {
  onData: (chunk: Buffer) => void = nothing;
  /** The client has sent everything. */
  onEnd: () => void = nothing;
  /** Once, when nothing more can be sent or received: answered, cancelled or disconnected. */
  onClose: () => void = nothing;
  /** How many more bytes the client may send, and takes. */
  receiveWindow: number;
  hasBegun = false;
  /** False once the answer is complete, or nobody waits for it. */
  isOpen = true;
  private isReceiving = true;
  private isClosed = false;
  /** What the client's windows keep back: pieces of data, and the trailers behind them. */
  private waiting: Buffer[] = [];
  private trailers: Buffer | undefined;
  private drained: (() => void)[] = [];

  constructor(
    readonly id: number,
    readonly path: string,
    private readonly carrier: Carrier,
    private window: number,
    receiveWindow: number,
  ) {
    this.receiveWindow = receiveWindow;
  }

  begin(headers: Buffer): void {
    if (!this.isOpen || this.hasBegun) return;
    this.hasBegun = true;
    this.carrier.writeFrame(FRAME.headers, FLAG.endHeaders, this.id, headers);
  }

  send(bytes: Buffer): void {
    if (!this.isOpen) return;
    this.waiting.push(bytes);
    this.resume();
  }

  /** The trailers, behind everything that was sent. Without headers before them they are the headers too. */
  end(trailers: Buffer): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.trailers = trailers;
    this.resume();
  }

  /** Headers, data and trailers of most answers: in one piece, if the windows allow it. */
  answer(headers: Buffer, data: readonly Buffer[], trailers: Buffer): void {
    const { carrier, id } = this;
    const length = data.reduce((sum, piece) => sum + piece.length, 0);
    if (!this.isOpen || this.hasBegun || length > Math.min(carrier.largestFrame, carrier.window, this.window)) {
      this.begin(headers);
      for (const piece of data) this.send(piece);
      this.end(trailers);
      return;
    }
    const bytes = Buffer.allocUnsafe(3 * HEAD + headers.length + length + trailers.length);
    let at = writeHead(bytes, 0, headers.length, { type: FRAME.headers, flags: FLAG.endHeaders, stream: id });
    at += headers.copy(bytes, at);
    at = writeHead(bytes, at, length, { type: FRAME.data, flags: 0, stream: id });
    for (const piece of data) at += piece.copy(bytes, at);
    at = writeHead(bytes, at, trailers.length, { type: FRAME.headers, flags: FLAG.endHeaders | FLAG.endStream, stream: id });
    trailers.copy(bytes, at);
    this.window -= length;
    carrier.window -= length;
    this.hasBegun = true;
    this.isOpen = false;
    carrier.write(bytes);
    this.finish();
  }

  /** Resolves when the client has taken everything so far, or is gone. */
  drain(): Promise<void> {
    if (this.isClosed || this.waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.drained.push(resolve));
  }

  /** The client takes so much more; negative if it has changed its mind. Returns false if that is more than HTTP/2 allows. */
  grow(more: number): boolean {
    this.window += more;
    return this.window <= 0x7fffffff;
  }

  /** Sends what the windows allow. */
  resume(): void {
    const { carrier } = this;
    for (let [piece] = this.waiting; piece; [piece] = this.waiting) {
      const length = Math.min(piece.length, carrier.largestFrame, carrier.window, this.window);
      if (length <= 0 && piece.length > 0) {
        carrier.wait(this);
        return;
      }
      carrier.writeFrame(FRAME.data, 0, this.id, piece.subarray(0, length));
      carrier.window -= length;
      this.window -= length;
      if (length === piece.length) this.waiting.shift();
      else this.waiting[0] = piece.subarray(length);
    }
    for (const resolve of this.drained.splice(0)) resolve();
    if (this.trailers === undefined || this.isClosed) return;
    carrier.writeFrame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, this.id, this.trailers);
    this.finish();
  }

  /** The last of the request is here. */
  received(): void {
    this.isReceiving = false;
    this.onEnd();
    if (!this.isOpen && this.waiting.length === 0) this.close();
  }

  /** Nothing more will be sent or received. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.isOpen = this.isReceiving = false;
    this.waiting = [];
    for (const resolve of this.drained.splice(0)) resolve();
    this.carrier.release(this);
    this.onClose();
  }

  /** A client that is still sending need not continue. */
  private finish(): void {
    if (this.isReceiving) this.carrier.writeFrame(FRAME.resetStream, 0, this.id, word(REASON.noError));
    this.close();
  }
}
