import { type EmulatorOptions, type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { evaluateOn } from "./emulated-platforms";
import { DEEP } from "./fast-check";
import { type ByHand, type ChangeByHand, changeByHand, removeByHand } from "./flagsmith-writes-by-hand";
import { PlatformWorkbench, SECRET } from "./platform-workbench";

const NEWEST = [
  { strategy: "__future__", options: { server: "2.265" } },
  { strategy: "experiments", options: { server: "2.240" } },
] as const;

/**
 * Servers that differ in how flags are written: the whole-flag endpoint, or the experiments. What a resource does is the same on each: the
 * normal suite looks at one where nothing speaks of the way, and at all of them in {@link ALL_RUNGS} and in the strategies' own tests.
 */
export const RUNGS = DEEP ? NEWEST : NEWEST.slice(0, 1);

/** Servers with neither of them: how it is written there is for the environment to say. */
const OLD_RUNGS = [
  { strategy: "legacy", options: { server: "2.200", versioning: false } },
  { strategy: "versions", options: { server: "2.200", versioning: true } },
] as const;

/** For what is held to on every server. */
export const ALL_RUNGS = [...NEWEST, ...OLD_RUNGS];

/**
 * For what is long and speaks of no way to write: one endpoint for a whole flag, and one object at a time, which differ most. All of them in
 * the deep suite.
 */
export const RUNGS_THAT_DIFFER = DEEP
  ? ALL_RUNGS
  : ALL_RUNGS.filter(({ strategy }) => strategy === "__future__" || strategy === "legacy");

export type Strategy = (typeof ALL_RUNGS)[number]["strategy"];

const BOTH_KINDS = [
  ...NEWEST.flatMap(({ strategy, options }) =>
    [false, true].map((versioning) => ({ strategy, versioning, options: { ...options, versioning } })),
  ),
  ...OLD_RUNGS.map(({ strategy, options }) => ({ strategy, versioning: options.versioning, options })),
];

/** As {@link ALL_RUNGS}, with environments of either kind where both are written alike; two that differ most in the normal suite. */
export const RUNGS_AND_VERSIONING = DEEP
  ? BOTH_KINDS
  : BOTH_KINDS.filter(({ strategy, versioning }) => strategy === "legacy" || (strategy === "__future__" && versioning));

/**
 * The provider on an emulated server: project "Shop" with the environments staging and production, the segments beta and vip,
 * and the tags payments and search. Every answer of the provider passes the oracle of Terraform core's rules.
 */
export class FlagsmithWorkbench extends PlatformWorkbench<FlagsmithEmulator> {
  readonly project: string;
  readonly staging: Planted;
  readonly production: Planted;
  readonly beta: string;
  readonly vip: string;

  private constructor(
    server: FlagsmithEmulator,
    private readonly emulator: EmulatorOptions,
  ) {
    const provider = { project: "Shop", flagsmith: { host: server.url, api_key: server.key } };
    super("flagsmith", { server, provider, evaluate: evaluateOn(server) }, {});
    const [shop] = server.planted.projects;
    const [staging, production] = shop?.environments ?? [];
    const [beta, vip] = shop?.segments ?? [];
    if (!shop || !staging || !production || !beta || !vip) throw new Error("the seed lacks something");
    [this.project, this.staging, this.production] = [String(shop.id), planted(staging), planted(production)];
    [this.beta, this.vip] = [String(beta.id), String(vip.id)];
  }

  static async open(options: EmulatorOptions = {}): Promise<FlagsmithWorkbench> {
    const seed = {
      projects: [
        {
          name: "Shop",
          environments: [
            { name: "staging", key: "staging-key" },
            { name: "production", key: "production-key" },
          ],
          segments: [matching("beta"), matching("vip")],
        },
      ],
    };
    const keys = { key: `admin000.${SECRET}`, limitedKey: `limited0.${SECRET}` };
    const server = await startFlagsmithEmulator({ seed, ...keys, ...options });
    const workbench = new FlagsmithWorkbench(server, options);
    for (const label of ["payments", "search"]) {
      await workbench.api("POST", `/api/v1/projects/${workbench.project}/tags/`, { label, color: "#fff", description: "" });
    }
    workbench.forget();
    return workbench;
  }

  /** With a flag "banner", which somebody made by hand. */
  static async openWithBanner(options: EmulatorOptions = {}): Promise<FlagsmithWorkbench> {
    const workbench = await FlagsmithWorkbench.open(options);
    await workbench.flagByHand("banner", { initial_value: "first" });
    workbench.forget();
    return workbench;
  }

  /** What somebody else does, past the provider. */
  async api(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.server.url + path, {
      method,
      headers: { Authorization: `Api-Key ${this.server.key}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Answer);
  }

  async flagByHand(name: string, settings: object = {}): Promise<string> {
    return String((await this.api("POST", `/api/v1/projects/${this.project}/features/`, { name, ...settings }))["id"]);
  }

  /** Changes a flag in an environment as the dashboard would, whatever the server's release. */
  async overrideByHand(environment: Planted, flag: string, segment: string, settings: object = {}): Promise<void> {
    const value = { type: "string", value: "by hand" };
    await this.change(environment, flag, { enabled: true, value, segment: { id: Number(segment) }, ...settings });
  }

  async defaultByHand(environment: Planted, flag: string, enabled: boolean, value: string): Promise<void> {
    await this.change(environment, flag, { enabled, value: { type: "string", value } });
  }

  async destroyOverrideByHand(environment: string, flag: string, segment: string): Promise<void> {
    const listed = await this.api("GET", `/api/v1/environments/?project=${this.project}`);
    const environments = listed["results"] as { id: number; name: string; api_key: string }[];
    const found = environments.find(({ name }) => name === environment);
    if (!found) throw new Error(`there is no environment ${environment}`);
    if (this.emulator.server === "2.200") {
      return removeByHand(await this.hand({ id: String(found.id), key: found.api_key }, flag), Number(segment));
    }
    const path = `/api/experiments/environments/${found.api_key}/delete-segment-override/`;
    await this.api("POST", path, { feature: { name: flag }, segment: { id: Number(segment) } });
  }

  private async change(environment: Planted, flag: string, change: ChangeByHand): Promise<void> {
    if (this.emulator.server === "2.200") return changeByHand(await this.hand(environment, flag), change);
    const path = `/api/experiments/environments/${environment.key}/update-flag-v1/`;
    await this.api("POST", path, { feature: { name: flag }, ...change });
  }

  private async hand(environment: Planted, flag: string): Promise<ByHand> {
    const listed = await this.api("GET", `/api/v1/projects/${this.project}/features/`);
    const found = (listed["results"] as { id: number; name: string }[]).find(({ name }) => name === flag);
    if (!found) throw new Error(`there is no flag ${flag}`);
    const api: ByHand["api"] = (method, path, body) => this.api(method, path, body);
    return { api, environment, flag: String(found.id), versioned: this.emulator.versioning ?? false };
  }

  /** What an environment holds of a flag: its default and its segment overrides by priority, from the environment's document. */
  async served(environment: Planted, flag: string): Promise<Served> {
    const document = (await this.api("GET", `/api/v1/environments/${environment.key}/document/`)) as unknown as Document;
    const own = document.feature_states.find(({ feature }) => feature.name === flag);
    if (!own) throw new Error(`there is no flag ${flag}`);
    const overrides = document.project.segments.flatMap(({ id, feature_states: states }) =>
      states
        .filter(({ feature }) => feature.name === flag)
        .map(
          (state) =>
            [String(id), state.enabled, state.feature_state_value, state.feature_segment?.priority ?? null] as const,
        ),
    );
    return {
      enabled: own.enabled,
      value: own.feature_state_value,
      overrides: overrides.sort((one, other) => Number(one[3]) - Number(other[3])),
    };
  }
}

export interface Planted {
  readonly id: string;
  readonly key: string;
}

export type Answer = Readonly<Record<string, unknown>>;

export interface Served {
  readonly enabled: boolean;
  readonly value: unknown;
  /** Segment, enabled, value, priority. */
  readonly overrides: readonly (readonly [string, boolean, unknown, number | null])[];
}

interface StateInDocument {
  readonly feature: { readonly name: string };
  readonly enabled: boolean;
  readonly feature_state_value: unknown;
  readonly feature_segment?: { readonly priority: number | null } | null;
}

interface Document {
  readonly feature_states: readonly StateInDocument[];
  readonly project: {
    readonly segments: readonly { readonly id: number; readonly feature_states: readonly StateInDocument[] }[];
  };
}

function planted({ id, key }: { readonly id: number; readonly key: string }): Planted {
  return { id: String(id), key };
}

function matching(name: string): object {
  return { name, rules: [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "plan", value: name }] }] };
}

/** A segment's rules: those whose trait "plan" is this. */
export function planIs(value: string): object[] {
  return [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value }] }];
}

/** What `resource` attributes lead to a flag in an environment. */
export function on(
  environment: Planted,
  name: string,
  flag = "banner",
): { environment: string; environment_id: string; flag: string } {
  return { environment: name, environment_id: environment.id, flag };
}

/** Work with a workbench of its own. */
export async function withWorkbench(
  options: EmulatorOptions,
  work: (workbench: FlagsmithWorkbench) => Promise<void>,
): Promise<void> {
  const workbench = await FlagsmithWorkbench.open(options);
  try {
    await work(workbench);
  } finally {
    await workbench.stop();
  }
}
