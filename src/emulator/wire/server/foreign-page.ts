import type { Reply } from "./reply";
import { json } from "./reply";

/**
 * Pages in a browser on this machine reach the loopback interface too: by a domain name that points here (seen in
 * Host), or directly, without seeing the reply (seen in Origin). Neither is a client of any of these APIs.
 */
export function refuseForeignPage(headers: Readonly<Record<string, string | undefined>>): Reply | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !isLoopback(`http://${host}`)) {
    return json({ detail: `This emulator only accepts requests to a loopback address, not to ${host}.` }, 421);
  }
  if (origin !== undefined && !isLoopback(origin)) {
    return json({ detail: `This emulator does not accept requests from pages of ${origin}.` }, 403);
  }
  return undefined;
}

function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname) || /^(.+\.)?localhost$/.test(hostname);
}
