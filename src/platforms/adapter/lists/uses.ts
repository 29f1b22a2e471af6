import type { Audience } from "../../model/audience";
import { isMembership, type SegmentRule } from "../../model/segment-rule";
import type { Definition, DefinitionUnit } from "../../port/definition";
import type { Environment } from "../../port/environment";
import type { Named, Project } from "../../port/named";
import type { Platform } from "../../port/platform";

/** What stands on a flag, a segment or an environment: who would notice if it were gone. */

/** What one environment has of a flag. */
interface FlagUse {
  readonly environment: Named;
  /** Whether everyone who is in no override and no rule gets more than "off". */
  readonly isOn: boolean;
  readonly rules: number;
  readonly segments: readonly { readonly id: string; readonly isOn: boolean }[];
  readonly identities: readonly string[];
}

type FlagParts = Pick<Platform, "definitions" | "environments" | "identityOverrides">;

/** Where the flag is on, has rules or overrides. Read exactly: somebody may have begun to serve it a moment ago. */
export async function usesOfFlag(project: Project, flag: Named, parts: FlagParts): Promise<readonly FlagUse[]> {
  const environments = await parts.environments.list(project);
  const uses = await Promise.all(environments.map((environment) => useIn({ project, environment, flag }, parts)));
  return uses.filter((use) => use !== undefined);
}

async function useIn(unit: DefinitionUnit, parts: FlagParts): Promise<FlagUse | undefined> {
  const use = await whatIsIn(unit, parts);
  return use && (use.isOn || !isOnlyOn(use)) ? use : undefined;
}

/** Undefined: the flag has no definition there. */
async function whatIsIn(
  unit: DefinitionUnit,
  { definitions, identityOverrides }: Pick<FlagParts, "definitions" | "identityOverrides">,
): Promise<FlagUse | undefined> {
  const [definition, identities] = await Promise.all([definitions.read(unit), identityOverrides.list(unit)]);
  if (!definition) return undefined;
  return {
    environment: unit.environment,
    isOn: isOn(definition),
    rules: definition.rules?.length ?? 0,
    segments: segmentsOf(definition),
    identities: [...((definition.identityOverrides ?? identities)?.keys() ?? [])],
  };
}

/** Where "off" is a variant, a flag that serves it to everybody is off. */
export function isOn({ enabled, served, off }: Pick<Audience, "enabled"> & Partial<Audience>): boolean {
  return enabled && !(served?.kind === "variant" && off !== undefined && off.variant === served.variant);
}

function segmentsOf({ segmentOverrides }: Pick<Definition, "segmentOverrides">): FlagUse["segments"] {
  return segmentOverrides.map((override) => ({ id: override.segmentId, isOn: isOn(override) }));
}

/** Whether it serves everybody alike. */
export function isOnlyOn({ rules, segments, identities }: FlagUse): boolean {
  return rules + segments.length + identities.length === 0;
}

/** As "on in production, with 1 segment override" or "off in staging, with 2 rules". */
export function describeUse({ environment, isOn: on, rules, segments, identities }: FlagUse): string {
  const parts = [
    count(rules, "rule"),
    count(segments.length, "segment override"),
    count(identities.length, "identity override"),
  ].filter((part) => part !== undefined);
  return `${on ? "on" : "off"} in ${environment.name}${parts.length > 0 ? `, with ${listing(parts)}` : ""}`;
}

type SegmentParts = Pick<Platform, "definitions" | "environments" | "flags" | "segments">;

/** The flags that some environment says this of, such as "new-checkout in staging and production". */
export async function flagsWhere(
  project: Project,
  parts: Pick<Platform, "environments" | "flags">,
  isSo: (unit: DefinitionUnit) => Promise<boolean>,
): Promise<readonly string[]> {
  const [flags, environments] = await Promise.all([parts.flags.list(project), parts.environments.list(project)]);
  const found = await Promise.all(
    flags.map(async (flag) => {
      const places = await Promise.all(
        environments.map(async (environment) =>
          (await isSo({ project, environment, flag })) ? environment.name : undefined,
        ),
      );
      const used = places.filter((place) => place !== undefined);
      return used.length > 0 ? `${flag.name} in ${listing(used)}` : undefined;
    }),
  );
  return found.filter((each) => each !== undefined);
}

/** The flags and segments that name the segment, from the run's lists; without the overrides that do not count. */
export async function usesOfSegment(
  project: Project,
  segment: Named,
  parts: SegmentParts,
  counts: (unit: DefinitionUnit) => boolean = () => true,
): Promise<readonly string[]> {
  const [byFlags, segments] = await Promise.all([
    flagsWhere(project, parts, (unit) => namesSegment(unit, segment, parts, counts)),
    parts.segments.list(project),
  ]);
  const bySegments = segments.filter(({ id, rules }) => id !== segment.id && hasCondition(rules, segment));
  return [...byFlags.map((each) => `flag ${each}`), ...bySegments.map(({ name }) => `segment ${name}`)];
}

async function namesSegment(
  unit: DefinitionUnit,
  segment: Named,
  { definitions }: SegmentParts,
  counts: (unit: DefinitionUnit) => boolean,
): Promise<boolean> {
  const whole: Partial<Definition> | undefined = (await definitions.sweep(unit)) ?? (await definitions.listed(unit));
  if (!whole) return false;
  return (
    ((whole.segmentOverrides ?? []).some(({ segmentId }) => segmentId === segment.id) && counts(unit)) ||
    (whole.rules ?? []).some(
      ({ when, words }) => hasCondition(when ?? [], segment) || words?.includes(segment.name) === true,
    )
  );
}

function hasCondition(rules: readonly Pick<SegmentRule, "conditions">[], { id, name }: Named): boolean {
  return rules.some((rule) => {
    const nested = "rules" in rule ? (rule as SegmentRule).rules : [];
    const isNamed = rule.conditions.some(
      ({ operator, values }) =>
        isMembership(operator) && (values ?? []).some((value) => value === name || value === id || value === `id:${id}`),
    );
    return isNamed || hasCondition(nested, { id, name });
  });
}

type EnvironmentParts = Pick<Platform, "definitions" | "flags" | "identityOverrides" | "serverKeys">;

/**
 * The flags of which an environment has more than a new one, and the keys that servers read it with. Read exactly: somebody may
 * have begun to use it a moment ago. `isLeft`: what does not count.
 */
export async function usesOfEnvironment(
  project: Project,
  environment: Environment,
  parts: EnvironmentParts,
  isLeft: (use: FlagUse & { readonly flag: Named }) => boolean = () => false,
): Promise<readonly string[]> {
  const flags = await parts.flags.list(project);
  const [served, keys] = await Promise.all([
    Promise.all(
      flags.map(async (flag) => {
        const use = await whatIsIn({ project, environment, flag }, parts);
        const isNew = !use || (parts.definitions.startsEmpty !== true && isAsBegun(use, flag.initial));
        return isNew || isLeft({ ...use, flag }) ? undefined : `flag ${flag.name}`;
      }),
    ),
    parts.serverKeys?.list(environment) ?? [],
  ]);
  return [...served.filter((each) => each !== undefined), ...keys.map(({ name }) => `server key ${name}`)];
}

/** All that is in a project. */
export async function usesOfProject(
  project: Project,
  { flags, environments, segments }: Pick<Platform, "flags" | "environments" | "segments">,
): Promise<readonly string[]> {
  const things = await Promise.all(
    [flags, environments, segments].map(async (store) => [store.noun, await store.list(project)] as const),
  );
  return things.flatMap(([noun, all]) => count(all.length, noun) ?? []);
}

function isAsBegun(use: FlagUse, initial: { readonly enabled: boolean }): boolean {
  return (!use.isOn || initial.enabled) && isOnlyOn(use);
}

function count(number: number, what: string): string | undefined {
  return number === 0 ? undefined : `${String(number)} ${what}${number === 1 ? "" : "s"}`;
}

export function listing(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
