import { Token } from "cdktf";
import { addressFault, isReadableOnTheWay, type AddressFault } from "../../../server-address";

const WORDS: Readonly<Record<AddressFault, string>> = {
  "no address": "must be the server's root, as https://flags.example.com",
  "query or fragment": 'must be the server\'s root: leave out the "?" or "#", and what begins there',
  "user or password":
    "must not hold a user name or password, which the state would keep: leave out what stands before the @, for the server's own credential is sent instead of it",
};

/** What is wrong with a host's address, as far as it is written in the code; without a password that may be in it. */
export function hostIssue(host: unknown): string | undefined {
  const fault = isLiteral(host) ? addressFault(host.trim()) : undefined;
  return fault && WORDS[fault];
}

/** Whether what is sent there, the credential with it, can be read on the way. */
export function isReadable(host: unknown): boolean {
  return isLiteral(host) && isReadableOnTheWay(host.trim());
}

/** What an expression comes to, only the plan knows. */
function isLiteral(host: unknown): host is string {
  return typeof host === "string" && !Token.isUnresolved(host) && !host.includes("${");
}
