import { type EmulatorOptions, startVercelEmulator, type VercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { Variant } from "../../../src/platforms/model/variant";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Environment } from "../../../src/platforms/port/environment";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Project } from "../../../src/platforms/port/named";
import type { Platform } from "../../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../../src/platforms/port/platform-environment";
import type { Segment } from "../../../src/platforms/port/segment";
import { createVercelPlatform } from "../../../src/platforms/vercel/platform";
import type { VercelConfig } from "../../../src/platforms/vercel/run/config";
import { AdapterWorkbench, sendByHand } from "../../support/adapter-workbench";

/** An emulated Vercel with one project of a team, and platforms onto it: each as fresh as a provider process. */
export class Workbench extends AdapterWorkbench<VercelEmulator> {
  private constructor(
    server: VercelEmulator,
    readonly project: Project,
  ) {
    super(server);
  }

  static async start(options: EmulatorOptions = {}, seed: object = {}): Promise<Workbench> {
    const server = await startVercelEmulator(options);
    const id = server.seed({ projects: [{ name: "shop", ...seed }] }).projects[0]?.id ?? "";
    return new Workbench(server, { id, name: "shop", scope: `vercel:${new URL(server.url).host}/${id}` });
  }

  platform(config: Partial<VercelConfig> = {}, environment: Partial<PlatformEnvironment> = {}): Platform {
    return createVercelPlatform(
      { host: this.server.url, token: this.server.key, team: this.server.team.id, project: "shop", ...config },
      this.run(environment),
      { clock: this.clock },
    );
  }

  /** As somebody else would do it, past the adapter. */
  async api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const url = `${this.server.url}${this.path(path)}`;
    return (await sendByHand(url, `Bearer ${this.server.key}`, { method, body })) as Record<string, unknown>;
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

  /** The variant that somebody gets. */
  served(unit: DefinitionUnit, user: string): unknown {
    const question = { project: "shop", environment: unit.environment.name, flag: unit.flag.name };
    return this.server.evaluate({ ...question, entities: { user: { id: user } } });
  }
}

export function variants(...keys: string[]): Variant[] {
  return keys.map((key) => ({ key, value: { kind: "string", value: key }, description: null }));
}
