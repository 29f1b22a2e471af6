import { bool, bytes, embedded, int, message, string } from "./protobuf";
import { rpc } from "./rpc";

/** The services that go-plugin, Terraform's plugin host, expects in addition to the provider's own. */

const Empty = message({});

/** Without it each provider process takes two seconds longer: the host waits for a process that it could not ask to end. */
export const ControllerService = {
  shutdown: rpc("/plugin.GRPCController/Shutdown", Empty, Empty),
} as const;

const StdioData = message({ channel: int(1), data: bytes(2) });

export const StdioService = {
  streamStdio: rpc("/plugin.GRPCStdio/StreamStdio", Empty, StdioData, { response: true }),
} as const;

const Knock = message({ knock: bool(1), ack: bool(2), error: string(3) });
const ConnInfo = message({ serviceId: int(1), network: string(2), address: string(3), knock: embedded(4, () => Knock) });

export const BrokerService = {
  startStream: rpc("/plugin.GRPCBroker/StartStream", ConnInfo, ConnInfo, { request: true, response: true }),
} as const;

/** From grpc.health.v1; hosts ask for the service with the name "plugin". */
export const HEALTH = { serving: 1, serviceUnknown: 3 } as const;
const HealthCheckRequest = message({ service: string(1) });
const HealthCheckResponse = message({ status: int(1) });

export const HealthService = {
  check: rpc("/grpc.health.v1.Health/Check", HealthCheckRequest, HealthCheckResponse),
  watch: rpc("/grpc.health.v1.Health/Watch", HealthCheckRequest, HealthCheckResponse, { response: true }),
} as const;
