import { WRITE_APIS, type WriteApiName } from "../platforms/flagsmith/config";
import { DiagnosticError, error } from "../terraform/diagnostic";
import type { ConfigureContext, ProviderDefinition } from "../terraform/resource";
import { optional, t, type State } from "../terraform/schema";
import { NON_EMPTY, atLeast, oneOf } from "./checks";
import { Claims } from "./claims";
import { PlannedFlags, type Client, type Defaults } from "./client";
import { environment } from "./environment";
import { environmentDataSource } from "./environment-data-source";
import { environmentDefinition } from "./environment-definition";
import { environmentsDataSource } from "./environments-data-source";
import { featureFlag } from "./feature-flag";
import { featureFlagDataSource } from "./feature-flag-data-source";
import { identityOverride } from "./identity-override";
import { organisationDataSource } from "./organisation-data-source";
import { project } from "./project";
import { projectDataSource } from "./project-data-source";
import { segment } from "./segment";
import { segmentDataSource } from "./segment-data-source";
import { segmentOverride } from "./segment-override";
import { serverKey } from "./server-key";

/** Every attribute is optional: schemas are read, and configurations validated, without a credential. */
export const providerAttributes = {
  platform: optional(t.string, "The flag platform: `flagsmith`. Default: the one whose settings are given below.", {
    check: oneOf("flagsmith"),
  }),
  project: optional(
    t.string,
    "The project that resources belong to, by name or `id:<id>`. Environment: `FLAGSMITH_PROJECT`.",
    { check: NON_EMPTY },
  ),
  refresh: optional(
    t.string,
    "How Terraform's refresh reads: `sweep` (default) asks lists first and looks exactly only where they differ from the state; `exact` looks at everything exactly.",
    { check: oneOf("sweep", "exact") },
  ),
  requests_per_minute: optional(t.integer, "A budget of requests for platforms that announce none.", {
    check: atLeast(1),
  }),
  defaults: optional(
    t.object({
      flag_on_destroy: optional(t.string, "`on_destroy` of flags that do not say: `delete`, `archive` or `keep`.", {
        check: oneOf("delete", "archive", "keep"),
      }),
      definition_on_destroy: optional(
        t.string,
        "`on_destroy` of definitions that do not say: `keep`, `disable` or `reset`.",
        {
          check: oneOf("keep", "disable", "reset"),
        },
      ),
      deletion_protection: optional(t.bool, "`deletion_protection` of resources that do not say."),
      adopt_existing: optional(t.bool, "`adopt_existing` of resources that do not say."),
    }),
    "What resources do that leave it open.",
  ),
  flagsmith: optional(
    t.object({
      host: optional(t.string, "The server's root. Default: `https://api.flagsmith.com`. Environment: `FLAGSMITH_HOST`."),
      api_key: optional(t.string, "An organisation's API key. Environment: `FLAGSMITH_MASTER_API_KEY`.", {
        sensitive: true,
      }),
      organisation: optional(
        t.string,
        "The organisation, by name or id, where the key sees several. Environment: `FLAGSMITH_ORGANISATION`.",
      ),
      write_api: optional(
        t.string,
        "Pins the API that writes go through: `__future__` (servers from 2.263), `experiments` (from 2.205), `versions` (environments with feature versioning) or `legacy` (those without). Default: the best that the server has and the environment takes.",
        { check: oneOf(...WRITE_APIS) },
      ),
    }),
    "Flagsmith's own settings.",
  ),
} as const;

type ProviderState = State<typeof providerAttributes>;

/** The one version of the package and the provider; the build takes it from package.json. */
export function flagformProvider(version: string): ProviderDefinition<typeof providerAttributes, Client> {
  return {
    name: "flagform",
    version,
    description: "Feature flags on the flag platform you use, planned and applied beside the rest of your infrastructure.",
    attributes: providerAttributes,
    resources: [
      featureFlag,
      environment,
      segment,
      environmentDefinition,
      segmentOverride,
      identityOverride,
      serverKey,
      project,
    ],
    dataSources: [
      environmentDataSource,
      environmentsDataSource,
      featureFlagDataSource,
      organisationDataSource,
      projectDataSource,
      segmentDataSource,
    ],
    configure,
  };
}

/** Sends nothing: a wrong credential shows at the first request, with what was attempted. */
async function configure(config: ProviderState, context: ConfigureContext): Promise<Client> {
  const { defaults, flagsmith } = config;
  const apiKey = flagsmith?.api_key ?? fromEnvironment("FLAGSMITH_MASTER_API_KEY");
  if (apiKey === undefined) {
    throw new DiagnosticError(
      error(
        "No credential for Flagsmith",
        "Set `flagsmith = { api_key = … }` in the provider block, or the environment variable FLAGSMITH_MASTER_API_KEY. " +
          "An organisation's API keys are made under Organisation Settings > API Keys.",
        ["flagsmith"],
      ),
    );
  }
  // Loaded here, not at start: Terraform starts a provider several times per command, often only to read its schema.
  const { createFlagsmithPlatform } = await import("../platforms/flagsmith/platform");
  const platform = createFlagsmithPlatform(
    {
      host: hostOf(flagsmith?.host ?? fromEnvironment("FLAGSMITH_HOST") ?? "https://api.flagsmith.com"),
      apiKey,
      ...present("organisation", flagsmith?.organisation ?? fromEnvironment("FLAGSMITH_ORGANISATION")),
      ...present("project", config.project ?? fromEnvironment("FLAGSMITH_PROJECT")),
      ...present("writeApi", flagsmith?.write_api as WriteApiName | null | undefined),
      ...present("requestsPerMinute", config.requests_per_minute),
    },
    {
      signal: context.signal,
      refresh: config.refresh === "exact" ? "exact" : "sweep",
      log: (level, message, fields) => context.log[level](message, fields),
    },
  );
  return { platform, defaults: defaultsOf(defaults), flags: new PlannedFlags(), claims: new Claims() };
}

function defaultsOf(defaults: ProviderState["defaults"]): Defaults {
  return {
    flagOnDestroy: (defaults?.flag_on_destroy ?? "delete") as Defaults["flagOnDestroy"],
    definitionOnDestroy: (defaults?.definition_on_destroy ?? "keep") as Defaults["definitionOnDestroy"],
    deletionProtection: defaults?.deletion_protection ?? false,
    adoptExisting: defaults?.adopt_existing ?? false,
  };
}

function fromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === "" ? undefined : value;
}

function hostOf(text: string): string {
  if (/^https?:\/\/[^/\s]+/.test(text) && URL.canParse(text)) return text;
  throw new DiagnosticError(
    error("The host is no address", `"${text}" must be the server's root, as "https://flagsmith.example.com".`, [
      "flagsmith",
      "host",
    ]),
  );
}

function present<K extends string, V>(key: K, value: V | null | undefined): { readonly [P in K]?: V } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
