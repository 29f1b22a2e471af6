import {
  type EmulatorOptions,
  type FlagsmithEmulator,
  startFlagsmithEmulator,
} from "../../../src/emulator/flagsmith/emulator";
import { createFlagsmithPlatform } from "../../../src/platforms/flagsmith/platform";
import type { FlagsmithConfig } from "../../../src/platforms/flagsmith/run/config";
import type { Audience, Serve } from "../../../src/platforms/model/audience";
import type { FlagValue } from "../../../src/platforms/model/flag-value";
import type { Definition, DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Environment } from "../../../src/platforms/port/environment";
import type { Flag } from "../../../src/platforms/port/flag";
import type { Project } from "../../../src/platforms/port/named";
import type { Platform } from "../../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../../src/platforms/port/platform-environment";
import type { Segment } from "../../../src/platforms/port/segment";
import { AdapterWorkbench, sendByHand } from "../../support/adapter-workbench";

/** An emulated server with a project, and platforms onto it: each as fresh as a provider process. */
export class Workbench extends AdapterWorkbench<FlagsmithEmulator> {
  private constructor(
    server: FlagsmithEmulator,
    readonly project: Project,
  ) {
    super(server);
  }

  static async start(options: EmulatorOptions = {}): Promise<Workbench> {
    const server = await startFlagsmithEmulator(options);
    const shop = await call(server, "POST", "/api/v1/projects/", { name: "Shop", organisation: server.organisationId });
    const project = { id: String(shop.id), name: "Shop", scope: `flagsmith:${new URL(server.url).host}/${String(shop.id)}` };
    return new Workbench(server, project);
  }

  platform(config: Partial<FlagsmithConfig> = {}, environment: Partial<PlatformEnvironment> = {}): Platform {
    return this.platformWithoutProject({ project: "Shop", ...config }, environment);
  }

  platformWithoutProject(config: Partial<FlagsmithConfig> = {}, environment: Partial<PlatformEnvironment> = {}): Platform {
    return createFlagsmithPlatform({ host: this.server.url, apiKey: this.server.key, ...config }, this.run(environment), {
      clock: this.clock,
    });
  }

  /** As somebody else would do it, past the adapter. */
  async api(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.server, method, path, body);
  }

  async environment(name: string): Promise<Environment> {
    return this.platform().environments.create(this.project, { name });
  }

  async flag(name: string, value?: string): Promise<Flag> {
    return this.platform().flags.create(this.project, {
      name,
      ...(value === undefined ? {} : { initial: { value: { kind: "string", value } } }),
    });
  }

  async segment(name: string): Promise<Segment> {
    return this.platform().segments.create(this.project, { name, rules: [rule("country", name)] });
  }

  async unit(environment = "production", flag = "banner", value?: string): Promise<DefinitionUnit> {
    return {
      project: this.project,
      environment: await this.environment(environment),
      flag: await this.flag(flag, value),
    };
  }

  /** Exactly, by a fresh platform. */
  async state(unit: DefinitionUnit): Promise<PlainDefinition> {
    const definition = plain(await this.platform().definitions.read(unit));
    if (!definition) throw new Error("gone");
    return definition;
  }
}

/** An edit's words for a value. */
export function serving(value: FlagValue): { readonly serve: Serve } {
  return { serve: { kind: "value", value } };
}

export interface PlainAudience {
  readonly enabled: boolean;
  readonly value: FlagValue | null;
}

export interface PlainDefinition extends PlainAudience {
  readonly segmentOverrides: readonly (PlainAudience & { readonly segmentId: string; readonly priority: number })[];
}

/** An audience that gets a value, in fewer words. */
export function plainAudience({ enabled, served }: Audience): PlainAudience {
  if (served.kind !== "value") throw new Error(`a ${served.kind} is served`);
  return { enabled, value: served.value };
}

export function plain(definition: Definition | undefined): PlainDefinition | undefined {
  return (
    definition && {
      ...plainAudience(definition),
      segmentOverrides: definition.segmentOverrides.map(({ segmentId, priority, ...override }) => ({
        segmentId,
        priority,
        ...plainAudience(override),
      })),
    }
  );
}

export type Answer = Record<string, unknown>;

async function call(server: FlagsmithEmulator, method: string, path: string, body?: unknown): Promise<Answer> {
  return (await sendByHand(server.url + path, `Api-Key ${server.key}`, { method, body })) as Answer;
}

export function rule(trait: string, value: string): Segment["rules"][number] {
  return {
    match: "all",
    conditions: [{ operator: "equal_to", trait, value, values: null, type: null }],
    rules: [],
  };
}

type PutSegmentOverride = Extract<Edit, { kind: "put-segment-override" }>;

/** A flag "banner" in production, three segments, and the edits of its overrides for them. */
export class BannerUnit {
  private constructor(
    readonly unit: DefinitionUnit,
    readonly segments: readonly [Segment, Segment, Segment],
  ) {}

  static async on(workbench: Workbench): Promise<BannerUnit> {
    const unit = await workbench.unit("production", "banner", "hello");
    return new BannerUnit(unit, [
      await workbench.segment("GB"),
      await workbench.segment("FR"),
      await workbench.segment("DE"),
    ]);
  }

  readonly put = (index: 0 | 1 | 2, priority?: number): PutSegmentOverride => ({
    kind: "put-segment-override",
    segment: this.segments[index],
    enabled: true,
    ...serving({ kind: "string", value: `of ${index}` }),
    ...(priority === undefined ? {} : { priority }),
  });

  readonly remove = (index: 0 | 1 | 2): Edit => ({ kind: "remove-segment-override", segment: this.segments[index] });
}
