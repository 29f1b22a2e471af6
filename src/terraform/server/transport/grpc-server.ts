import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from "node:http2";
import { constants, createSecureServer, createServer } from "node:http2";
import { getOwn } from "../../../get-own";
import type { AnyRpc } from "../../protocol/rpc";
import { begin, finish, readAll, refuse, send, sendAll, sendOnly, STATUS, StatusError, unframed } from "./grpc-stream";
import { ownerOnly } from "./socket";

/**
 * gRPC's server half on Node's own HTTP/2. A library does far more (resolvers, balancing, retries) and takes 30 to 40 ms to
 * load, in a process that Terraform starts two to five times per command.
 */

/** How one path is answered. */
export type Endpoint =
  | { readonly kind: "unary"; readonly rpc: AnyRpc; handler(request: unknown): Promise<unknown> }
  /** Several messages, then the end. */
  | {
      readonly kind: "messages";
      readonly rpc: AnyRpc;
      messages(request: unknown, cancelled: AbortSignal): AsyncIterable<unknown>;
    }
  /** Stays open after its first messages. */
  | { readonly kind: "stream"; readonly rpc: AnyRpc; open(request: unknown): readonly unknown[] }
  /** Both sides may send; this one never does, and ends when the other has. */
  | { readonly kind: "silent"; readonly rpc: AnyRpc };

interface Tls {
  readonly key: string;
  readonly cert: string;
  /** The only client that is allowed. */
  readonly clientCertificate: string;
}

/** Terraform sends whole states in one message; its plugin host itself allows this much. */
const MAX_MESSAGE = 256 * 1024 * 1024;
/** How much the client may send ahead: HTTP/2's default of 64 KiB needs many round trips for a large state. */
const WINDOW = 4 * 1024 * 1024;

export class GrpcServer {
  private readonly endpoints: ReadonlyMap<string, Endpoint>;
  private readonly server: Http2Server;
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly kept = new Set<ServerHttp2Stream>();

  constructor(endpoints: readonly Endpoint[], tls?: Tls) {
    this.endpoints = new Map(endpoints.map((each) => [each.rpc.path, each]));
    // Node's default would end a session with ten megabytes in progress.
    const options = { maxSessionMemory: Number.MAX_SAFE_INTEGER, settings: { initialWindowSize: WINDOW } };
    this.server = tls
      ? createSecureServer({
          ...options,
          key: tls.key,
          cert: tls.cert,
          ca: tls.clientCertificate,
          requestCert: true,
          rejectUnauthorized: true,
          minVersion: "TLSv1.2",
        })
      : createServer(options);
    this.server.on("session", (session) => {
      this.track(session);
    });
    this.server.on("stream", (stream, headers) => {
      // The client disconnected in the middle: there is nobody left to answer.
      stream.on("error", () => {
        stream.destroy();
      });
      this.answer(stream, String(getOwn(headers, constants.HTTP2_HEADER_PATH))).catch((failure: unknown) => {
        stream.resume();
        refuse(stream, failure);
      });
    });
  }

  /** Listens on a socket's path, or on a free port of the loopback; returns the port (0 for a socket). */
  listen(path: string | undefined): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.on("error", reject);
      const listening = () => {
        const address = this.server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      };
      if (path === undefined) this.server.listen(0, "127.0.0.1", listening);
      else ownerOnly(path, () => this.server.listen(path, listening));
    });
  }

  /** Ends the open streams, lets running calls finish, and resolves when everything is closed. */
  async close(): Promise<void> {
    for (const stream of this.kept) finish(stream);
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const session of this.sessions) session.close();
    await closed;
  }

  /** Ends everything at once. */
  destroy(): void {
    this.server.close();
    for (const session of this.sessions) session.destroy();
  }

  private track(session: ServerHttp2Session): void {
    session.setLocalWindowSize(WINDOW);
    this.sessions.add(session);
    session.on("close", () => this.sessions.delete(session));
    session.on("error", () => {
      session.destroy();
    });
  }

  private async answer(stream: ServerHttp2Stream, path: string): Promise<void> {
    const endpoint = this.endpoints.get(path);
    if (!endpoint) throw new StatusError(STATUS.unimplemented, `this server has no procedure ${path}`);
    const { rpc } = endpoint;
    if (endpoint.kind === "silent") {
      this.keep(stream);
      stream.on("end", () => {
        finish(stream);
      });
      stream.resume();
      return;
    }
    const request = rpc.requestDeserialize(unframed(await readAll(stream, MAX_MESSAGE)));
    if (endpoint.kind === "messages") {
      await sendAll(stream, rpc, (cancelled) => endpoint.messages(request, cancelled));
      return;
    }
    if (endpoint.kind === "stream") {
      this.keep(stream);
      for (const message of endpoint.open(request)) send(stream, rpc, message);
      return;
    }
    sendOnly(stream, rpc, await endpoint.handler(request));
  }

  /** A stream that stays open until the client or this server ends it. */
  private keep(stream: ServerHttp2Stream): void {
    begin(stream);
    this.kept.add(stream);
    stream.on("close", () => this.kept.delete(stream));
  }
}
