import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecured } from "node:https";
import type { Socket } from "node:net";
import { type Proxy, proxyCredentials } from "./proxy";

/** What failed on the way to the proxy, or what the proxy answered instead of opening the tunnel. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";

  constructor(
    readonly proxy: Proxy,
    /** The proxy's status; undefined if its answer could not be read. */
    readonly status: number | undefined,
    cause?: unknown,
  ) {
    super(status === undefined ? "the proxy could not be used" : `the proxy answered ${status}`, { cause });
  }
}

/** Opens a tunnel to a host through a proxy and returns the connection. Throws only ProxyError. */
export function openTunnel(proxy: Proxy, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const credentials = proxyCredentials(proxy);
  const { url } = proxy;
  const isSecured = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const request = (isSecured ? requestSecured : requestPlain)({
      method: "CONNECT",
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port || (isSecured ? 443 : 80),
      path: authority,
      headers: { Host: authority, ...(credentials && { "Proxy-Authorization": basicCredentials(credentials) }) },
      agent: false,
      signal,
    });
    const refuse = (response: IncomingMessage, socket?: Socket): void => {
      socket?.destroy();
      request.destroy();
      reject(new ProxyError(proxy, response.statusCode));
    };
    request.once("connect", (response: IncomingMessage, socket: Socket, head: Buffer) => {
      if (response.statusCode !== 200) {
        refuse(response, socket);
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once("response", refuse);
    request.on("error", (cause) => reject(new ProxyError(proxy, undefined, cause)));
    request.end();
  });
}

/** Of a proxy, as its header has them. */
export function basicCredentials({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
