import type { FlagValueKind } from "../../../platforms/model/flag-value";
import type { TargetingRule } from "../../../platforms/model/targeting-rule";
import type { Variant } from "../../../platforms/model/variant";
import { segmentRules } from "../../../resources/audience/segment-rules";
import { serveOf } from "../../../resources/audience/serve-value";
import {
  type DefinitionState,
  environmentDefinitionAttributes,
} from "../../../resources/environment-definition/environment-definition-attributes";
import { featureFlagAttributes, type FlagState } from "../../../resources/feature-flag/feature-flag-attributes";
import { variantsOf } from "../../../resources/feature-flag/variants";
import { type Adopted, type Inventory, referenceTo, textAt } from "../../inventory/adopted";
import { withNulls } from "../../inventory/nulls";
import type { Move } from "../move";
import { mapAudiences, type MovedFlag, type MovedOverride, type MovedProject, type MovedUnit } from "./project";
import { readSegment, segmentId } from "./read-segment";
import { switched } from "./switched";

/** An inventory in the neutral model. Its overrides stand in their definitions. */
export function readProject({ flags, segments, definitions }: Inventory, move: Move): MovedProject {
  const ids = new Map(segments.map((each) => [referenceTo(each), segmentId(each)]));
  const byFlag = new Map<string, MovedUnit[]>();
  for (const each of definitions) {
    const id = each.ids["flag_id"] ?? "";
    byFlag.set(id, [...(byFlag.get(id) ?? []), byIdentity(readUnit(each, ids, move), move.identity)]);
  }
  return {
    flags: flags.map((each) => readFlag(each, withReused(byFlag.get(each.ids["flag_id"] ?? "") ?? []), move)),
    segments: segments.map((each) => readSegment(each, move)),
  };
}

function readFlag({ body, ids, displayName }: Adopted, units: readonly MovedUnit[], move: Move): MovedFlag {
  const state = withNulls<FlagState>(featureFlagAttributes, body);
  const flag: MovedFlag = {
    id: ids["flag_id"] ?? "",
    key: textAt(body, "key") ?? displayName,
    type: (state.type ?? "boolean") as FlagValueKind,
    description: state.description ?? "",
    tags: state.tags ?? [],
    archived: state.archived ?? false,
    variants: variantsOf(state.variants ?? {}),
    units,
  };
  return flag.type === "boolean" ? switched(flag, move) : flag;
}

function readUnit({ body, importId }: Adopted, segmentIds: ReadonlyMap<string, string>, { own }: Move): MovedUnit {
  const state = withNulls<DefinitionState>(environmentDefinitionAttributes, body);
  const { enabled, killed, when_off: whenOff, rules, segment_overrides: segments, identity_overrides: people } = state;
  const ownVariants: readonly Variant[] | null = state.variants && variantsOf(state.variants);
  return {
    environment: textAt(body, "environment") ?? "",
    reuse: state.vercel?.reuse ?? "",
    enabled,
    serve: serveOf(state.serve) ?? null,
    own: own.get(importId)?.everyone,
    killed: killed ?? false,
    whenOff,
    variants: ownVariants,
    rules: (rules ?? []).map((rule): TargetingRule => ({
      ...rule,
      when: segmentRules(rule.when),
      serve: serveOf(rule.serve) ?? null,
    })),
    segments: inOrder(
      Object.entries(segments ?? {}).map(([name, each]): MovedOverride => {
        const subject = each.segment_id ?? segmentIds.get(name) ?? name;
        const control = own.get(importId)?.segments.get(subject);
        return {
          subject,
          priority: each.priority,
          enabled: each.enabled,
          serve: serveOf(each.serve) ?? null,
          own: control,
        };
      }),
      ownVariants ?? [],
    ),
    identities: Object.entries(people ?? {}).map(([subject, each]): MovedOverride => {
      return { subject, priority: null, enabled: each.enabled, serve: serveOf(each.serve) ?? null };
    }),
    allocation: state.split?.traffic_allocation ?? state.mixpanel?.rollout_percentage ?? 100,
  };
}

/** An environment that serves what another one has: a copy of that. */
function withReused(units: readonly MovedUnit[]): readonly MovedUnit[] {
  const resolve = (unit: MovedUnit, seen: readonly string[]): MovedUnit => {
    const other = seen.includes(unit.reuse) ? undefined : units.find(({ environment }) => environment === unit.reuse);
    return other ? { ...resolve(other, [...seen, unit.reuse]), environment: unit.environment, reuse: "" } : unit;
  };
  return units.map((unit) => resolve(unit, [unit.environment]));
}

/** Shares by the attribute that is the identity are by the identity itself, which everybody has. */
function byIdentity(unit: MovedUnit, identity: string | undefined): MovedUnit {
  if (identity === undefined) return unit;
  return mapAudiences(unit, (audience) => {
    const { serve } = audience;
    const isShared = serve?.kind === "split" || serve?.kind === "rollout";
    return isShared && serve.bucketBy === identity
      ? { ...audience, serve: { ...serve, bucketBy: null, otherwise: null } }
      : audience;
  });
}

/**
 * As they win. Where a platform stores no priorities (Split), segments with one treatment go first, in the order of the treatments, then
 * those with a split.
 */
function inOrder(overrides: readonly MovedOverride[], variants: readonly Variant[]): readonly MovedOverride[] {
  const rank = ({ priority, serve }: MovedOverride): number => {
    if (priority !== null) return priority;
    if (serve?.kind !== "variant") return variants.length;
    return variants.findIndex(({ key }) => key === serve.variant);
  };
  return [...overrides].sort((one, other) => rank(one) - rank(other));
}
