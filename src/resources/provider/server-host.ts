import { type AddressFault, addressFault, isReadableOnTheWay } from "../../server-address";
import { type Diagnostic, DiagnosticError, error } from "../../terraform/diagnostic";
import type { ConfigureContext } from "../../terraform/resource";
import type { Config } from "../../terraform/schema";
import { PLATFORM_NAMES, type PlatformName, type providerAttributes } from "./provider-attributes";

/** Where a host was set: in the provider block, or in an environment variable. */
interface GivenHost {
  readonly platform: PlatformName;
  readonly text: string;
  /** The variable, if it is not from the block. */
  readonly variable?: string | undefined;
}

const WORDS: Readonly<Record<AddressFault, (platform: PlatformName) => readonly [summary: string, detail: string]>> = {
  "no address": (platform) => [
    "The host is not a valid address",
    `It must be the server's root, such as "https://${platform}.example.com".`,
  ],
  "query or fragment": () => [
    "The host contains a query or a fragment",
    "It must be the server's root alone: leave out the question mark or hash, and what follows it.",
  ],
  "user or password": () => [
    "The host contains a user name or password",
    "The state keeps the host, and the server's own credential is sent instead of it. Remove everything before the @.",
  ],
};

/** The host to use. Warns if the credential would be sent unencrypted; an address that is not a server's root is refused. */
export function checkedHost(host: GivenHost, warn: ConfigureContext["warn"]): string {
  const issue = issueOf(host);
  if (issue) throw new DiagnosticError(issue);
  const text = host.text.trim();
  if (isReadableOnTheWay(text))
    warn(
      "The credential is sent unencrypted",
      `${placeOf(host)} is http://, and not on this machine: others on the network can read the credential and change the answers. Use https:// if the server supports it.`,
      pathOf(host),
    );
  return text;
}

/** The errors in the hosts that a configuration itself sets. */
export function hostIssues(config: Config<typeof providerAttributes>): Diagnostic[] {
  return PLATFORM_NAMES.flatMap((platform) => {
    const block = config[platform];
    const text = typeof block === "object" && block !== null && "host" in block ? block.host : undefined;
    const issue = typeof text === "string" ? issueOf({ platform, text }) : undefined;
    return issue ? [issue] : [];
  });
}

/** A wrong address is not shown: it may contain a credential, or be one that was set in the wrong place. */
function issueOf(host: GivenHost): Diagnostic | undefined {
  const fault = addressFault(host.text.trim());
  if (!fault) return undefined;
  const [summary, detail] = WORDS[fault](host.platform);
  const from = host.variable === undefined ? "" : ` It is from the environment variable ${host.variable}.`;
  return error(summary, detail + from, pathOf(host));
}

function placeOf({ platform, variable }: GivenHost): string {
  return variable === undefined ? `The host of ${platform}` : `The host in ${variable}`;
}

function pathOf({ platform, variable }: GivenHost): readonly string[] {
  return variable === undefined ? [platform, "host"] : [];
}
