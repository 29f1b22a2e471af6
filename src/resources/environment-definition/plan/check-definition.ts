import { getOwn } from "../../../get-own";
import type { Platform } from "../../../platforms/port/platform";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { warnOfAbsentTraitsInRules } from "../../audience/absent-traits";
import { checkRules, checkServe, refuseVariantSet, requireServe, requireVariants } from "../../audience/check-serve";
import { whereKnown } from "../../common/known";
import { checkTexts, requireCapability, requirePriorities } from "../../common/plan-checks";
import { plannedVariants } from "../../feature-flag/variants";
import type { Client, FlagFacts } from "../../run/client";
import type { DefinitionState, environmentDefinitionAttributes } from "../environment-definition-attributes";

/** Everything that a definition says, its overrides included. `flag`: what is known of its flag. */
export function checkDefinition(
  planned: Planned<typeof environmentDefinitionAttributes>,
  platform: Platform,
  flag: FlagFacts | undefined,
): void {
  const { killed, whenOff, rules } = platform.capabilities;
  const facts = withOwnVariants(flag, planned.variants, platform);
  if (platform.capabilities.definitionVariants.can) refuseVariantSet(planned.variants, platform, facts?.type);
  requireCapability(killed, planned.killed, "switch that stops overrides too", ["killed"], platform);
  requireCapability(whenOff, planned.when_off, "variant for when a flag is off", ["when_off"], platform);
  requireCapability(rules, planned.rules, "rules inside a definition", ["rules"], platform);
  if (planned.when_off !== null && !isUnknown(planned.when_off)) requireVariants([planned.when_off], ["when_off"], facts);
  for (const path of platform.variantSettings ?? []) {
    const named = statedIn(planned, path);
    if (typeof named === "string") requireVariants([named], path, facts);
  }
  checkServe(planned.serve, ["serve"], platform, facts);
  for (const [name, override] of Object.entries(whereKnown(planned.segment_overrides) ?? {})) {
    const path = ["segment_overrides", name, "priority"];
    if (!isUnknown(override)) requirePriorities(override.priority, path, platform);
  }
  for (const set of ["segment_overrides", "identity_overrides"] as const) {
    for (const [name, override] of Object.entries(whereKnown(planned[set]) ?? {})) {
      if (isUnknown(override)) continue;
      checkServe(override.serve, [set, name, "serve"], platform, facts);
      // Where values are not free, an override without `serve` inherits what everyone gets.
      if (!platform.capabilities.freeValues.can && override.enabled !== false && !isUnknown(override.enabled))
        requireServe(override.serve, [set, name, "serve"], "override", facts);
    }
  }
  for (const [index, rule] of (whereKnown(planned.rules) ?? []).entries()) {
    if (isUnknown(rule)) continue;
    checkServe(rule.serve, ["rules", index, "serve"], platform, facts);
    if (rule.enabled !== false && !isUnknown(rule.enabled))
      requireServe(rule.serve, ["rules", index, "serve"], "rule", facts);
    checkRules(rule.when, ["rules", index, "when"], "definition", platform);
  }
}

/** Undefined: not stated, or not known yet. */
function statedIn(values: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null ? getOwn({ ...inner } as Record<string, unknown>, name) : undefined,
    values,
  );
}

/** Where a definition has variants of its own, those are what it can serve. */
function withOwnVariants(facts: FlagFacts | undefined, variants: unknown, platform: Platform): FlagFacts | undefined {
  if (!facts || variants === null || !platform.capabilities.definitionVariants.can) return facts;
  return { ...facts, ...plannedVariants(variants, facts.type, platform) };
}

/** Refuses what the platform would refuse, and warns of rules that have another meaning there. */
export function checkPlannedDefinition(
  prior: DefinitionState | null,
  planned: Planned<typeof environmentDefinitionAttributes>,
  client: Client,
  context: PlanContext<Client>,
): void {
  checkTexts(planned, prior, { "identity_overrides.#": "identity" }, client.platform);
  checkDefinition(planned, client.platform, client.flags.of(planned.project, planned.flag, planned.flag_id));
  warnOfAbsentTraitsInRules(prior?.rules ?? [], planned.rules, client.platform, context);
}
