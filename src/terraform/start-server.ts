import type { Logger } from "./logger";
import type { ProviderDefinition } from "./resource";
import type { Attributes } from "./schema";
import { GrpcServer } from "./server/transport/grpc-server";
import { hclog } from "./server/transport/hclog";
import { lazyHandlers, providerEndpoints } from "./server/transport/provider-endpoints";
import { claimSocket } from "./server/transport/socket";

interface StartOptions {
  /** Where log lines go; by default nowhere. */
  readonly log?: Logger;
}

export interface RunningServer {
  /** For `connectProvider`, or any gRPC client without TLS. */
  readonly address: string;
  stop(): Promise<void>;
}

/** The provider's gRPC server in this process, without TLS and handshake: for tests and the in-process driver. */
export async function startServer<A extends Attributes, C>(
  provider: ProviderDefinition<A, C>,
  options: StartOptions = {},
): Promise<RunningServer> {
  const log = options.log ?? hclog(provider.name, {}, () => undefined);
  const server = new GrpcServer(providerEndpoints(lazyHandlers(() => Promise.resolve(provider), log)));
  const socket = claimSocket(process.env);
  const port = await server.listen(socket.path);
  return {
    address: socket.dialAddress(port),
    stop() {
      server.destroy();
      socket.remove();
      return Promise.resolve();
    },
  };
}
