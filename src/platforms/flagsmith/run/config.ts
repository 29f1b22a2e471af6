import { hostRootBefore } from "../../adapter/host-root";

/** How the provider reaches Flagsmith. */
export interface FlagsmithConfig {
  /** The server's root; a trailing `/api/v1` is removed. */
  readonly host: string;
  /** An organisation's API key, or another credential with its scheme in front: `Token …`, `Bearer …`. */
  readonly apiKey: string;
  /** By id or name, if the credential can access several. */
  readonly organisation?: string;
  /** The default project, by name or `id:<id>`. */
  readonly project?: string;
  readonly writeApi?: WriteApiName;
  /** Write without a change request even if the environment requires one. */
  readonly bypassChangeRequests?: boolean;
  readonly requestsPerMinute?: number;
}

/** Flagsmith's write strategies, the best first. */
export const WRITE_APIS = ["__future__", "experiments", "versions", "legacy"] as const;
export type WriteApiName = (typeof WRITE_APIS)[number];

/** Scheme, host and path prefix, without the API's own path. */
export function rootOf(host: string): string {
  return hostRootBefore(host, /\/api(\/v1)?$/);
}

const HOSTED = "https://api.flagsmith.com";

/** The root for applications at the edge: a separate host for hosted Flagsmith. */
export function edgeRoot(root: string): string {
  return root.toLowerCase() === HOSTED ? "https://edge.api.flagsmith.com" : root;
}

/** The Authorization header for a credential of any kind. */
export function authorization(apiKey: string): string {
  return /^(Api-Key|Token|Bearer) /.test(apiKey) ? apiKey : `Api-Key ${apiKey}`;
}
