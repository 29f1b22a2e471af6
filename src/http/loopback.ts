import { isIP } from "node:net";

/** Whether a host is this machine: nothing stands in between, and nobody listens in. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."));
}
