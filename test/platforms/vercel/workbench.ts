import { startVercelEmulator, type EmulatorOptions, type VercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { Definition, DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Environment } from "../../../src/platforms/port/environment";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Platform } from "../../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../../src/platforms/port/platform-environment";
import type { Project } from "../../../src/platforms/port/named";
import type { Segment } from "../../../src/platforms/port/segment";
import { PlatformError } from "../../../src/platforms/port/platform-error";
import type { VercelConfig } from "../../../src/platforms/vercel/run/config";
import { hastyClock } from "../../support/clocks";
import { createVercelPlatform } from "../../../src/platforms/vercel/platform";
import type { Variant } from "../../../src/platforms/model/variant";

/** An emulated Vercel with one project of a team, and platforms onto it: each as fresh as a provider process. */
export class Workbench {
  /** Of the platforms that are opened from now on. */
  clock = hastyClock();
  readonly logged: string[] = [];

  private constructor(
    readonly server: VercelEmulator,
    readonly project: Project,
  ) {}

  static async start(options: EmulatorOptions = {}, seed: object = {}): Promise<Workbench> {
    const server = await startVercelEmulator(options);
    const id = server.seed({ projects: [{ name: "shop", ...seed }] }).projects[0]?.id ?? "";
    return new Workbench(server, { id, name: "shop", scope: `vercel:${new URL(server.url).host}/${id}` });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  platform(config: Partial<VercelConfig> = {}, environment: Partial<PlatformEnvironment> = {}): Platform {
    return createVercelPlatform(
      { host: this.server.url, token: this.server.key, team: this.server.team.id, project: "shop", ...config },
      {
        signal: new AbortController().signal,
        refresh: "sweep",
        log: (level, message) => this.logged.push(`${level}: ${message}`),
        ...environment,
      },
      { clock: this.clock },
    );
  }

  /** As somebody else would do it, past the adapter. */
  async api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.server.url}${this.path(path)}`, {
      method,
      headers: { authorization: `Bearer ${this.server.key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 400) throw new Error(`${method} ${path} answered ${response.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  path(path: string): string {
    return `/v1/projects/shop/feature-flags/${path}?teamId=${this.server.team.id}`;
  }

  environment(name: string): Environment {
    return { id: name, name, description: null, clientKey: "", requiresApproval: false };
  }

  flag(name: string, variants?: readonly Variant[]): Promise<Flag> {
    const { flags } = this.platform();
    return flags.create(this.project, variants ? { name, type: "string", variants } : { name, type: "boolean" });
  }

  segment(name: string): Promise<Segment> {
    return this.platform().segments.create(this.project, { name, identities: [`member-of-${name}`] });
  }

  async unit(environment = "production", flag = "banner", variants?: readonly Variant[]): Promise<DefinitionUnit> {
    return { project: this.project, environment: this.environment(environment), flag: await this.flag(flag, variants) };
  }

  /** Exactly, by a fresh platform. */
  async state(unit: DefinitionUnit): Promise<Definition> {
    const definition = await this.platform().definitions.read(unit);
    if (!definition) throw new Error("gone");
    return definition;
  }

  /** The variant that somebody gets. */
  served(unit: DefinitionUnit, user: string): unknown {
    const question = { project: "shop", environment: unit.environment.name, flag: unit.flag.name };
    return this.server.evaluate({ ...question, entities: { user: { id: user } } });
  }

  /** The requests of some work, as "METHOD route". */
  async requestsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
    this.server.resetRequests();
    await work();
    return this.server.counts();
  }
}

export function variants(...keys: string[]): Variant[] {
  return keys.map((key) => ({ key, value: { kind: "string", value: key }, description: null }));
}

export async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`);
  return error;
}
