import type {
  sendUnaryData,
  Server,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
} from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { BrokerService, ControllerService, HEALTH, HealthService, StdioService } from "../protocol/plugin-services";

type Answer = sendUnaryData<unknown>;
type HealthCall = { readonly request: { readonly service: string } };

/** What go-plugin wants beside the provider. Shutdown is answered first; then `shutdown` ends the process. */
export function addCompanionServices(server: Server, shutdown: () => void): void {
  server.addService(ControllerService as ServiceDefinition, {
    shutdown(_call: ServerUnaryCall<unknown, unknown>, callback: Answer) {
      callback(null, {});
      setImmediate(shutdown);
    },
  });
  server.addService(StdioService as ServiceDefinition, {
    // The host waits for what the plugin prints; a provider prints nothing, so the stream stays open and silent.
    streamStdio(call: ServerWritableStream<unknown, unknown>) {
      call.on("cancelled", () => {
        call.end();
      });
    },
  });
  server.addService(BrokerService as ServiceDefinition, {
    // For plugins that call back; nobody does here.
    startStream(call: ServerDuplexStream<unknown, unknown>) {
      call.on("data", () => undefined);
      call.on("error", () => {
        call.end();
      });
      call.on("end", () => {
        call.end();
      });
    },
  });
  server.addService(HealthService as ServiceDefinition, {
    check(call: HealthCall, callback: Answer) {
      if (serves(call)) callback(null, { status: HEALTH.serving });
      else callback({ code: status.NOT_FOUND, details: `no service ${JSON.stringify(call.request.service)}` });
    },
    watch(call: ServerWritableStream<HealthCall["request"], unknown>) {
      call.write({ status: serves(call) ? HEALTH.serving : HEALTH.serviceUnknown });
      call.on("cancelled", () => {
        call.end();
      });
    },
  });
}

/** The empty name asks for the server as a whole. */
function serves(call: HealthCall): boolean {
  return call.request.service === "plugin" || call.request.service === "";
}
