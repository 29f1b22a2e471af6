import type { ServerHttp2Stream } from "node:http2";
import { constants } from "node:http2";
import type { AnyRpc } from "../../protocol/rpc";
import { WireError } from "../../protocol/wire";

/** One call on HTTP/2: framed messages between headers and the trailers that contain its status. */

/** The codes that this server uses, of gRPC's seventeen. */
export const STATUS = {
  ok: 0,
  invalidArgument: 3,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;

/** An answer that is an error status instead of a message. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const HEADERS = { [constants.HTTP2_HEADER_STATUS]: 200, [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc+proto" };
/** Whether the message is compressed (one byte), and its length (four). */
const HEAD = 5;
/** HTTP/2 limits headers to some kilobytes; percent-encoding may make three bytes of each. */
const LONGEST_STATUS_MESSAGE = 1_000;

/** All that the client sends. With events, because an iterator costs more than the rest of a small call. */
export function readAll(stream: ServerHttp2Stream, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else reject(new StatusError(STATUS.resourceExhausted, `the request exceeds ${String(limit)} bytes`));
    });
    // Every call closes at its end, and an error costs more than the rest of a small call.
    const disconnected = (): void => {
      reject(new StatusError(STATUS.internal, "the client disconnected in the middle of its request"));
    };
    stream.once("close", disconnected);
    stream.once("end", () => {
      stream.off("close", disconnected);
      const [first] = chunks;
      resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks, length));
    });
  });
}

/** The one message of a request. */
export function unframed(body: Buffer): Buffer {
  if (body.length < HEAD || body.readUInt32BE(1) !== body.length - HEAD) {
    throw new StatusError(STATUS.internal, "the request is not exactly one message");
  }
  if (body[0] !== 0) throw new StatusError(STATUS.unimplemented, "this server does not read compressed messages");
  return body.subarray(HEAD);
}

/** One message of several. */
export function send(stream: ServerHttp2Stream, rpc: AnyRpc, message: unknown): void {
  const bytes = framed(rpc, message);
  if (!isOpen(stream)) return;
  begin(stream);
  stream.write(bytes);
}

/** Message after message, as fast as the client reads, then the end. A client that has enough cancels the call. */
export async function sendAll(
  stream: ServerHttp2Stream,
  rpc: AnyRpc,
  messages: (cancelled: AbortSignal) => AsyncIterable<unknown>,
): Promise<void> {
  const controller = new AbortController();
  stream.once("close", () => {
    controller.abort(new Error("the client cancelled the call"));
  });
  for await (const message of messages(controller.signal)) {
    if (!isOpen(stream)) return;
    begin(stream);
    if (!stream.write(framed(rpc, message))) await drained(stream);
  }
  begin(stream);
  finish(stream);
}

function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    stream.once("drain", resolve);
    stream.once("close", resolve);
  });
}

/** The only message, and the end of a call that went well. */
export function sendOnly(stream: ServerHttp2Stream, rpc: AnyRpc, message: unknown): void {
  const bytes = framed(rpc, message);
  if (!isOpen(stream)) return;
  begin(stream);
  finish(stream, bytes);
}

function framed(rpc: AnyRpc, message: unknown): Buffer {
  // The table does not keep the type of each procedure's message; the handler's type does.
  const bytes = rpc.responseSerialize(message as never);
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

export function begin(stream: ServerHttp2Stream): void {
  if (isOpen(stream) && !stream.headersSent) stream.respond(HEADERS, { waitForTrailers: true });
}

/** Ends a successful call. */
export function finish(stream: ServerHttp2Stream, last?: Buffer): void {
  if (!isOpen(stream)) return;
  stream.once("wantTrailers", () => {
    stream.sendTrailers({ "grpc-status": STATUS.ok });
  });
  stream.end(last);
}

/** The status of a failed call, as the client gets it. */
export function statusOf(failure: unknown): { readonly code: number; readonly message: string } {
  const code =
    failure instanceof StatusError ? failure.code : failure instanceof WireError ? STATUS.invalidArgument : STATUS.internal;
  const message = (failure instanceof Error ? failure.message : String(failure)).slice(0, LONGEST_STATUS_MESSAGE);
  return { code, message };
}

/** Ends a call with an error status. */
export function refuse(stream: ServerHttp2Stream, failure: unknown): void {
  if (!isOpen(stream)) return;
  const { code, message } = statusOf(failure);
  const status = { "grpc-status": code, "grpc-message": encodeURI(Buffer.from(message).toString()) };
  if (stream.headersSent) {
    stream.once("wantTrailers", () => {
      stream.sendTrailers(status);
    });
    stream.end();
  } else {
    stream.respond({ ...HEADERS, ...status }, { endStream: true });
  }
}

/** False once the client has cancelled. */
function isOpen(stream: ServerHttp2Stream): boolean {
  return !stream.destroyed && !stream.closed && !stream.writableEnded;
}
