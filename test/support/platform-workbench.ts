import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startSplitEmulator, type EmulatorOptions as SplitOptions } from "../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import type { RunningEmulator } from "../../src/emulator/wire/start";
import type { HttpHooks } from "../../src/http/http-options";
import { flagformProvider } from "../../src/resources/provider/provider";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { startServer } from "../../src/terraform/start-server";
import { Driver, type DriverOptions } from "../../src/testing/driver";
import { inProcessClock } from "./clocks";
import { SECRET, SOURCE, type Bodies } from "./flagsmith-workbench";

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
interface Served {
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

/** Over what a workbench's provider block says anyway. */
export interface ProviderSettings {
  readonly project?: string;
  readonly plan_checks?: boolean;
  readonly defaults?: object;
  /** Over the nested block of the platform. */
  readonly platform?: object;
}

const STARTERS: Readonly<Record<PlatformName, (options: WorkbenchOptions) => Promise<Served>>> = {
  flagsmith,
  split,
  vercel,
  mixpanel,
};

/** The provider on one emulated platform, driven in-process; every answer passes the oracle of Terraform core's rules. */
export class PlatformWorkbench {
  driver: Driver;
  readonly logged: string[] = [];
  private sent = 0;

  private constructor(
    readonly name: PlatformName,
    private readonly served: Served,
    readonly options: WorkbenchOptions,
  ) {
    this.driver = this.newDriver();
  }

  static async start(name: PlatformName, options: WorkbenchOptions = {}): Promise<PlatformWorkbench> {
    return new PlatformWorkbench(name, await STARTERS[name](options), options);
  }

  get server(): RunningEmulator {
    return this.served.server;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    const { instances } = this.driver.state;
    const text = JSON.stringify([this.logged, instances]);
    if (text.includes(SECRET)) throw new Error("the credential shows in the log or the state");
  }

  /** How a driver of this workbench starts its providers. */
  get launching(): Pick<DriverOptions, "source" | "launch"> {
    const log = hclog("flagform", { TF_LOG: "trace" }, (line) => this.logged.push(line));
    const { hooks = { clock: inProcessClock } } = this.options;
    return { source: SOURCE, launch: () => startServer(flagformProvider("0.0.0-test", hooks), { log }) };
  }

  newDriver(): Driver {
    return new Driver(this.launching);
  }

  /** A stack with a configured provider; `settings` go over its block, those of its platform over the platform's own. */
  stack(resource: Bodies, settings: ProviderSettings = {}): object {
    const prefixed = Object.entries(resource).map(([type, bodies]) => [`flagform_${type}`, bodies]);
    const { provider } = this.served;
    const { platform, ...own } = settings;
    const block = { ...provider, ...own, [this.name]: { ...provider[this.name], ...platform } };
    return { provider: { flagform: [block] }, resource: Object.fromEntries(prefixed) as object };
  }

  plan(resource: Bodies, settings?: ProviderSettings) {
    return this.driver.plan(this.stack(resource, settings));
  }

  /** Applies; gives the requests that it took, plan included. */
  async apply(resource: Bodies): Promise<number> {
    this.sent = this.server.requests().length;
    await this.driver.apply(await this.plan(resource));
    return this.server.requests().length - this.sent;
  }

  async destroy(resource: Bodies): Promise<void> {
    await this.driver.apply(await this.driver.plan(this.stack(resource), { destroy: true }));
  }

  /** Requests of some work, as `GET /path`. */
  async requestsOf(work: () => Promise<unknown>): Promise<string[]> {
    const before = this.server.requests().length;
    await work();
    return this.server
      .requests()
      .slice(before)
      .map(({ method, path }) => `${method} ${path}`);
  }

  evaluate(environment: string, flag: string, who: Who): Promise<unknown> {
    return this.served.evaluate(environment, flag, who);
  }
}

async function flagsmith({ flagsmith: own, ...more }: WorkbenchOptions): Promise<Served> {
  const rules = (value: string) => [
    { type: "ALL" as const, conditions: [{ operator: "EQUAL" as const, property: "plan", value }] },
  ];
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
    async evaluate(environment, flag, { identity, traits = {} }) {
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
      // A boolean flag is its switch; of others the value counts, where it is on.
      if (found.feature_state_value === null || found.feature_state_value === "") return found.enabled;
      return found.enabled ? found.feature_state_value : FALLBACK;
    },
  };
}

async function split({ split: own = {}, ...more }: WorkbenchOptions): Promise<Served> {
  const everywhere = (keys: readonly string[]) =>
    Object.fromEntries(ENVIRONMENTS.map((name) => [name, { keys: [...keys] }]));
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
      const { treatment, config } = server.evaluate({
        workspace: "Shop",
        environment,
        flag,
        key: identity,
        attributes: traits,
      });
      if (treatment === "control") return Promise.resolve(FALLBACK);
      if (config !== null) return Promise.resolve(JSON.parse(config) as unknown);
      return Promise.resolve(treatment === "on" ? true : treatment === "off" ? false : treatment);
    },
  };
}

async function vercel(options: WorkbenchOptions): Promise<Served> {
  const plan = (rhs: string) => ({
    lhs: { type: "entity" as const, kind: "user", attribute: "plan" },
    cmp: "eq" as const,
    rhs,
  });
  const everyone = { type: "all" } as const;
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

async function mixpanel(options: WorkbenchOptions): Promise<Served> {
  const cohorts = SEGMENTS.map((name) => ({ name, members: name === "beta" ? [...BETA_MEMBERS] : [] }));
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
