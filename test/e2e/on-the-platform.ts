import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { projectId } from "../support/flagsmith-by-hand";

/** What stands on the platform after a run, whoever made it. */

async function get<T>(emulator: FlagsmithEmulator, path: string): Promise<T> {
  const response = await fetch(`${emulator.url}${path}`, { headers: { authorization: `Api-Key ${emulator.key}` } });
  if (!response.ok) throw new Error(`GET ${path} was refused with ${String(response.status)}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface Listed {
  readonly results: readonly { readonly id: number; readonly name?: string }[];
}

/** How many there are: nothing may be there twice. Identities and their overrides are those of production. */
export async function countsOf(emulator: FlagsmithEmulator): Promise<Record<string, number>> {
  const project = `/api/v1/projects/${String(await projectId(emulator))}`;
  const flags = await get<Listed>(emulator, `${project}/features/`);
  const segments = await get<Listed>(emulator, `${project}/segments/`);
  const identities = await get<Listed>(emulator, "/api/v1/environments/production-key/identities/");
  const states = await Promise.all(
    identities.results.map(({ id }) =>
      get<Listed>(emulator, `/api/v1/environments/production-key/identities/${String(id)}/featurestates/`),
    ),
  );
  return {
    flags: flags.results.length,
    segments: segments.results.length,
    identities: identities.results.length,
    identityOverrides: states.reduce((sum, { results }) => sum + results.length, 0),
  };
}

/** The names of all flags, as people list them. */
export async function flagNames(emulator: FlagsmithEmulator): Promise<string[]> {
  const path = `/api/v1/projects/${String(await projectId(emulator))}/features/`;
  return (await get<Listed>(emulator, path)).results.map(({ name = "" }) => name).sort();
}

/** What an application is served, asked as an SDK asks. */
export async function served(
  emulator: FlagsmithEmulator,
  environmentKey: string,
  identifier: string,
  traits: Readonly<Record<string, string>> = {},
): Promise<Record<string, { readonly enabled: boolean; readonly value: unknown }>> {
  const response = await fetch(`${emulator.url}/api/v1/identities/`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-environment-key": environmentKey },
    body: JSON.stringify({
      identifier,
      transient: true,
      traits: Object.entries(traits).map(([trait_key, trait_value]) => ({ trait_key, trait_value })),
    }),
  });
  const { flags } = (await response.json()) as {
    flags: { feature: { name: string }; enabled: boolean; feature_state_value: unknown }[];
  };
  return Object.fromEntries(
    flags.map(({ feature, enabled, feature_state_value: value }) => [feature.name, { enabled, value }]),
  );
}
