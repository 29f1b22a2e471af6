import type { Denied } from "../../port/platform";
import { PlatformError } from "../../port/platform-error";
import type { Copies } from "../flag/copies";
import type { MixpanelConfig } from "./config";

/** The environments whose flags the service account may not read. Throws if it may read none of them. */
export async function deniedIn(copies: Copies): Promise<readonly Denied[]> {
  const { environments } = copies.places;
  const found = await Promise.all(
    environments.map(async ({ id, name }): Promise<readonly Denied[]> => {
      try {
        await copies.list(id);
        return [];
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code !== "denied") throw error;
        return [{ environment: name, error }];
      }
    }),
  );
  const denied = found.flat();
  const [first] = denied;
  if (first && denied.length === environments.length) throw first.error;
  return denied;
}

export function withoutEnvironments(config: MixpanelConfig, denied: readonly Denied[]): MixpanelConfig {
  const names = new Set(denied.map(({ environment }) => environment));
  const environments = Object.entries(config.environments).filter(([name]) => !names.has(name));
  return { ...config, environments: Object.fromEntries(environments) };
}
