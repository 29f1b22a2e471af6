import { Token } from "cdktf";

/** What is wrong with a host's address, as far as it is written in the code; without a password that may be in it. */
export function hostIssues(host: unknown): string[] {
  if (typeof host !== "string" || Token.isUnresolved(host) || !/[?#]/.test(host)) return [];
  return ['host is the server\'s root, and an address with "?" or "#" is none: leave out what begins there'];
}

/** Whether what is sent there, the credential with it, can be read on the way. */
export function isReadableOnTheWay(host: unknown): boolean {
  if (typeof host !== "string" || Token.isUnresolved(host) || !/^http:\/\//i.test(host)) return false;
  const name = /^http:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(host)?.[1]?.toLowerCase() ?? "";
  return !(name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name));
}
