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
  /** Puts a `test` before each operation that names a place in a list, so that somebody else's change refuses the patch. */
  readonly patchGuards?: boolean;
  readonly requestsPerMinute?: number;
}

/** Scheme, host and path prefix under which `/internal/api/v2` lives. */
export function hostRoot({ host, harnessToken }: SplitConfig): string {
  const given = host ?? (harnessToken === undefined ? "https://api.split.io" : "https://app.harness.io");
  const withScheme = /^https?:\/\//i.test(given) ? given : `https://${given}`;
  const root = withScheme
    .replace(/\/+$/, "")
    .replace(/\/internal(\/api(\/v\d+)?)?$/, "")
    .replace(/\/(gateway|fme)$/, "")
    .replace(/\/+$/, "");
  return harnessToken === undefined ? root : `${root}/fme`;
}

export function credential({ apiKey, harnessToken }: SplitConfig): Record<string, string> {
  if (harnessToken !== undefined) return { "x-api-key": harnessToken };
  return { Authorization: `Bearer ${apiKey ?? ""}` };
}
