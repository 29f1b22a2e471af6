import type { ProviderBlock } from "../../adopt/session";
import { flagsmithCommand } from "../../emulator/flagsmith/command";
import { mixpanelCommand } from "../../emulator/mixpanel/command";
import type { PlatformCommand } from "../../emulator/platform-command";
import { splitCommand } from "../../emulator/split/command";
import { vercelCommand } from "../../emulator/vercel/command";
import { getOwn } from "../../get-own";
import type { PlatformName } from "../../resources/provider/provider-attributes";

interface Empty {
  readonly emulator: PlatformCommand;
  /** The settings of the provider that lead to it, by environment variable. */
  readonly settings: Readonly<Record<string, string>>;
  seed(project: string, environments: readonly string[], own: ProviderBlock): object;
}

const EMPTY: Readonly<Record<PlatformName, Empty>> = {
  flagsmith: {
    emulator: flagsmithCommand,
    settings: { host: "FLAGSMITH_HOST", api_key: "FLAGSMITH_MASTER_API_KEY", organisation: "FLAGSMITH_ORGANISATION" },
    seed: (name, environments) => ({ projects: [{ name, environments: environments.map((each) => ({ name: each })) }] }),
  },
  split: {
    emulator: splitCommand,
    settings: { host: "SPLIT_HOST", api_key: "SPLIT_API_KEY" },
    seed: (name, environments) => {
      const own = environments.map((each) => ({ name: each }));
      return { workspaces: [{ name, environments: own, trafficTypes: ["user"] }] };
    },
  },
  vercel: {
    emulator: vercelCommand,
    settings: { host: "VERCEL_HOST", token: "VERCEL_TOKEN", team: "VERCEL_TEAM" },
    seed: (name) => ({ projects: [{ name }] }),
  },
  mixpanel: {
    emulator: mixpanelCommand,
    settings: { host: "MIXPANEL_HOST", username: "MIXPANEL_USERNAME", secret: "MIXPANEL_SECRET" },
    seed: (_name, _environments, { environments = {} }) => ({
      projects: Object.entries(environments as Readonly<Record<string, { readonly project: string }>>).map(
        ([name, { project }]) => ({ name, id: Number(project) }),
      ),
    }),
  },
};

/** The embedded emulator with one project, without flags, and a provider's block that leads there. */
export async function startEmpty(
  platform: PlatformName,
  provider: ProviderBlock,
  environments: readonly string[],
): Promise<{ readonly block: ProviderBlock; stop(): Promise<void> }> {
  const { emulator, settings, seed } = EMPTY[platform];
  const own = (provider[platform] ?? {}) as ProviderBlock;
  const project = typeof provider["project"] === "string" ? provider["project"].replace(/^id:/, "Project ") : "";
  const started = await emulator.start({
    common: { seed: seed(project, environments, own) },
    text: () => undefined,
    number: () => undefined,
    on: () => false,
  });
  const there = Object.entries(settings).map(([name, variable]) => [name, getOwn(started.variables, variable)] as const);
  const block = {
    platform,
    ...(project !== "" && { project }),
    [platform]: { ...own, ...Object.fromEntries(there) },
  };
  return { block, stop: () => started.emulator.stop() };
}
