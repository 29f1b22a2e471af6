import { ServerCredentials } from "@grpc/grpc-js";
import type { Logger } from "./logger";
import type { ProviderDefinition } from "./resource";
import type { Attributes } from "./schema";
import { bind, makeProviderServer } from "./server/grpc-server";
import { makeHandlers } from "./server/handlers";
import { hclog } from "./server/hclog";
import { claimSocket } from "./server/socket";

export interface StartOptions {
  /** Where log lines go; by default nowhere. */
  readonly log?: Logger;
}

export interface RunningServer {
  /** For `connectProvider`, or any gRPC client without TLS. */
  readonly address: string;
  stop(): Promise<void>;
}

/** The provider's gRPC server in this very process, without TLS and handshake: for tests and the in-process driver. */
export async function startServer<A extends Attributes, C>(
  provider: ProviderDefinition<A, C>,
  options: StartOptions = {},
): Promise<RunningServer> {
  const log = options.log ?? hclog(provider.name, {}, () => undefined);
  const server = makeProviderServer(makeHandlers(provider, log));
  const socket = claimSocket(process.env);
  const port = await bind(server, socket.bindAddress, ServerCredentials.createInsecure());
  return {
    address: socket.dialAddress(port),
    stop() {
      server.forceShutdown();
      socket.remove();
      return Promise.resolve();
    },
  };
}
