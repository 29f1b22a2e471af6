import type { Config } from "../../terraform/schema";
import { DiagnosticError, error, type Diagnostic } from "../../terraform/diagnostic";
import type { ConfigureContext } from "../../terraform/resource";
import { addressFault, isReadableOnTheWay, type AddressFault } from "../../server-address";
import { PLATFORM_NAMES, type PlatformName, type providerAttributes } from "./provider-attributes";

/** Where a host was given: in the provider block, or in a variable of the environment. */
export interface GivenHost {
  readonly platform: PlatformName;
  readonly text: string;
  /** Where it is not from the block. */
  readonly variable?: string | undefined;
}

const WORDS: Readonly<Record<AddressFault, (platform: PlatformName) => readonly [summary: string, detail: string]>> = {
  "no address": (platform) => [
    "The host is no address",
    `It must be the server's root, as "https://${platform}.example.com".`,
  ],
  "query or fragment": () => [
    "The host holds a query or a fragment",
    "It must be the server's root alone: leave out the question mark or hash, and what follows it.",
  ],
  "user or password": () => [
    "The host holds a user name or password",
    "The state keeps the host, and the server's own credential is sent instead of it. Leave out what stands before the @.",
  ],
};

/** The host as it is used. Warns where the credential can be read on its way there; what is no root of a server is refused. */
export function checkedHost(host: GivenHost, warn: ConfigureContext["warn"]): string {
  const issue = issueOf(host);
  if (issue) throw new DiagnosticError(issue);
  const text = host.text.trim();
  if (isReadableOnTheWay(text))
    warn(
      "The credential can be read on its way",
      `${placeOf(host)} is http://, and not on this machine: whoever is in between can read the credential, and change what is answered. Write https:// if the server speaks it.`,
      pathOf(host),
    );
  return text;
}

/** What is wrong with the hosts that a configuration states itself. */
export function hostIssues(config: Config<typeof providerAttributes>): Diagnostic[] {
  return PLATFORM_NAMES.flatMap((platform) => {
    const block = config[platform];
    const text = typeof block === "object" && block !== null && "host" in block ? block.host : undefined;
    const issue = typeof text === "string" ? issueOf({ platform, text }) : undefined;
    return issue ? [issue] : [];
  });
}

/** What is no root is not repeated: it may hold a credential, or be one that was put in the wrong place. */
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
