import { hostRootBefore } from "../../adapter/host-root";

/** How the provider reaches Flagsmith. */
export interface FlagsmithConfig {
  /** The server's root; a trailing `/api/v1` is taken off. */
  readonly host: string;
  /** An organisation's API key, or another credential with its scheme in front: `Token …`, `Bearer …`. */
  readonly apiKey: string;
  /** By id or name, where the credential sees several. */
  readonly organisation?: string;
  /** The default project, by name or `id:<id>`. */
  readonly project?: string;
  readonly writeApi?: WriteApiName;
  /** Write past change requests where they are demanded. */
  readonly bypassChangeRequests?: boolean;
  readonly requestsPerMinute?: number;
}

/** The strategies of Flagsmith's write ladder, the best first. */
export const WRITE_APIS = ["__future__", "experiments", "versions", "legacy"] as const;
export type WriteApiName = (typeof WRITE_APIS)[number];

/** Scheme, host and path prefix, without the API's own path. */
export function rootOf(host: string): string {
  return hostRootBefore(host, /\/api(\/v1)?$/);
}

const HOSTED = "https://api.flagsmith.com";

/** Where applications reach what is kept at the edge: a host of its own on Flagsmith's own installation. */
export function edgeRoot(root: string): string {
  return root.toLowerCase() === HOSTED ? "https://edge.api.flagsmith.com" : root;
}

/** The Authorization header for a credential of any kind. */
export function authorization(apiKey: string): string {
  return /^(Api-Key|Token|Bearer) /.test(apiKey) ? apiKey : `Api-Key ${apiKey}`;
}
