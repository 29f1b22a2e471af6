import type { ConfigureContext, ProviderDefinition } from "../terraform/resource";
import type { PlatformHooks } from "../platforms/platform-hooks";
import { Claims } from "./claims";
import { PlannedFlags, type Client, type Defaults } from "./client";
import { environment } from "./environment";
import { environmentDataSource } from "./environment-data-source";
import { environmentDefinition } from "./environment-definition";
import { evaluationDataSource } from "./evaluation-data-source";
import { environmentsDataSource } from "./environments-data-source";
import { featureFlag } from "./feature-flag";
import { featureFlagDataSource } from "./feature-flag-data-source";
import { KnownParents } from "./known-parents";
import { identity } from "./identity";
import { identitiesDataSource } from "./identities-data-source";
import { identityOverride } from "./identity-override";
import { organisationDataSource } from "./organisation-data-source";
import { project } from "./project";
import { projectDataSource } from "./project-data-source";
import { reporting } from "./platform-diagnostic";
import { segment } from "./segment";
import { segmentDataSource } from "./segment-data-source";
import { segmentOverride } from "./segment-override";
import { platformOf } from "./provider-platform";
import { providerAttributes, type ProviderState } from "./provider-attributes";
import { hostIssues } from "./server-host";
import { serverKey } from "./server-key";

export { providerAttributes } from "./provider-attributes";

/** The one version of the package and the provider; the build takes it from package.json. `hooks` are for tests. */
export function flagformProvider(
  version: string,
  hooks: PlatformHooks = {},
): ProviderDefinition<typeof providerAttributes, Client> {
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
      identity,
      serverKey,
      project,
    ],
    dataSources: [
      environmentDataSource,
      environmentsDataSource,
      evaluationDataSource,
      featureFlagDataSource,
      identitiesDataSource,
      organisationDataSource,
      projectDataSource,
      segmentDataSource,
    ],
    validate: hostIssues,
    configure: (config, context) => configure(config, context, hooks),
    applying: ({ run }) => (run.looks = false),
  };
}

/** Sends nothing: a wrong credential shows at the first request, with what was attempted. */
async function configure(config: ProviderState, context: ConfigureContext, hooks: PlatformHooks): Promise<Client> {
  const platform = await reporting({ environment: ["mixpanel", "environments"] }, () =>
    platformOf(config, {
      environment: {
        signal: context.signal,
        refresh: config.refresh === "exact" ? "exact" : "sweep",
        log: (level, message, fields) => context.log[level](message, fields),
        notice: (summary, detail) => context.notice(summary, detail),
      },
      hooks,
      warn: (...words) => context.warn(...words),
    }),
  );
  const parents = new KnownParents();
  return {
    platform,
    defaults: defaultsOf(config.defaults),
    flags: new PlannedFlags(parents),
    claims: new Claims(parents),
    parents,
    run: { looks: config.plan_checks ?? true },
  };
}

function defaultsOf(defaults: ProviderState["defaults"]): Defaults {
  return {
    flagOnDestroy: (defaults?.flag_on_destroy ?? "delete") as Defaults["flagOnDestroy"],
    definitionOnDestroy: (defaults?.definition_on_destroy ?? "keep") as Defaults["definitionOnDestroy"],
    deletionProtection: defaults?.deletion_protection ?? false,
    adoptExisting: defaults?.adopt_existing ?? false,
  };
}
