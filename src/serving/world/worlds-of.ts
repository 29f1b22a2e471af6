import { segmentFinder } from "./find";
import { readDefinition, undefinedDefinition } from "./read-definition";
import { readFlag, undefinedFlag } from "./read-flag";
import { readSeparateOverride } from "./read-overrides";
import { readSegment } from "./read-segment";
import { cellOf, type ResourceValues, textIn } from "./resource-values";
import type { OverrideSet, PlatformName, World, WorldDefinition, WorldFlag, WorldOverride, WorldSegment } from "./world";

export interface WorldOptions {
  /** For resources that do not have it themselves. */
  readonly platform?: PlatformName;
  /** Whether nothing exists but these resources. Default: false. */
  readonly closed?: boolean;
  /** Vercel: the attribute that identifies users. Default: `user.id`. */
  readonly entity?: string;
}

/** The worlds that resources describe: one for each provider configuration and project. */
export function worldsOf(resources: readonly ResourceValues[], options: WorldOptions = {}): World[] {
  const groups = new Map<string, ResourceValues[]>();
  for (const resource of resources.filter(({ type }) => TYPES.has(type))) {
    const key = JSON.stringify([resource.provider ?? "", projectOf(resource)]);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return [...groups.values()].flatMap((group) => worldOfGroup(group, options) ?? []);
}

/** The one world that resources of one provider configuration and project describe. Throws where they are of several, or of none. */
export function worldOf(resources: readonly ResourceValues[], options: WorldOptions = {}): World {
  const [only, ...more] = worldsOf(resources, options);
  if (only && more.length === 0) return only;
  throw new Error(
    only
      ? `the resources belong to ${more.length + 1} provider configurations or projects: use worldsOf`
      : "none of the resources says what somebody is served, or their platform is not known",
  );
}

const TYPES: ReadonlySet<string> = new Set([
  "flagform_feature_flag",
  "flagform_environment_definition",
  "flagform_segment_override",
  "flagform_identity_override",
  "flagform_segment",
]);

/** Overrides that are resources of their own, of one flag in one environment. */
interface SeparateOverrides {
  readonly unit: Pick<WorldDefinition, "environment" | "flag">;
  readonly segments: WorldOverride[];
  readonly identities: WorldOverride[];
}

function worldOfGroup(group: readonly ResourceValues[], options: WorldOptions): World | undefined {
  const [first] = group;
  const platform = group.map(platformOf).find((each) => each !== undefined) ?? options.platform;
  if (!first || !platform) return undefined;
  const ofType = (type: string): readonly ResourceValues[] => group.filter((each) => each.type === `flagform_${type}`);
  const flags = flagsOf(ofType("feature_flag"));
  const segments = new Map(
    ofType("segment").flatMap((each): (readonly [string, WorldSegment])[] => named(readSegment(each))),
  );
  const definitions = new Map<string, Map<string, WorldDefinition>>();
  const unplaced: string[] = [];
  const put = (definition: WorldDefinition): void => {
    const environment = definitions.get(definition.environment) ?? new Map<string, WorldDefinition>();
    definitions.set(definition.environment, environment.set(definition.flag, definition));
    if (!flags.has(definition.flag)) flags.set(definition.flag, undefinedFlag(definition.flag));
  };
  for (const resource of ofType("environment_definition")) {
    const unit = unitOf(resource);
    if (unit) put(readDefinition(resource, unit, platform));
    else unplaced.push(resource.address);
  }
  const separate = new Map<string, SeparateOverrides>();
  for (const resource of [...ofType("segment_override"), ...ofType("identity_override")]) {
    const unit = unitOf(resource);
    const override = readSeparateOverride(resource);
    if (!unit || !override) {
      unplaced.push(resource.address);
      continue;
    }
    const key = JSON.stringify([unit.environment, unit.flag]);
    const found = separate.get(key) ?? { unit, segments: [], identities: [] };
    separate.set(key, found);
    found[resource.type === "flagform_segment_override" ? "segments" : "identities"].push(override);
  }
  for (const { unit, segments: ofSegments, identities } of separate.values()) {
    const definition = definitions.get(unit.environment)?.get(unit.flag) ?? undefinedDefinition(unit);
    put({
      ...definition,
      segmentOverrides: withOverrides(definition.segmentOverrides, ofSegments),
      identityOverrides: withOverrides(definition.identityOverrides, identities),
    });
  }
  const { closed = false, entity = "user.id" } = options;
  const place = { provider: first.provider ?? "", project: projectOf(first) };
  const world: World = { platform, ...place, closed, entity, flags, definitions, segments, unplaced };
  return { ...world, definitions: withSegmentNames(world) };
}

function flagsOf(resources: readonly ResourceValues[]): Map<string, WorldFlag> {
  return new Map(
    resources.flatMap((resource) => {
      const key = textIn(cellOf(resource), "key");
      return key === null ? [] : [[key, readFlag(resource, key)] as const];
    }),
  );
}

function named(segment: WorldSegment | undefined): (readonly [string, WorldSegment])[] {
  return segment ? [[segment.name, segment]] : [];
}

function withOverrides(set: OverrideSet<WorldOverride>, more: readonly WorldOverride[]): OverrideSet<WorldOverride> {
  return { ...set, entries: [...set.entries, ...more] };
}

/** Overrides name segments as people do: by the one spelling, so that two names of one segment are one. */
function withSegmentNames(world: World): World["definitions"] {
  const find = segmentFinder(world);
  const spelled = (override: WorldOverride): WorldOverride => {
    return { ...override, subject: find(override.subject)?.name ?? override.subject };
  };
  return new Map(
    [...world.definitions].map(([environment, flags]) => {
      const renamed = [...flags].map(([flag, definition]) => {
        const { segmentOverrides } = definition;
        const entries = segmentOverrides.entries.map(spelled);
        return [flag, { ...definition, segmentOverrides: { ...segmentOverrides, entries } }] as const;
      });
      return [environment, new Map(renamed)] as const;
    }),
  );
}

function unitOf(resource: ResourceValues): Pick<WorldDefinition, "environment" | "flag"> | undefined {
  const [environment, flag] = ["environment", "flag"].map((name) => textIn(cellOf(resource), name));
  return typeof environment === "string" && typeof flag === "string" ? { environment, flag } : undefined;
}

function projectOf(resource: ResourceValues): string | null {
  return textIn(cellOf(resource), "project");
}

const PLATFORM = /^(?:flagsmith|split|vercel|mixpanel)\b/;

function platformOf({ platform, ...resource }: ResourceValues): PlatformName | undefined {
  if (platform) return platform;
  const [name] = PLATFORM.exec(textIn(cellOf(resource), "scope") ?? "") ?? [];
  return name as PlatformName | undefined;
}
