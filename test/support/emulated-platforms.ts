import type { EmulatorOptions as SplitOptions } from "../../src/emulator/split/emulator";
import type { RunningEmulator } from "../../src/emulator/wire/server/start";
import type { HttpHooks } from "../../src/http/http-options";

/**
 * The emulators, seeded alike: on each there are the same project, environments and segments. One that a test file does not start is not
 * loaded either: four of them are a fifth of what most files would load.
 */

/** Part of every key that tests use: it must show in no diagnostic, no state, no private data and no line of the log. */
export const SECRET = "s3cr3tThatMustNeverShowAnywhere0";

export const PLATFORMS = ["flagsmith", "split", "vercel", "mixpanel"] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/** The environments that every emulated platform has (Vercel's names are fixed, so that the others follow). */
export const ENVIRONMENTS = ["production", "preview", "development"] as const;

/** Segments that exist on every platform. */
export const SEGMENTS = ["beta", "vip"] as const;

/** The members of the segment "beta", which exists on every platform; with these traits where it is a matter of traits. */
export const BETA_TRAITS = { plan: "beta" } as const;
export const BETA_MEMBERS = ["b1", "b2"] as const;

export interface Who {
  readonly identity: string;
  readonly traits?: Readonly<Record<string, string | number | boolean>>;
}

/** A platform as the provider sees it, and as an application does. */
export interface EmulatedPlatform {
  readonly server: RunningEmulator;
  /** The provider block. */
  readonly provider: Readonly<Record<string, unknown>> & { readonly [N in PlatformName]?: object };
  /** What an application makes of the flag: its value, `fallback` where the platform serves none. */
  evaluate(environment: string, flag: string, who: Who): Promise<unknown>;
}

export const FALLBACK = "fallback";

export interface WorkbenchOptions {
  /** What time it is on the server. */
  readonly clock?: () => Date;
  /** How the provider's HTTP clients see time and the wire. */
  readonly hooks?: HttpHooks;
  /** Of an emulated Split: settings of the provider, of the server, and who may change what in production. */
  readonly split?: {
    readonly settings?: object;
    readonly options?: SplitOptions;
    readonly permissions?: object;
    /** People and flag sets, beside what every workbench has. */
    readonly seed?: { readonly users?: readonly object[]; readonly flagSets?: readonly string[] };
  };
  /** Of an emulated Flagsmith: its release and whether environments keep versions, which decide how flags are written there. */
  readonly flagsmith?: { readonly server: "2.265" | "2.240" | "2.200"; readonly versioning?: boolean };
}

export const STARTERS: Readonly<Record<PlatformName, (options: WorkbenchOptions) => Promise<EmulatedPlatform>>> = {
  flagsmith,
  split,
  vercel,
  mixpanel,
};

async function flagsmith({ flagsmith: own, ...more }: WorkbenchOptions): Promise<EmulatedPlatform> {
  const rules = (value: string) => [
    { type: "ALL" as const, conditions: [{ operator: "EQUAL" as const, property: "plan", value }] },
  ];
  const { startFlagsmithEmulator } = await import("../../src/emulator/flagsmith/emulator");
  const server = await startFlagsmithEmulator({
    key: `admin000.${SECRET}`,
    ...own,
    ...timeOf(more),
    seed: {
      projects: [
        {
          name: "Shop",
          environments: ENVIRONMENTS.map((name) => ({ name, key: `${name}-key` })),
          segments: SEGMENTS.map((name) => ({ name, rules: rules(name) })),
        },
      ],
    },
  });
  return {
    server,
    provider: { project: "Shop", flagsmith: { host: server.url, api_key: server.key } },
    evaluate: evaluateOn(server),
  };
}

/** What an application makes of a flag, asked as its SDK would. */
export function evaluateOn(server: Pick<RunningEmulator, "url">): EmulatedPlatform["evaluate"] {
  return async (environment, flag, { identity, traits = {} }) => {
    const response = await fetch(`${server.url}/api/v1/identities/`, {
      method: "POST",
      headers: { "X-Environment-Key": `${environment}-key`, "Content-Type": "application/json" },
      body: JSON.stringify({
        identifier: identity,
        traits: Object.entries(traits).map(([key, value]) => ({ trait_key: key, trait_value: value })),
      }),
    });
    const { flags } = (await response.json()) as {
      flags: { feature: { name: string }; enabled: boolean; feature_state_value: unknown }[];
    };
    const found = flags.find(({ feature }) => feature.name === flag);
    if (!found) throw new Error(`no flag ${flag}`);
    return madeOfFlagsmith(found.enabled, found.feature_state_value);
  };
}

/** A boolean flag is its switch; of others the value counts, where it is on. */
export function madeOfFlagsmith(enabled: boolean, value: unknown): unknown {
  if (value === null || value === "") return enabled;
  return enabled ? value : FALLBACK;
}

async function split({ split: own = {}, ...more }: WorkbenchOptions): Promise<EmulatedPlatform> {
  const everywhere = (keys: readonly string[]) =>
    Object.fromEntries(ENVIRONMENTS.map((name) => [name, { keys: [...keys] }]));
  const { startSplitEmulator } = await import("../../src/emulator/split/emulator");
  const server = await startSplitEmulator({
    ...own.options,
    ...timeOf(more),
    key: SECRET,
    seed: {
      ...(own.seed?.users && { users: own.seed.users }),
      workspaces: [
        {
          name: "Shop",
          environments: ENVIRONMENTS.map((name) => {
            const isProduction = name === "production";
            return { name, production: isProduction, ...(isProduction && { changePermissions: own.permissions }) };
          }),
          trafficTypes: ["user"],
          ...(own.seed?.flagSets && { flagSets: own.seed.flagSets }),
          segments: SEGMENTS.map((name) => ({
            name,
            trafficType: "user",
            environments: everywhere(name === "beta" ? BETA_MEMBERS : []),
          })),
        },
      ],
    },
  });
  return {
    server,
    provider: { project: "Shop", split: { host: server.url, api_key: server.key, ...own.settings } },
    evaluate(environment, flag, { identity, traits = {} }) {
      const question = { workspace: "Shop", environment, flag, key: identity, attributes: traits };
      return Promise.resolve(madeOfSplit(server.evaluate(question)));
    },
  };
}

/** A treatment's configuration is its value; without one it is on, off, or its name. */
export function madeOfSplit({ treatment, config }: { readonly treatment: string; readonly config: string | null }): unknown {
  if (treatment === "control") return FALLBACK;
  if (config !== null) return JSON.parse(config) as unknown;
  return treatment === "on" ? true : treatment === "off" ? false : treatment;
}

async function vercel(options: WorkbenchOptions): Promise<EmulatedPlatform> {
  const plan = (rhs: string) => ({
    lhs: { type: "entity" as const, kind: "user", attribute: "plan" },
    cmp: "eq" as const,
    rhs,
  });
  const everyone = { type: "all" } as const;
  const { startVercelEmulator } = await import("../../src/emulator/vercel/emulator");
  const server = await startVercelEmulator({
    ...timeOf(options),
    key: SECRET,
    seed: {
      projects: [
        {
          name: "Shop",
          entities: [
            {
              kind: "user",
              label: "User",
              attributes: [
                { key: "id", type: "string" },
                { key: "plan", type: "string" },
              ],
            },
          ],
          segments: SEGMENTS.map((slug) => ({
            slug,
            label: slug,
            data: { rules: [{ id: "plan", conditions: [plan(slug)], outcome: everyone }] },
          })),
        },
      ],
    },
  });
  return {
    server,
    provider: { project: "Shop", vercel: { host: server.url, token: server.key, team: server.team.slug } },
    evaluate(environment, flag, { identity, traits = {} }) {
      const answer = server.evaluate({
        project: "Shop",
        environment,
        flag,
        entities: { user: { id: identity, ...traits } },
      });
      return Promise.resolve("value" in answer ? answer.value : FALLBACK);
    },
  };
}

async function mixpanel(options: WorkbenchOptions): Promise<EmulatedPlatform> {
  const cohorts = SEGMENTS.map((name) => ({ name, members: name === "beta" ? [...BETA_MEMBERS] : [] }));
  const { startMixpanelEmulator } = await import("../../src/emulator/mixpanel/emulator");
  const server = await startMixpanelEmulator({
    ...timeOf(options),
    secret: SECRET,
    // Tests make a flag of one key again and again.
    deletedKeys: "free",
    seed: { projects: ENVIRONMENTS.map((name) => ({ name, cohorts })) },
  });
  const projects = server.planted.projects.filter(({ name }) => ENVIRONMENTS.some((each) => each === name));
  const environments = Object.fromEntries(projects.map(({ id, name }) => [name, { project: String(id) }]));
  return {
    server,
    provider: { mixpanel: { host: server.url, username: server.username, secret: server.secret, environments } },
    evaluate(environment, flag, { identity, traits = {} }) {
      const context = { distinct_id: identity, custom_properties: traits };
      const answer = server.evaluate({ project: environment, flag, context, profile: traits, mode: "remote" });
      return Promise.resolve(answer.kind === "variant" ? answer.value : FALLBACK);
    },
  };
}

function timeOf({ clock }: WorkbenchOptions): { readonly clock?: () => Date } {
  return clock ? { clock } : {};
}
