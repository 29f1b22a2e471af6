import type { PlatformHooks } from "../../platforms/port/platform-environment";
import type { ConfigureContext, ProviderDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { listing } from "../lists/readable";
import { KnownParents } from "../parents/known-parents";
import { PlannedApprovals } from "../parents/planned-approvals";
import { Claims } from "../run/claims";
import { type Client, type Defaults, PlannedFlags } from "../run/client";
import { DATA_SOURCES } from "./data-sources";
import { FUNCTIONS } from "./functions";
import { LIST_RESOURCES } from "./list-resources";
import { providerAttributes, type ProviderState } from "./provider-attributes";
import { platformOf } from "./provider-platform";
import { RESOURCES } from "./resources";
import { hostIssues } from "./server-host";

export { providerAttributes } from "./provider-attributes";

/** The version of the package and the provider; the build takes it from package.json. `hooks` are for tests. */
export function flagformProvider(
  version: string,
  hooks: PlatformHooks = {},
): ProviderDefinition<typeof providerAttributes, Client> {
  return {
    name: "flagform",
    version,
    description: "Manages feature flags on the flag platform that you use, with the rest of your infrastructure.",
    attributes: providerAttributes,
    resources: RESOURCES,
    dataSources: DATA_SOURCES,
    listResources: LIST_RESOURCES,
    functions: FUNCTIONS,
    validate: hostIssues,
    configure: (config, context) => configure(config, context, hooks),
    applying: ({ run }) => (run.looks = false),
    listing,
  };
}

/** Sends nothing: a wrong credential shows at the first request, whose error says what was attempted. */
async function configure(config: ProviderState, context: ConfigureContext, hooks: PlatformHooks): Promise<Client> {
  const platform = await reporting({ environment: ["mixpanel", "environments"] }, () =>
    platformOf(config, {
      environment: {
        signal: context.signal,
        replaced: context.replaced,
        refresh: config.refresh === "exact" ? "exact" : "sweep",
        log: (level, message, fields) => context.log[level](message, fields),
        isLogged: (level) => context.log.isLogged?.(level) ?? true,
        notice: (summary, detail) => context.notice(summary, detail),
      },
      hooks,
      warn: (...words) => context.warn(...words),
    }),
  );
  const run = { platform, defaults: defaultsOf(config.defaults), trustsLists: false };
  return newRun({ ...run, looks: config.plan_checks ?? true });
}

/** A client that knows nothing yet of what a run plans. Its platform keeps what it has listed. */
export function newRun({
  looks,
  ...client
}: Pick<Client, "platform" | "defaults" | "trustsLists" | "completed"> & Client["run"]): Client {
  const parents = new KnownParents();
  return {
    ...client,
    flags: new PlannedFlags(parents),
    claims: new Claims(parents),
    parents,
    approvals: new PlannedApprovals(),
    run: { looks },
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
