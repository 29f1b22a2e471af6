import { hostRootBefore } from "../../adapter/host-root";

/** How the provider reaches Split, classic or in Harness (where it is called FME). */
export interface SplitConfig {
  /** The server's root; a trailing `/internal/api/v2` (and in Harness `/fme` or `/gateway`) is taken off. */
  readonly host?: string;
  /** An Admin API key of a classic account. */
  readonly apiKey?: string;
  /** A personal access token or a service account's, of an account that lives in Harness. */
  readonly harnessToken?: string;
  /** In Harness: where the project is looked for. */
  readonly accountIdentifier?: string;
  readonly organisationIdentifier?: string;
  readonly projectIdentifier?: string;
  /** The default project (workspace), by name or `id:<id>`. */
  readonly project?: string;
  /** For the change log; some projects demand both. */
  readonly title?: string;
  readonly comment?: string;
  /** Whether patches test the list positions that they name; default: auto, which tests them if the server accepts that. */
  readonly patchGuards?: PatchGuardsMode;
  /** What happens to a change if the environment requires approval; default: error. */
  readonly onApprovalRequired?: OnApprovalRequired;
  /** Mail addresses of approvers, for environments that do not set them. */
  readonly approvers?: readonly string[];
  readonly requestsPerMinute?: number;
}

export const PATCH_GUARDS = ["auto", "on", "off"] as const;
export type PatchGuardsMode = (typeof PATCH_GUARDS)[number];

export const ON_APPROVAL_REQUIRED = ["error", "submit"] as const;
export type OnApprovalRequired = (typeof ON_APPROVAL_REQUIRED)[number];

/** Scheme, host and path prefix under which `/internal/api/v2` lives. */
export function rootOf({ host, harnessToken }: SplitConfig): string {
  const given = host ?? (harnessToken === undefined ? "https://api.split.io" : "https://app.harness.io");
  const root = hostRootBefore(hostRootBefore(given, /\/internal(\/api(\/v\d+)?)?$/), /\/(gateway|fme)$/);
  return harnessToken === undefined ? root : `${root}/fme`;
}

export function credential({ apiKey, harnessToken }: SplitConfig): Record<string, string> {
  if (harnessToken !== undefined) return { "x-api-key": harnessToken };
  return { Authorization: `Bearer ${apiKey ?? ""}` };
}
