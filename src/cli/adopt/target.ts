import { CREDENTIALS, providerBlock, SettingError } from "../../adopt/provider-settings";
import { type ProviderBlock, Session } from "../../adopt/session";
import type { Target } from "../../adopt/target";
import { STANDARD } from "../../platforms/vercel/environment/environments";
import { PLATFORM_TITLES, type PlatformName } from "../../resources/provider/provider-attributes";
import { UsageError } from "../command/command";
import { startEmpty } from "./empty-project";

/** The options that are about another platform. */
export interface TargetOptions {
  readonly for: PlatformName | undefined;
  readonly "for-project": string | undefined;
  readonly "for-set": readonly string[];
  readonly "for-environment": readonly string[];
}

interface Given extends TargetOptions {
  readonly platform: PlatformName;
  readonly project: string | undefined;
}

/** Where a project moves, as the command line says. Nothing is asked of that platform: everything is planned on its emulator. */
export function targetOf(
  values: Given,
  { signal, list }: { readonly signal: AbortSignal; readonly list: Target["list"] },
): Target | undefined {
  const { for: platform } = values;
  if (platform === undefined) {
    const [only] = ["for-project", "for-set", "for-environment"].filter((name) => isGiven(values[name as keyof Given]));
    if (only !== undefined) throw new UsageError(`--${only} is about another platform: name it with --for.`);
    return undefined;
  }
  if (platform === values.platform)
    throw new UsageError(`--for ${platform}: the flags are there already. Name the platform that they move to.`);
  const provider = blockOf(platform, values);
  let started: Awaited<ReturnType<typeof startEmpty>> | undefined;
  return {
    title: PLATFORM_TITLES[platform],
    provider,
    credential: CREDENTIALS[platform],
    environments: renames(values["for-environment"]),
    fixed: fixedEnvironments(platform, provider),
    list,
    async open(environments) {
      started = await startEmpty(platform, provider, environments);
      return Session.open(started.block, { signal, notice: () => undefined });
    },
    async close() {
      await started?.stop();
    },
  };
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function blockOf(platform: PlatformName, { project, "for-project": own, "for-set": settings }: Given): ProviderBlock {
  const name = own ?? (project?.startsWith("id:") ? undefined : project);
  if (platform !== "mixpanel" && name === undefined)
    throw new UsageError(`--for ${platform} needs --for-project NAME, the project there.`);
  try {
    return providerBlock(platform, platform === "mixpanel" ? own : name, settings);
  } catch (cause) {
    if (!(cause instanceof SettingError)) throw cause;
    throw new UsageError(
      cause.message.replace("--set ", "--for-set ").replace("leave out --project", "leave out --for-project"),
    );
  }
}

/** `production=prod` */
function renames(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((each) => {
      const equals = each.indexOf("=");
      const [from, to] = [each.slice(0, equals), each.slice(equals + 1)];
      if (equals <= 0 || to === "")
        throw new UsageError(`--for-environment ${each}: it has the form FROM=TO, as in --for-environment staging=preview.`);
      return [from, to] as const;
    }),
  );
}

function fixedEnvironments(platform: PlatformName, provider: ProviderBlock): readonly string[] | undefined {
  if (platform === "vercel") return STANDARD;
  if (platform !== "mixpanel") return undefined;
  const { environments = {} } = provider["mixpanel"] as { readonly environments?: object };
  return Object.keys(environments);
}
