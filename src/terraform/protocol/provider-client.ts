import { Client, credentials } from "@grpc/grpc-js";
import type { ProviderCalls, ProviderMethod, ProviderStream } from "./provider-service";
import { ProviderService, ProviderStreams } from "./provider-service";
import type { AnyRpc } from "./rpc";

/** The provider service from the caller's side, as Terraform core sees it. */
export interface ProviderClient extends ProviderCalls {
  close(): void;
}

const MAX_MESSAGE = 256 * 1024 * 1024;

/** Connects to a server that was started without TLS (`startServer`), by its address. */
export function connectProvider(address: string): ProviderClient {
  const client = new Client(address, credentials.createInsecure(), {
    "grpc.max_receive_message_length": MAX_MESSAGE,
    "grpc.max_send_message_length": MAX_MESSAGE,
  });
  const methods = Object.keys(ProviderService) as ProviderMethod[];
  const streams = Object.keys(ProviderStreams) as ProviderStream[];
  const calls = [
    ...methods.map((method) => [method, unary(client, ProviderService[method])]),
    ...streams.map((method) => [method, stream(client, ProviderStreams[method])]),
  ];
  return {
    ...(Object.fromEntries(calls) as ProviderCalls),
    close: () => {
      client.close();
    },
  };
}

/** The table's calls differ in their messages; ProviderCalls above gives each its own types again. */
function unary(client: Client, method: AnyRpc) {
  return (request: never) =>
    new Promise<unknown>((resolve, reject) => {
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        (failure, response) => {
          if (failure) reject(failure);
          else resolve(response);
        },
      );
    });
}

/** Leaving the iteration early cancels the call. */
function stream(client: Client, method: AnyRpc) {
  return async function* (request: never): AsyncGenerator<unknown> {
    const call = client.makeServerStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, request);
    // grpc-js reports the cancelling too, when nobody reads the stream any longer.
    call.on("error", () => undefined);
    try {
      yield* call;
    } finally {
      call.cancel();
    }
  };
}
