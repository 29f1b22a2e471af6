import * as z from "zod/mini";
import {
  type EmulatorOptions,
  type MixpanelEmulator,
  type Served,
  startMixpanelEmulator,
} from "../../../src/emulator/mixpanel/emulator";
import { type FlagAnswer, flagAnswer } from "../../../src/platforms/mixpanel/api/answers";
import { bodyOf, documentOf, type FlagDocument } from "../../../src/platforms/mixpanel/flag/document";
import { createMixpanelPlatform } from "../../../src/platforms/mixpanel/platform";
import type { MixpanelConfig } from "../../../src/platforms/mixpanel/run/config";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Platform } from "../../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../../src/platforms/port/platform-environment";
import type { Segment } from "../../../src/platforms/port/segment";
import { AdapterWorkbench, sendByHand } from "../../support/adapter-workbench";

const NAMES = ["production", "staging", "dev"];

/** An emulated server with a project per environment, and platforms onto it: each as fresh as a provider process. */
export class Workbench extends AdapterWorkbench<MixpanelEmulator> {
  private constructor(
    server: MixpanelEmulator,
    readonly projects: ReadonlyMap<string, { readonly id: number; readonly workspace: number }>,
  ) {
    super(server);
  }

  static async start(options: EmulatorOptions = {}, names: readonly string[] = NAMES): Promise<Workbench> {
    const server = await startMixpanelEmulator({ seed: { projects: names.map((name) => ({ name })) }, ...options });
    const planted = server.planted.projects.map(({ name, id, workspaces }) => {
      return [name, { id, workspace: workspaces[0]?.id ?? 0 }] as const;
    });
    return new Workbench(server, new Map(planted));
  }

  platform(config: Partial<MixpanelConfig> = {}, environment: Partial<PlatformEnvironment> = {}): Platform {
    const environments = Object.fromEntries([...this.projects].map(([name, { id }]) => [name, { project: String(id) }]));
    const { url: host, username, secret } = this.server;
    return createMixpanelPlatform({ host, username, secret, environments, ...config }, this.run(environment), {
      clock: this.clock,
    });
  }

  async unit(platform: Platform, flag: Flag, environment = "production"): Promise<DefinitionUnit> {
    const project = await platform.project(null);
    const found = (await platform.environments.list(project)).find(({ name }) => name === environment);
    if (!found) throw new Error(`no environment ${environment}`);
    return { project, environment: found, flag };
  }

  async flag(platform: Platform, name = "checkout"): Promise<Flag> {
    return platform.flags.create(await platform.project(null), { name, type: "boolean" });
  }

  async segment(platform: Platform, name: string, country: string): Promise<Segment> {
    const condition = { operator: "equal_to", trait: "country", value: country, values: null, type: null } as const;
    const rules = [{ match: "all", conditions: [condition], rules: [] }] as const;
    return platform.segments.create(await platform.project(null), { name, rules });
  }

  served(environment: string, flag: string, id: string, profile: Record<string, unknown> = {}): Served {
    const context = { distinct_id: id, custom_properties: profile };
    return this.server.evaluate({ project: environment, flag, context, profile });
  }

  /** The path of an environment's flags. */
  flags(environment: string): string {
    const place = this.projects.get(environment);
    if (!place) throw new Error(`no environment ${environment}`);
    return `/api/app/projects/${place.id}/workspaces/${place.workspace}/feature-flags`;
  }

  /** A live flag, as the adapter's own border reads it. */
  async live(environment: string): Promise<FlagAnswer> {
    const [flag] = z.array(flagAnswer).parse(await this.api("GET", this.flags(environment)));
    if (!flag) throw new Error("no flag");
    return flag;
  }

  /** Somebody else's whole-object PUT of the only flag, with these fields. */
  async theirs(
    environment: string,
    changes: Partial<FlagDocument>,
  ): Promise<{ method: string; path: string; body: object }> {
    const live = await this.live(environment);
    const body = bodyOf({ ...documentOf(live), ...changes });
    return { method: "PUT", path: `${this.flags(environment)}/${live.id}`, body };
  }

  /** As somebody else would do it, past the adapter. */
  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const credential = Buffer.from(`${this.server.username}:${this.server.secret}`).toString("base64");
    const answer = await sendByHand(this.server.url + path, `Basic ${credential}`, { method, body });
    return typeof answer === "object" && answer !== null && "results" in answer ? answer.results : answer;
  }
}
