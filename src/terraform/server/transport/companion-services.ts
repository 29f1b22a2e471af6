import { BrokerService, ControllerService, HEALTH, HealthService, StdioService } from "../../protocol/plugin-services";
import type { AnyRpc } from "../../protocol/rpc";
import type { Endpoint } from "./grpc-server";
import { STATUS, StatusError } from "./grpc-stream";

/**
 * The services that go-plugin needs in addition to the provider. Shutdown is answered first; then `shutdown` ends the
 * process.
 */
export function companionEndpoints(shutdown: () => void): Endpoint[] {
  return [
    unary(ControllerService.shutdown, () => {
      setImmediate(shutdown);
      return {};
    }),
    unary(HealthService.check, (request) => {
      if (!serves(request)) throw new StatusError(STATUS.notFound, "no such service");
      return { status: HEALTH.serving };
    }),
    {
      kind: "stream",
      rpc: HealthService.watch,
      open: (request) => [{ status: serves(request) ? HEALTH.serving : HEALTH.serviceUnknown }],
    },
    // The host waits for the plugin's output; a provider prints nothing.
    { kind: "stream", rpc: StdioService.streamStdio, open: () => [] },
    // For plugins that call back, which this one does not.
    { kind: "silent", rpc: BrokerService.startStream },
  ];
}

function unary(rpc: AnyRpc, answer: (request: unknown) => unknown): Endpoint {
  return {
    kind: "unary",
    rpc,
    handler: (request) =>
      new Promise((resolve) => {
        resolve(answer(request));
      }),
  };
}

/** The empty name asks for the server as a whole. */
function serves(request: unknown): boolean {
  const { service } = request as { readonly service: string };
  return service === "plugin" || service === "";
}
