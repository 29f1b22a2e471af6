import type { HttpHooks } from "../../src/http/http-options";
import { flagformProvider } from "../../src/resources/provider/provider";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { startInProcess } from "../../src/terraform/start-in-process";
import { startServer } from "../../src/terraform/start-server";
import { Driver, type DriverOptions } from "../../src/testing/driver";
import { type DriverDiagnostic, DriverError } from "../../src/testing/failure";
import type { Plan } from "../../src/testing/plan";
import { inProcessClock } from "./clocks";
import {
  type EmulatedPlatform,
  type PlatformName,
  SECRET,
  STARTERS,
  type Who,
  type WorkbenchOptions,
} from "./emulated-platforms";
import { DEEP } from "./fast-check";

export * from "./emulated-platforms";

export const SOURCE = "registry.terraform.io/flagform/flagform";

/** Resources by type without its prefix, then by name. */
export type Bodies = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** What a stack has beside its resources. */
export interface StackParts {
  /** Over what the provider block says anyway. */
  readonly provider?: object;
  /** Over the nested block of the platform. */
  readonly platform?: object;
  readonly data?: Bodies;
  readonly moved?: readonly object[];
  readonly output?: object;
  readonly variable?: object;
}

/** A request that changed something, without the host. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/**
 * The provider on one emulated platform, driven in-process; every answer of the provider passes the oracle of Terraform core's
 * rules.
 */
export class PlatformWorkbench<Server extends EmulatedPlatform["server"] = EmulatedPlatform["server"]> {
  driver: Driver;
  /** All that the provider logged at the level of TF_LOG=trace. */
  readonly logged: string[] = [];
  private sent = 0;

  protected constructor(
    readonly name: PlatformName,
    private readonly emulated: EmulatedPlatform & { readonly server: Server },
    readonly options: WorkbenchOptions,
  ) {
    this.driver = this.newDriver();
  }

  static async start(name: PlatformName, options: WorkbenchOptions = {}): Promise<PlatformWorkbench> {
    return new PlatformWorkbench(name, await STARTERS[name](options), options);
  }

  get server(): Server {
    return this.emulated.server;
  }

  /** Ends the server, once it is certain that nothing kept or told the credential. */
  async stop(): Promise<void> {
    await this.server.stop();
    const { instances } = this.driver.state;
    const data = instances.map((each) => Buffer.from(each.private, "base64").toString());
    refuseSecret([this.logged, instances, data]);
  }

  /** How a driver of this workbench starts its providers. */
  get launching(): Pick<DriverOptions, "source" | "launch"> {
    return launching({ hooks: this.options.hooks, logged: this.logged });
  }

  newDriver(): Driver {
    return new Driver(this.launching);
  }

  /** A stack with a configured provider. */
  stack(resource: Bodies, { data, provider, platform, ...rest }: StackParts = {}): object {
    const block = this.emulated.provider;
    const settings = { ...block, [this.name]: { ...block[this.name], ...platform }, ...provider };
    return {
      provider: { flagform: [settings] },
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
    return this.emulated.evaluate(environment, flag, who);
  }
}

/** How a driver starts providers in this process, at their most talkative; the deep suite talks to them over gRPC. */
export function launching(own: {
  readonly hooks?: HttpHooks | undefined;
  readonly logged: string[];
}): Pick<DriverOptions, "source" | "launch"> {
  const log = hclog("flagform", { TF_LOG: "trace" }, (line) => own.logged.push(line));
  const { hooks = { clock: inProcessClock } } = own;
  const start = DEEP ? startServer : startInProcess;
  return { source: SOURCE, launch: () => start(flagformProvider("0.0.0-test", hooks), { log }) };
}

function prefixed(bodies: Bodies): object {
  const own = (type: string): string => (type === "terraform_data" ? type : `flagform_${type}`);
  return Object.fromEntries(Object.entries(bodies).map(([type, each]) => [own(type), each]));
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
