import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import type { AnyRpc } from "../../protocol/rpc";
import { begin, finish, readAll, refuse, send, sendAll, sendOnly, STATUS, StatusError, unframed } from "./grpc-stream";
import type { Call } from "./http2/call";
import { Http2Connection } from "./http2/connection";
import { ownerOnly } from "./socket";

/**
 * gRPC's server half. A library does far more (resolvers, balancing, retries) and takes 30 to 40 ms to load, in a process that
 * Terraform starts two to five times per command.
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
  private readonly server: Server;
  private readonly connections = new Set<Http2Connection>();
  private readonly kept = new Set<Call>();

  constructor(endpoints: readonly Endpoint[], tls?: Tls) {
    this.endpoints = new Map(endpoints.map((each) => [each.rpc.path, each]));
    const connected = (socket: Duplex): void => {
      this.connect(socket);
    };
    this.server = tls
      ? createTlsServer(
          {
            noDelay: true,
            ALPNProtocols: ["h2"],
            key: tls.key,
            cert: tls.cert,
            ca: tls.clientCertificate,
            requestCert: true,
            rejectUnauthorized: true,
            minVersion: "TLSv1.2",
          },
          connected,
        )
      : createServer({ noDelay: true }, connected);
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
    for (const call of this.kept) finish(call);
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const connection of this.connections) connection.close();
    await closed;
  }

  /** Ends everything at once. */
  destroy(): void {
    this.server.close();
    for (const connection of this.connections) connection.destroy();
  }

  private connect(socket: Duplex): void {
    const connection = new Http2Connection(socket, WINDOW, (call) => {
      this.answer(call).catch((failure: unknown) => {
        refuse(call, failure);
      });
    });
    this.connections.add(connection);
    socket.on("close", () => this.connections.delete(connection));
  }

  private async answer(call: Call): Promise<void> {
    const endpoint = this.endpoints.get(call.path);
    if (!endpoint) throw new StatusError(STATUS.unimplemented, `this server has no procedure ${call.path}`);
    const { rpc } = endpoint;
    if (endpoint.kind === "silent") {
      this.keep(call);
      call.onEnd = () => {
        finish(call);
      };
      return;
    }
    const request = rpc.requestDeserialize(unframed(await readAll(call, MAX_MESSAGE)));
    if (endpoint.kind === "messages") {
      await sendAll(call, rpc, (cancelled) => endpoint.messages(request, cancelled));
      return;
    }
    if (endpoint.kind === "stream") {
      this.keep(call);
      for (const message of endpoint.open(request)) send(call, rpc, message);
      return;
    }
    sendOnly(call, rpc, await endpoint.handler(request));
  }

  /** A call that stays open until the client or this server ends it. */
  private keep(call: Call): void {
    begin(call);
    this.kept.add(call);
    call.onClose = () => this.kept.delete(call);
  }
}
