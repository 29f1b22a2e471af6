import type { Serve } from "../../../platforms/model/audience";
import type { FlagValue, FlagValueKind } from "../../../platforms/model/flag-value";
import type { SegmentRule } from "../../../platforms/model/segment-rule";
import type { TargetingRule } from "../../../platforms/model/targeting-rule";
import type { Variant } from "../../../platforms/model/variant";
import type { AudienceName } from "./audience-name";

/** What one platform serves, on its way to another: typed, without settings of a platform. */
export interface MovedProject {
  readonly flags: readonly MovedFlag[];
  readonly segments: readonly MovedSegment[];
}

export interface MovedFlag {
  readonly id: string;
  readonly key: string;
  readonly type: FlagValueKind;
  readonly description: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
  readonly variants: readonly Variant[];
  /** One for each environment in which the flag is defined. */
  readonly units: readonly MovedUnit[];
}

/** What an audience gets. Null: not managed. */
export interface MovedAudience {
  readonly enabled: boolean | null;
  readonly serve: Serve | null;
  /** What the control share of a split gets (Flagsmith); absent: not known. */
  readonly own?: FlagValue | undefined;
}

export interface MovedOverride extends MovedAudience {
  /** The segment's id, or the identity. */
  readonly subject: string;
  /** Lower wins; null: not known, then in the order of the list. */
  readonly priority: number | null;
}

/** A flag in one environment. */
export interface MovedUnit extends MovedAudience {
  readonly environment: string;
  /** The environment whose definition is served instead, where it is not among these; empty: none. */
  readonly reuse: string;
  readonly killed: boolean;
  readonly whenOff: string | null;
  /** Those of the definition alone, where it has its own. */
  readonly variants: readonly Variant[] | null;
  readonly rules: readonly TargetingRule[];
  readonly segments: readonly MovedOverride[];
  readonly identities: readonly MovedOverride[];
  /** The share of users that anything but targets applies to, in percent. */
  readonly allocation: number;
}

export interface MovedSegment {
  readonly id: string;
  /** The flag that it is for; null: all. */
  readonly flag: string | null;
  readonly name: string;
  readonly description: string;
  readonly rules: readonly SegmentRule[];
  /** Always in it. */
  readonly identities: readonly string[];
  /** Never in it. */
  readonly excluded: readonly string[];
  /** Why the lists could not show who is in it; null: they do. */
  readonly unknown: string | null;
}

/** The same change for everybody who gets something in an environment. Null: that audience is left out. */
export function mapAudiences(
  unit: MovedUnit,
  change: <A extends MovedAudience>(audience: A, place: string, name: AudienceName) => A | null,
): MovedUnit {
  const everyone = change<MovedAudience>(unit, "serve", { kind: "everyone" }) ?? { enabled: null, serve: null };
  return {
    ...unit,
    enabled: everyone.enabled,
    serve: everyone.serve,
    own: everyone.own,
    rules: unit.rules.flatMap((each) => change(each, `rule ${each.key}`, { kind: "rule", key: each.key }) ?? []),
    segments: unit.segments.flatMap((each) => change(each, "segment override", { kind: "segment", id: each.subject }) ?? []),
    identities: unit.identities.flatMap(
      (each) => change(each, "identity override", { kind: "identity", identity: each.subject }) ?? [],
    ),
  };
}

export function audiencesOf(unit: MovedUnit): readonly MovedAudience[] {
  return [unit, ...unit.rules, ...unit.segments, ...unit.identities];
}

/** How messages name a flag in an environment. */
export function unitName({ key }: Pick<MovedFlag, "key">, { environment }: Pick<MovedUnit, "environment">): string {
  return `definition ${environment}/${key}`;
}
