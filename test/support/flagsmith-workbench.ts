import { startFlagsmithEmulator, type EmulatorOptions, type FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { flagformProvider } from "../../src/resources/provider/provider";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { startServer } from "../../src/terraform/start-server";
import { Driver } from "../../src/testing/driver";
import { DriverError, type DriverDiagnostic } from "../../src/testing/failure";
import { inProcessClock } from "./clocks";
import { DEEP } from "./fast-check";
import { changeByHand, removeByHand, type ByHand, type ChangeByHand } from "./flagsmith-writes-by-hand";
import type { Plan } from "../../src/testing/plan";

export const SOURCE = "registry.terraform.io/flagform/flagform";

/** Part of every key that tests use: it must show in no diagnostic, no state, no private data and no line of the log. */
export const SECRET = "s3cr3tThatMustNeverShowAnywhere0";

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

/** A request that changed something, without the host. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export type Bodies = Readonly<Record<string, Readonly<Record<string, object>>>>;

/**
 * The provider on an emulated server: project "Shop" with the environments staging and production, the segments beta and vip,
 * and the tags payments and search. Every answer of the provider passes the oracle of Terraform core's rules.
 */
export class FlagsmithWorkbench {
  readonly project: string;
  readonly staging: Planted;
  readonly production: Planted;
  readonly beta: string;
  readonly vip: string;
  driver: Driver;
  private sent = 0;

  private constructor(
    readonly server: FlagsmithEmulator,
    /** All that the provider logged at the level of TF_LOG=trace. */
    readonly logged: string[],
    private readonly options: EmulatorOptions,
  ) {
    const [shop] = server.planted.projects;
    const [staging, production] = shop?.environments ?? [];
    const [beta, vip] = shop?.segments ?? [];
    if (!shop || !staging || !production || !beta || !vip) throw new Error("the seed lacks something");
    [this.project, this.staging, this.production] = [String(shop.id), planted(staging), planted(production)];
    [this.beta, this.vip] = [String(beta.id), String(vip.id)];
    this.driver = this.newDriver();
  }

  static async start(options: EmulatorOptions = {}): Promise<FlagsmithWorkbench> {
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
    const workbench = new FlagsmithWorkbench(server, [], options);
    for (const label of ["payments", "search"]) {
      await workbench.api("POST", `/api/v1/projects/${workbench.project}/tags/`, { label, color: "#fff", description: "" });
    }
    workbench.forget();
    return workbench;
  }

  /** Ends the server, once it is certain that nothing kept or told the credential. */
  async stop(): Promise<void> {
    await this.server.stop();
    const { instances } = this.driver.state;
    const data = instances.map((each) => Buffer.from(each.private, "base64").toString());
    refuseSecret([this.logged, instances, data]);
  }

  newDriver(): Driver {
    const log = hclog("flagform", { TF_LOG: "trace" }, (line) => this.logged.push(line));
    return new Driver({
      source: SOURCE,
      launch: () => startServer(flagformProvider("0.0.0-test", { clock: inProcessClock }), { log }),
    });
  }

  /** A stack with a configured provider. Resources by type without its prefix, then by name. */
  stack(resource: Bodies, more: StackParts = {}): object {
    const { data, provider, flagsmith, ...rest } = more;
    const settings = { host: this.server.url, api_key: this.server.key, ...flagsmith };
    return {
      provider: { flagform: [{ project: "Shop", flagsmith: settings, ...provider }] },
      resource: prefixed(resource),
      ...(data && { data: prefixed(data) }),
      ...rest,
    };
  }

  plan(resource: Bodies, more?: StackParts): Promise<Plan> {
    return this.driver.plan(this.stack(resource, more));
  }

  /** Applies, and gives what was sent for it. */
  async apply(resource: Bodies, more?: StackParts): Promise<Write[]> {
    const plan = await this.plan(resource, more);
    this.forget();
    await this.driver.apply(plan);
    return this.writes();
  }

  async destroy(resource: Bodies, more?: StackParts): Promise<Write[]> {
    const plan = await this.driver.plan(this.stack(resource, more), { destroy: true });
    this.forget();
    await this.driver.apply(plan);
    return this.writes();
  }

  attributes(address: string): Readonly<Record<string, unknown>> {
    const instance = this.driver.instance(`flagform_${address}`);
    if (!instance) throw new Error(`the state holds no ${address}`);
    return instance.attributes;
  }

  /** The requests since the last look that change something; one that only met a 404 (which API is there?) does not. */
  writes(): Write[] {
    const requests = this.server.requests().slice(this.sent);
    const changing = requests.filter(({ method, status }) => method !== "GET" && status < 400);
    return changing.map(({ method, path, body }) => ({ method, path, body }));
  }

  /** Everything sent since the last look, as `GET /api/v1/projects/`. */
  requests(): string[] {
    return this.server
      .requests()
      .slice(this.sent)
      .map(({ method, path }) => `${method} ${path}`);
  }

  forget(): void {
    this.sent = this.server.requests().length;
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
    if (this.options.server === "2.200") {
      return removeByHand(await this.hand({ id: String(found.id), key: found.api_key }, flag), Number(segment));
    }
    const path = `/api/experiments/environments/${found.api_key}/delete-segment-override/`;
    await this.api("POST", path, { feature: { name: flag }, segment: { id: Number(segment) } });
  }

  private async change(environment: Planted, flag: string, change: ChangeByHand): Promise<void> {
    if (this.options.server === "2.200") return changeByHand(await this.hand(environment, flag), change);
    const path = `/api/experiments/environments/${environment.key}/update-flag-v1/`;
    await this.api("POST", path, { feature: { name: flag }, ...change });
  }

  private async hand(environment: Planted, flag: string): Promise<ByHand> {
    const listed = await this.api("GET", `/api/v1/projects/${this.project}/features/`);
    const found = (listed["results"] as { id: number; name: string }[]).find(({ name }) => name === flag);
    if (!found) throw new Error(`there is no flag ${flag}`);
    const api: ByHand["api"] = (method, path, body) => this.api(method, path, body);
    return { api, environment, flag: String(found.id), versioned: this.options.versioning ?? false };
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

export interface StackParts {
  readonly moved?: readonly object[];
  readonly data?: Bodies;
  readonly provider?: object;
  readonly flagsmith?: object;
  readonly output?: object;
  readonly variable?: object;
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

function prefixed(bodies: Bodies): object {
  const own = (type: string): string => (type === "terraform_data" ? type : `flagform_${type}`);
  return Object.fromEntries(Object.entries(bodies).map(([type, each]) => [own(type), each]));
}

/** A segment's rules: those whose trait "plan" is this. */
export function planIs(value: string): object[] {
  return [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value }] }];
}

function refuseSecret(things: unknown): void {
  const text = JSON.stringify(things);
  const at = text.indexOf(SECRET);
  if (at >= 0) throw new Error(`the credential shows: ${text.slice(Math.max(0, at - 200), at + 100)}`);
}

/** The diagnostics of an operation that fails as it should. */
export async function refusal(work: Promise<unknown>): Promise<readonly DriverDiagnostic[]> {
  const failure: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (failure instanceof DriverError) {
    refuseSecret(failure.diagnostics);
    return failure.diagnostics;
  }
  throw failure instanceof Error ? failure : new Error("it was not refused");
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
  const workbench = await FlagsmithWorkbench.start(options);
  try {
    await work(workbench);
  } finally {
    await workbench.stop();
  }
}
