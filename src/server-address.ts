/**
 * The one rule for addresses of servers, for the constructs (at synth) and for the provider (at plan, variables of the environment
 * included). It stands outside of the folders because both need it, and it imports nothing.
 */

/** What keeps a text from being the root of a server. */
export type AddressFault =
  /** No http:// or https:// and a host behind it. */
  | "no address"
  /** What begins with "?" or "#" would swallow the paths that are put behind it. */
  | "query or fragment"
  /** The address is stored and shown; the platform's credential is sent in place of them. */
  | "user or password";

export function addressFault(text: string): AddressFault | undefined {
  // The URL parser drops line breaks and tabs, and takes backslashes for slashes.
  if (!/^https?:\/\/[^/\\\s?#]/i.test(text) || /[\s\\]/.test(text) || !URL.canParse(text)) return "no address";
  const { username, password } = new URL(text);
  if (username !== "" || password !== "" || /^https?:\/\/[^/?#]*@/i.test(text)) return "user or password";
  return /[?#]/.test(text) ? "query or fragment" : undefined;
}

/** Whether what is sent there, the credential with it, can be read on the way. */
export function isReadableOnTheWay(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && !isLoopback(hostname);
}

/** Whether a host, as `URL.hostname` spells it, is this machine: nothing stands in between, and nobody listens in. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
