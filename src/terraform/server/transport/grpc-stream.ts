import type { AnyRpc } from "../../protocol/rpc";
import { WireError } from "../../protocol/wire";
import type { Call } from "./http2/call";
import { encodeHeaders } from "./http2/hpack";

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

const FIRST = { ":status": "200", "content-type": "application/grpc+proto" };
const HEADERS = encodeHeaders(FIRST);
const SUCCESS = encodeHeaders({ "grpc-status": String(STATUS.ok) });
/** Whether the message is compressed (one byte), and its length (four). */
const HEAD = 5;
/** Percent-encoding may make three bytes of each, and headers must fit into one frame. */
const LONGEST_STATUS_MESSAGE = 1_000;

/** All that the client sends. */
export function readAll(call: Call, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    call.onData = (chunk) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else reject(new StatusError(STATUS.resourceExhausted, `the request exceeds ${String(limit)} bytes`));
    };
    // Every call closes at its end, and an error costs more than the rest of a small call.
    let hasEnded = false;
    call.onClose = () => {
      if (hasEnded) return;
      reject(new StatusError(STATUS.internal, "the client disconnected in the middle of its request"));
    };
    call.onEnd = () => {
      hasEnded = true;
      const [first] = chunks;
      resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks));
    };
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
export function send(call: Call, rpc: AnyRpc, message: unknown): void {
  const pieces = framed(rpc, message);
  begin(call);
  for (const piece of pieces) call.send(piece);
}

/** Message after message, as fast as the client reads, then the end. A client that has enough cancels the call. */
export async function sendAll(
  call: Call,
  rpc: AnyRpc,
  messages: (cancelled: AbortSignal) => AsyncIterable<unknown>,
): Promise<void> {
  const controller = new AbortController();
  call.onClose = () => {
    controller.abort(new Error("the client cancelled the call"));
  };
  for await (const message of messages(controller.signal)) {
    if (!call.isOpen) return;
    send(call, rpc, message);
    await call.drain();
  }
  begin(call);
  finish(call);
}

/** The only message, and the end of a call that went well. */
export function sendOnly(call: Call, rpc: AnyRpc, message: unknown): void {
  call.answer(HEADERS, framed(rpc, message), SUCCESS);
}

function framed(rpc: AnyRpc, message: unknown): Buffer[] {
  // The table does not keep the type of each procedure's message; the handler's type does.
  const bytes = rpc.responseSerialize(message as never);
  const head = Buffer.allocUnsafe(HEAD);
  head[0] = 0;
  head.writeUInt32BE(bytes.length, 1);
  return [head, bytes];
}

export function begin(call: Call): void {
  call.begin(HEADERS);
}

/** Ends a successful call. */
export function finish(call: Call): void {
  call.end(SUCCESS);
}

/** The status of a failed call, as the client gets it. */
export function statusOf(failure: unknown): { readonly code: number; readonly message: string } {
  const code =
    failure instanceof StatusError ? failure.code : failure instanceof WireError ? STATUS.invalidArgument : STATUS.internal;
  const message = (failure instanceof Error ? failure.message : String(failure)).slice(0, LONGEST_STATUS_MESSAGE);
  return { code, message };
}

/** Ends a call with an error status: in headers of its own, if nothing was sent yet. */
export function refuse(call: Call, failure: unknown): void {
  const { code, message } = statusOf(failure);
  const status = { "grpc-status": String(code), "grpc-message": encodeURI(Buffer.from(message).toString()) };
  call.end(encodeHeaders(call.hasBegun ? status : { ...FIRST, ...status }));
}
