import type { sendUnaryData, ServerUnaryCall, ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Server, status } from "@grpc/grpc-js";
import type { ProviderHandlers } from "../protocol/provider-service";
import { ProviderService } from "../protocol/provider-service";
import { WireError } from "../protocol/wire";

/** Terraform sends whole states in one message; grpc-js alone would stop at 4 MiB. */
const MAX_MESSAGE = 256 * 1024 * 1024;

/** A gRPC server that answers the provider's procedures; not yet bound to an address. */
export function makeProviderServer(handlers: ProviderHandlers): Server {
  const server = new Server({ "grpc.max_receive_message_length": MAX_MESSAGE, "grpc.max_send_message_length": MAX_MESSAGE });
  const implementation = Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, unary(handler)]));
  server.addService(ProviderService as ServiceDefinition, implementation as UntypedServiceImplementation);
  return server;
}

type Handler = (request: never) => Promise<unknown>;

function unary(handler: Handler) {
  return (call: ServerUnaryCall<never, unknown>, callback: sendUnaryData<unknown>): void => {
    handler(call.request).then(
      (response) => {
        callback(null, response);
      },
      (failure: unknown) => {
        const code = failure instanceof WireError ? status.INVALID_ARGUMENT : status.INTERNAL;
        callback({ code, details: failure instanceof Error ? failure.message : String(failure) });
      },
    );
  };
}

/** Binds and gives the port (0 for a unix socket). */
export function bind(server: Server, address: string, credentials: Parameters<Server["bindAsync"]>[1]): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (failure, port) => {
      if (failure) reject(failure);
      else resolve(port);
    });
  });
}
