import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";
import { alarm, type Clock } from "../clock";
import type { Proxy } from "./proxy";
import { openTunnel } from "./tunnel";

interface AgentOptions {
  readonly clock: Clock;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** The proxy for https tunnels. A proxy for unencrypted requests forwards each request instead. */
  readonly proxy?: Proxy | undefined;
  /** Undefined: Node's own authorities. */
  readonly authorities?: SecureContext | undefined;
}

/** Keep-alive agents that give up if a connection is not established in time. */
export function keepAliveAgents(options: AgentOptions): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const { authorities: secureContext, proxy } = options;
  const keepAlive = { keepAlive: true, scheduling: "lifo" as const };
  const httpAgent = new HttpAgent(keepAlive);
  const httpsAgent = new HttpsAgent({ ...keepAlive, ...(secureContext && { secureContext }) });
  limitConnecting(httpAgent, "connect", options);
  limitConnecting(httpsAgent, "secureConnect", options);
  if (proxy) connectThrough(proxy, httpsAgent, options);
  return { httpAgent, httpsAgent };
}

function limitConnecting(agent: HttpAgent, ready: string, options: AgentOptions): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...target: Parameters<typeof connect>) => {
    const socket = connect(...target);
    if (socket) limit(socket, ready, options);
    return socket;
  };
}

function limit(socket: Duplex, ready: string, { clock, connectTimeout }: AgentOptions): void {
  const done = new AbortController();
  const end = (): void => done.abort();
  socket.once(ready, end).once("close", end).once("error", end);
  void alarm(clock, connectTimeout, done.signal).then(() => {
    if (!done.signal.aborted) socket.destroy(tooLate(connectTimeout));
  });
}

function tooLate(milliseconds: number): Error {
  return Object.assign(new Error(`no connection within ${milliseconds / 1000} s`), { code: "ECONNTIMEOUT" });
}

/** Each connection is a tunnel, which is kept alive like any other. */
function connectThrough(proxy: Proxy, agent: HttpsAgent, options: AgentOptions): void {
  const secure = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    const late = new AbortController();
    const done = new AbortController();
    void alarm(options.clock, options.connectTimeout, done.signal).then(() => {
      if (!done.signal.aborted) late.abort(tooLate(options.connectTimeout));
    });
    openTunnel(proxy, target.host ?? "", Number(target.port ?? 443), late.signal)
      .finally(() => done.abort())
      .then(
        (socket) => callback?.(null, secure({ ...target, socket } as typeof target) as Duplex),
        (error: Error) => callback?.(error, undefined as never),
      );
    return undefined;
  };
}
