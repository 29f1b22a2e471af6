import { getOwn } from "../../get-own";
import type { WriteApiName } from "../../platforms/flagsmith/run/config";
import type { Platform } from "../../platforms/port/platform";
import type { PlatformEnvironment, PlatformHooks } from "../../platforms/port/platform-environment";
import type { OnApprovalRequired, PatchGuardsMode } from "../../platforms/split/run/config";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { ConfigureContext } from "../../terraform/resource";
import { CREDENTIAL_PLACES, credentialOf, usernameOf } from "./credential";
import { PLATFORM_NAMES, PLATFORM_TITLES, type PlatformName, type ProviderState } from "./provider-attributes";
import { checkedHost } from "./server-host";

/**
 * The platform of a provider block. A platform's code is only loaded when it is used: Terraform starts a provider several
 * times per command, often only to read its schema. Credentials come from the block or the platform's own variables, never
 * from a generic variable.
 */
export function platformOf(config: ProviderState, context: MakerContext): Promise<Platform> {
  return MAKERS[nameOf(config)](config, context);
}

interface MakerContext {
  readonly environment: PlatformEnvironment;
  readonly hooks: PlatformHooks;
  readonly warn: ConfigureContext["warn"];
}

type Maker = (config: ProviderState, context: MakerContext) => Promise<Platform>;

const MAKERS: Readonly<Record<PlatformName, Maker>> = { flagsmith, split, vercel, mixpanel };

const CREDENTIALS: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: ["FLAGSMITH_MASTER_API_KEY"],
  split: ["SPLIT_API_KEY", "SPLIT_HARNESS_TOKEN"],
  vercel: ["VERCEL_TOKEN"],
  mixpanel: ["MIXPANEL_SECRET"],
};

/**
 * The platform that is set, otherwise the one that has a block, otherwise the one that has a credential in the environment.
 */
function nameOf(config: ProviderState): PlatformName {
  const named = PLATFORM_NAMES.find((name) => name === config.platform);
  if (named) return named;
  const blocks = PLATFORM_NAMES.filter((name) => config[name] !== null);
  const known = blocks.length > 0 ? blocks : PLATFORM_NAMES.filter((name) => CREDENTIALS[name].some(fromEnvironment));
  const [only] = known;
  if (only && known.length === 1) return only;
  if (!only) {
    const variables = PLATFORM_NAMES.map((name) => `${CREDENTIALS[name].join(" or ")} (${name})`).join(", ");
    throw refused(
      "No platform and no credential",
      `Set platform = "…" and its block in the provider, or one of these environment variables: ${variables}.`,
      ["platform"],
    );
  }
  const where = blocks.length > 0 ? "has the blocks" : "finds credentials in the environment for";
  const names = known.map((name) => `\`${name}\``).join(" and ");
  throw refused(
    "It is not clear which platform to use",
    `The provider ${where} ${names}. Choose one, as platform = "${only}".`,
    ["platform"],
  );
}

async function flagsmith(config: ProviderState, context: MakerContext): Promise<Platform> {
  const own = config.flagsmith;
  const given = own?.api_key ?? fromEnvironment("FLAGSMITH_MASTER_API_KEY");
  if (given === undefined) {
    throw noCredential(
      "flagsmith",
      "Set `flagsmith = { api_key = … }` in the provider block, or the environment variable FLAGSMITH_MASTER_API_KEY. " +
        "An organisation's API keys are created under Organisation Settings > API Keys.",
    );
  }
  const { createFlagsmithPlatform } = await import("../../platforms/flagsmith/platform");
  const host = hostOf("flagsmith", own?.host, context) ?? "https://api.flagsmith.com";
  return createFlagsmithPlatform(
    {
      host,
      apiKey: credentialOf(given, CREDENTIAL_PLACES.flagsmithKey),
      ...present("organisation", own?.organisation ?? fromEnvironment("FLAGSMITH_ORGANISATION")),
      ...present("project", config.project ?? fromEnvironment("FLAGSMITH_PROJECT")),
      ...present("writeApi", own?.write_api as WriteApiName | null | undefined),
      ...present("bypassChangeRequests", own?.bypass_change_requests),
      ...present("requestsPerMinute", config.requests_per_minute),
    },
    context.environment,
    context.hooks,
  );
}

async function split(config: ProviderState, context: MakerContext): Promise<Platform> {
  const own = config.split;
  const inBlock = { apiKey: own?.api_key ?? undefined, harnessToken: own?.harness_token ?? undefined };
  const isInBlock = inBlock.apiKey !== undefined || inBlock.harnessToken !== undefined;
  const apiKey = isInBlock ? inBlock.apiKey : fromEnvironment("SPLIT_API_KEY");
  const harnessToken = isInBlock ? inBlock.harnessToken : fromEnvironment("SPLIT_HARNESS_TOKEN");
  if ((apiKey === undefined) === (harnessToken === undefined)) {
    throw noCredential(
      "split",
      apiKey === undefined
        ? "Set `split = { api_key = … }` (a classic account's Admin API key; environment: SPLIT_API_KEY) or `split = { harness_token = … }` (an account in Harness; SPLIT_HARNESS_TOKEN)."
        : "There is an Admin API key and a Harness token: an account uses only one of them. Leave one out.",
    );
  }
  const { createSplitPlatform } = await import("../../platforms/split/platform");
  return createSplitPlatform(
    {
      ...present("host", hostOf("split", own?.host, context)),
      ...present("apiKey", apiKey === undefined ? undefined : credentialOf(apiKey, CREDENTIAL_PLACES.splitKey)),
      ...present(
        "harnessToken",
        harnessToken === undefined ? undefined : credentialOf(harnessToken, CREDENTIAL_PLACES.harnessToken),
      ),
      ...present("accountIdentifier", own?.account),
      ...present("organisationIdentifier", own?.organisation),
      ...present("projectIdentifier", own?.harness_project),
      ...present("project", config.project ?? fromEnvironment("SPLIT_PROJECT")),
      ...present("title", own?.title),
      ...present("comment", own?.comment),
      ...present("patchGuards", own?.patch_guards as PatchGuardsMode | null | undefined),
      ...present("onApprovalRequired", own?.on_approval_required as OnApprovalRequired | null | undefined),
      ...present("approvers", own?.approvers),
      ...present("requestsPerMinute", config.requests_per_minute),
    },
    context.environment,
    context.hooks,
  );
}

async function vercel(config: ProviderState, context: MakerContext): Promise<Platform> {
  const own = config.vercel;
  const token = own?.token ?? fromEnvironment("VERCEL_TOKEN");
  if (token === undefined) {
    throw noCredential(
      "vercel",
      "Set `vercel = { token = … }` in the provider block, or the environment variable VERCEL_TOKEN. Tokens are created under Account Settings > Tokens.",
    );
  }
  const { createVercelPlatform } = await import("../../platforms/vercel/platform");
  return createVercelPlatform(
    {
      ...present("host", hostOf("vercel", own?.host, context)),
      token: credentialOf(token, CREDENTIAL_PLACES.vercelToken),
      ...present("team", own?.team ?? fromEnvironment("VERCEL_TEAM")),
      ...present("identity", own?.entity),
      ...present("project", config.project ?? fromEnvironment("VERCEL_PROJECT")),
      ...present("requestsPerMinute", config.requests_per_minute),
    },
    context.environment,
    context.hooks,
  );
}

async function mixpanel(config: ProviderState, context: MakerContext): Promise<Platform> {
  const own = config.mixpanel;
  const username = own?.username ?? fromEnvironment("MIXPANEL_USERNAME");
  const secret = own?.secret ?? fromEnvironment("MIXPANEL_SECRET");
  if (username === undefined || secret === undefined) {
    throw noCredential(
      "mixpanel",
      "Set `mixpanel = { username = …, secret = … }` of a service account, or the environment variables MIXPANEL_USERNAME and MIXPANEL_SECRET. Service accounts are created under Organization Settings.",
    );
  }
  const { createMixpanelPlatform } = await import("../../platforms/mixpanel/platform");
  const region = own?.region ?? fromEnvironment("MIXPANEL_REGION");
  const environments = Object.entries(own?.environments ?? {}).map(([name, { project, workspace }]) => {
    return [name, { project, ...present("workspace", workspace) }] as const;
  });
  return createMixpanelPlatform(
    {
      ...present("region", region as "us" | "eu" | "in" | undefined),
      ...present("host", hostOf("mixpanel", own?.host, context)),
      username: usernameOf(username),
      secret: credentialOf(secret, CREDENTIAL_PLACES.mixpanelSecret),
      environments: Object.fromEntries(environments),
      ...present("requestsPerMinute", config.requests_per_minute),
    },
    context.environment,
    context.hooks,
  );
}

function noCredential(platform: PlatformName, detail: string): DiagnosticError {
  return refused(`No credential for ${PLATFORM_TITLES[platform]}`, detail, [platform]);
}

function refused(summary: string, detail: string, path: readonly string[]): DiagnosticError {
  return new DiagnosticError(error(summary, detail, path));
}

function fromEnvironment(name: string): string | undefined {
  const value = getOwn(process.env, name)?.trim();
  return value === undefined || value === "" ? undefined : value;
}

/** From the block, otherwise from the platform's own variable. */
function hostOf(platform: PlatformName, given: string | null | undefined, { warn }: MakerContext): string | undefined {
  if (given !== null && given !== undefined) return checkedHost({ platform, text: given }, warn);
  const variable = `${platform.toUpperCase()}_HOST`;
  const text = fromEnvironment(variable);
  return text === undefined ? undefined : checkedHost({ platform, text, variable }, warn);
}

function present<K extends string, V>(key: K, value: V | null | undefined): { readonly [P in K]?: V } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
