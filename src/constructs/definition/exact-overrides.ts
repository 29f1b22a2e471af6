import type { IResolvable, TerraformResource } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import type { Attributes } from "../internal/literals/attributes";
import { referTo } from "../internal/parent";
import { type Feature, has } from "../internal/platform-limits";
import type { OverrideClaim } from "../internal/provider/stack-rules";
import type { ISegment } from "../segment/i-segment";
import type { Serve } from "./serve";

/**
 * One of the exact set of a definition's segment overrides.
 */
export interface ExactSegmentOverride {
  /**
   * The segment that the override is for.
   */
  readonly segment: ISegment;

  /**
   * The precedence if an identity is in several segments: the lower number wins.
   *
   * @default - not managed
   */
  readonly priority?: number;

  /**
   * Whether the flag is on for this segment.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What the segment is served. Only boolean flags leave it out: they use `enabled`.
   *
   * @default - only `enabled` applies
   */
  readonly serve?: Serve;
}

/**
 * One of the exact set of a definition's identity overrides.
 */
export interface ExactIdentityOverride {
  /**
   * The identifier of the user, device or account, as the application sends it.
   */
  readonly identity: string;

  /**
   * Whether the flag is on for this identity.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What the identity is served. Only boolean flags leave it out: they use `enabled`.
   *
   * @default - only `enabled` applies
   */
  readonly serve?: Serve;
}

interface ExactSets {
  readonly flag: IFeatureFlag;
  readonly segmentOverrides?: ExactSegmentOverride[];
  readonly identityOverrides?: ExactIdentityOverride[];
}

/** By segment name, with ids as everywhere. */
export function exactSegments(
  owner: TerraformResource,
  overrides: readonly ExactSegmentOverride[] | undefined,
): Attributes | undefined {
  if (overrides === undefined) return undefined;
  return Object.fromEntries(
    overrides.map(({ segment, priority, enabled, serve }) => {
      const { name, id } = referTo(owner, segment, segment.segmentName);
      return [name, { segment_id: id, priority, enabled, serve: serve?._attributes() }];
    }),
  );
}

/** By identifier. */
export function exactIdentities(overrides: readonly ExactIdentityOverride[] | undefined): Attributes | undefined {
  if (overrides === undefined) return undefined;
  return Object.fromEntries(
    overrides.map(({ identity, enabled, serve }) => [identity, { enabled, serve: serve?._attributes() }]),
  );
}

export function exactClaims(unit: string, { segmentOverrides, identityOverrides }: ExactSets): OverrideClaim[] {
  const segments: OverrideClaim[] = segmentOverrides === undefined ? [] : [{ unit, kind: "segment", exact: true }];
  const identities: OverrideClaim[] = identityOverrides === undefined ? [] : [{ unit, kind: "identity", exact: true }];
  return [...segments, ...identities];
}

export function exactSetIssues(
  owner: TerraformResource,
  { flag, segmentOverrides = [], identityOverrides = [] }: ExactSets,
): string[] {
  const named = [
    ...segmentOverrides.map((each) => ({ what: `the segment override of "${each.segment.segmentName}"`, ...each })),
    ...identityOverrides.map((each) => ({ what: `the identity override of "${each.identity}"`, ...each })),
  ];
  const names = named.map(({ what }) => what);
  return [
    ...names.filter((what, index) => names.indexOf(what) < index).map((what) => `${what} is listed twice`),
    ...named.flatMap(({ what, ...audience }) => audienceIssues(owner, flag, audience).map((issue) => `${what}: ${issue}`)),
  ];
}

/** What an exact set asks of a platform. */
export function exactSetFeatures({ flag, segmentOverrides = [], identityOverrides = [] }: ExactSets): Feature[] {
  const priorities: Feature[] = segmentOverrides.some(({ priority }) => priority !== undefined) ? ["priorities"] : [];
  return [
    ...priorities,
    ...[...segmentOverrides, ...identityOverrides].flatMap(({ serve }) => serve?._features(flag) ?? []),
  ];
}

/** Whether a flag is on for someone, and what they get. */
interface StatedAudience {
  readonly enabled?: boolean | IResolvable;
  readonly serve?: Serve;
}

/**
 * What is wrong with what an audience gets. It must be said for a flag with values, which platforms fill in differently; not where
 * the flag is off and the platform serves `whenOff` then.
 */
export function audienceIssues(owner: TerraformResource, flag: IFeatureFlag, { enabled, serve }: StatedAudience): string[] {
  if (serve !== undefined) return serve._issues(flag);
  if (flag.flagType === undefined || flag.flagType === "boolean") return [];
  if (enabled === false && has(owner, "whenOff")) return [];
  return [`it does not set what is served: flag ${flag.flagKey} serves ${flag.flagType}, so add \`serve\``];
}
