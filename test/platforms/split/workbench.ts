import { type EmulatorOptions, type SplitEmulator, startSplitEmulator } from "../../../src/emulator/split/emulator";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Environment } from "../../../src/platforms/port/environment";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Project } from "../../../src/platforms/port/named";
import type { Platform } from "../../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../../src/platforms/port/platform-environment";
import { createSplitPlatform } from "../../../src/platforms/split/platform";
import type { SplitConfig } from "../../../src/platforms/split/run/config";
import { AdapterWorkbench } from "../../support/adapter-workbench";

/** An emulated server with a workspace, and platforms onto it: each as fresh as a provider process. */
export class Workbench extends AdapterWorkbench<SplitEmulator> {
  private constructor(
    server: SplitEmulator,
    readonly project: Project,
  ) {
    super(server);
  }

  static async start(options: EmulatorOptions = {}, workspace: object = {}): Promise<Workbench> {
    const seed = {
      workspaces: [
        {
          name: "Shop",
          trafficTypes: ["user"],
          environments: [
            { name: "Production", production: true },
            { name: "Staging", production: false },
          ],
          ...workspace,
        },
      ],
    };
    const server = await startSplitEmulator({ seed, ...options });
    const id = server.planted.workspaces[0]?.id ?? "";
    return new Workbench(server, { id, name: "Shop", scope: `split:${new URL(server.url).host}/${id}` });
  }

  platform(config: Partial<SplitConfig> = {}, environment: Partial<PlatformEnvironment> = {}): Platform {
    const key = config.harnessToken === undefined ? { apiKey: this.server.key } : {};
    return createSplitPlatform({ host: this.server.url, ...key, ...config }, this.run(environment), { clock: this.clock });
  }

  async environment(name = "Production"): Promise<Environment> {
    const found = (await this.platform().environments.list(this.project)).find((each) => each.name === name);
    if (!found) throw new Error(`no environment ${name}`);
    return found;
  }

  async flag(name: string): Promise<Flag> {
    return this.platform().flags.create(this.project, { name });
  }

  async unit(flag: string, environment = "Production"): Promise<DefinitionUnit> {
    return { project: this.project, environment: await this.environment(environment), flag: await this.flag(flag) };
  }

  /** A flag with a definition, as another process made it. */
  async defined(flag: string, ...edits: readonly Edit[]): Promise<DefinitionUnit> {
    const unit = await this.unit(flag);
    await this.platform().definitions.write(unit, [{ kind: "set-default", enabled: false }, ...edits]);
    this.server.resetRequests();
    return unit;
  }

  /** The path of a definition, for what is done past the adapter. */
  path({ project, flag, environment }: DefinitionUnit): string {
    return `/internal/api/v2/splits/ws/${project.id}/${flag.name}/environments/${environment.id}`;
  }

  /** What was sent to change something, by method and route. */
  writes(): string[] {
    return this.server
      .requests()
      .filter(({ method }) => method !== "GET")
      .map(({ method, route }) => `${method} ${route}`);
  }

  /** All that was sent, as people would call it. */
  requested(): string[] {
    return this.server.requests().map(({ method, route }) => {
      const path = route.replace("/internal/api/v2", "").replace(/\/ws\/.*$/, "");
      const isDefinition = route.includes("/splits/ws/{ws}/{flag}/environments/{env}");
      return `${method} ${isDefinition ? "definition" : path}${/\/(kill|restore)$/.exec(route)?.[0] ?? ""}`;
    });
  }
}

export interface OpenRequest {
  readonly id: string;
  readonly operationType: string;
}

/** The change requests that wait for a decision. */
export function openRequests({ server }: Workbench): OpenRequest[] {
  const { body } = server.write("GET", "/internal/api/v2/changeRequests?limit=100");
  return (JSON.parse(body) as { data: OpenRequest[] }).data;
}

/** The bodies of those that were sent, and taken. */
export function submitted({ server }: Workbench): unknown[] {
  return server
    .requests()
    .filter(({ method, path, status }) => method === "POST" && path.includes("/changeRequests/") && status === 200)
    .map(({ body }) => body);
}
