import { Token } from "cdktf";
import { type AddressFault, addressFault, isReadableOnTheWay } from "../../../server-address";

const WORDS: Readonly<Record<AddressFault, string>> = {
  "no address": "must be the server's root, such as https://flags.example.com",
  "query or fragment": 'must be the server\'s root: remove the "?" or "#" and everything after it',
  "user or password":
    "must not contain a user name or password, because the state would store it: remove everything before the @. The provider's credential is sent instead",
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

/** The value of an expression is not known before the plan. */
function isLiteral(host: unknown): host is string {
  return typeof host === "string" && !Token.isUnresolved(host) && !host.includes("${");
}
