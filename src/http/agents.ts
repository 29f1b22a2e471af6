import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Duplex } from "node:stream";

/** Keep-alive agents that give up on a connection which does not come about in time. */
export function keepAliveAgents(connectTimeout: number): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const options = { keepAlive: true, scheduling: "lifo" as const };
  const httpAgent = new HttpAgent(options);
  const httpsAgent = new HttpsAgent(options);
  limitConnecting(httpAgent, "connect", connectTimeout);
  limitConnecting(httpsAgent, "secureConnect", connectTimeout);
  return { httpAgent, httpsAgent };
}

function limitConnecting(agent: HttpAgent, ready: string, milliseconds: number): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...target: Parameters<typeof connect>) => {
    const socket = connect(...target);
    if (socket) limit(socket, ready, milliseconds);
    return socket;
  };
}

function limit(socket: Duplex, ready: string, milliseconds: number): void {
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error(`no connection within ${milliseconds / 1000} s`), { code: "ECONNTIMEOUT" }));
  }, milliseconds);
  const done = (): void => clearTimeout(timer);
  socket.once(ready, done).once("close", done).once("error", done);
}
