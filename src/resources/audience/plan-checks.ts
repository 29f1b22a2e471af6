import { sameValue, textOf, type FlagValue, type FlagValueKind } from "../../platforms/model/flag-value";
import type { Capability } from "../../platforms/port/capabilities";
import type { Platform } from "../../platforms/port/platform";
import type { SettingRefusal } from "../../platforms/port/refusal";
import { DiagnosticError, error, type Diagnostic, type Path } from "../../terraform/diagnostic";
import { isUnknown, isWhollyKnown, type Unknown } from "../../terraform/value";
import type { Planned } from "../../terraform/schema";
import type { Client, FlagFacts } from "../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition/environment-definition-attributes";
import { whereKnown } from "../common/known";
import { segmentRules } from "./segment-rules";
import { flagValueOf, serveOf, type ServeAttribute, type ValueAttribute } from "./serve-value";
import { plannedVariants, variantsOf, type StatedVariants } from "../feature-flag/variants";

/** What is checked at plan: what the platform cannot do, and values it would refuse or change. No requests. */

/** Refuses an attribute that the platform has nothing for, where it is set, naming the nearest thing that would work. */
export function requireCapability(
  capability: Capability,
  attribute: unknown,
  what: string,
  path: Path,
  platform: Platform,
): void {
  if (attribute === null || isUnknown(attribute) || capability.can) return;
  throw new DiagnosticError(error(`${platform.title} has no ${what}`, capability.nearest, path));
}

export function requirePriorities(priority: unknown, path: Path, platform: Platform): void {
  requireCapability(platform.capabilities.priorities, priority, "priorities of overrides", path, platform);
}

/** Everything that a definition says, its overrides included. */
export function checkDefinition(planned: Planned<typeof environmentDefinitionAttributes>, client: Client): void {
  const { platform } = client;
  const { killed, whenOff, rules } = platform.capabilities;
  const facts = withOwnVariants(client.flags.of(planned.project, planned.flag, planned.flag_id), planned.variants, platform);
  if (platform.capabilities.definitionVariants.can) refuseVariantSet(planned.variants, platform, facts?.type);
  requireCapability(killed, planned.killed, "switch that stops overrides too", ["killed"], platform);
  requireCapability(whenOff, planned.when_off, "variant for when a flag is off", ["when_off"], platform);
  requireCapability(rules, planned.rules, "rules inside a definition", ["rules"], platform);
  if (planned.when_off !== null && !isUnknown(planned.when_off)) requireVariants([planned.when_off], ["when_off"], facts);
  checkServe(planned.serve, ["serve"], platform, facts);
  for (const [name, override] of Object.entries(whereKnown(planned.segment_overrides) ?? {})) {
    const path = ["segment_overrides", name, "priority"];
    if (!isUnknown(override)) requirePriorities(override.priority, path, platform);
  }
  for (const set of ["segment_overrides", "identity_overrides"] as const) {
    for (const [name, override] of Object.entries(whereKnown(planned[set]) ?? {})) {
      if (isUnknown(override)) continue;
      checkServe(override.serve, [set, name, "serve"], platform, facts);
      // Elsewhere one that says nothing of it inherits what everyone gets.
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

/** Where a definition has variants of its own, those are what it can serve. */
function withOwnVariants(facts: FlagFacts | undefined, variants: unknown, platform: Platform): FlagFacts | undefined {
  if (!facts || variants === null || !platform.capabilities.definitionVariants.can) return facts;
  return { ...facts, ...plannedVariants(variants, facts.type, platform) };
}

/** Conditions that the platform would refuse. */
export function checkRules(rules: unknown, path: Path, place: "segment" | "definition", platform: Platform): void {
  if (!platform.refuseRules || rules === null || !isWhollyKnown(rules)) return;
  const refusal = platform.refuseRules(segmentRules(rules as Parameters<typeof segmentRules>[0]), place);
  if (refusal !== undefined) throw new DiagnosticError(error(`${platform.title} has no such rule`, refusal, path));
}

/** Rules that the platform takes for something else than they say. */
export function warnOfRules(
  rules: unknown,
  whose: string,
  platform: Platform,
  context: { warn(summary: string, detail: string): void },
): void {
  if (!platform.warnRules || rules === null || !isWhollyKnown(rules)) return;
  const words = platform.warnRules(segmentRules(rules as Parameters<typeof segmentRules>[0]));
  if (words !== undefined) context.warn(`${whose} does not mean there what it says`, words);
}

/** A name that the platform would refuse. */
export function checkName(
  name: unknown,
  noun: Parameters<NonNullable<Platform["refuseName"]>>[0],
  path: Path,
  platform: Platform,
): void {
  const refusal = typeof name === "string" ? platform.refuseName?.(noun, name) : undefined;
  if (refusal !== undefined) throw new DiagnosticError(error(`${platform.title} would not take this name`, refusal, path));
}

/** What is stated beside all that, such as numbers of tags and lengths of labels. */
export function refuseSetting(refusal: SettingRefusal | undefined, platform: Platform): void {
  if (refusal) throw new DiagnosticError(error(`${platform.title} would not take this`, refusal.reason, refusal.path));
}

/** The attributes that are wholly known; the others are as good as left out. */
export function knownAttributes<T extends object>(planned: T): T {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, isWhollyKnown(value) ? value : null]),
  ) as T;
}

/** The variants of a flag: the value of each, and all of them together. */
export function checkVariants(variants: unknown, platform: Platform, type: FlagValueKind | undefined): void {
  if (variants === null || isUnknown(variants)) return;
  for (const [key, variant] of Object.entries(variants as StatedVariants<Unknown>)) {
    if (!isUnknown(variant)) checkValueAt(variant.value, ["variants", key, "value"], platform, type);
  }
  refuseVariantSet(variants, platform, type);
}

function refuseVariantSet(variants: unknown, platform: Platform, type: FlagValueKind | undefined): void {
  if (variants === null || !isWhollyKnown(variants)) return;
  const refusal = platform.refuseVariants?.(variantsOf(variants as StatedVariants), type);
  if (refusal !== undefined)
    throw new DiagnosticError(error(`${platform.title} would not take these variants`, refusal, ["variants"]));
}

/** A planned `serve`: can the platform say it, does it fit the flag, will the platform keep it as it is? */
export function checkServe(
  serve: ServeAttribute<Unknown> | Unknown | null,
  path: Path,
  platform: Platform,
  facts: FlagFacts | undefined,
): void {
  if (serve === null || isUnknown(serve)) return;
  const { variants, splits, booleanSplits, rollouts, freeValues } = platform.capabilities;
  requireCapability(variants, serve.variant, "variants here", [...path, "variant"], platform);
  requireCapability(splits, serve.split, "splits here", [...path, "split"], platform);
  if (facts?.type === "boolean")
    requireCapability(booleanSplits, serve.split, "splits of boolean flags", [...path, "split"], platform);
  if (facts?.type === "boolean" && !booleanSplits.can && serve.variant !== null && !isUnknown(serve.variant))
    throw new DiagnosticError(
      error(`${platform.title} serves a boolean flag by \`enabled\``, "Leave `serve` out and set `enabled`.", [
        ...path,
        "variant",
      ]),
    );
  requireCapability(rollouts, serve.rollout, "rollouts by time", [...path, "rollout"], platform);
  if (isWhollyKnown(serve)) checkKnownServe(serve as ServeAttribute, path, platform, facts);
  if (serve.value === null || isUnknown(serve.value)) return;
  const isVariants = !freeValues.can && facts?.values?.some((value) => servesValue(value, serve.value)) === true;
  if (!freeValues.can && facts?.values && isWhollyKnown(serve.value) && !isVariants)
    throw new DiagnosticError(
      error(`${platform.title} serves only variants`, `${freeValues.nearest} ${listVariants(facts)}`, [...path, "value"]),
    );
  checkValueAt(serve.value, [...path, "value"], platform, facts?.type);
}

function checkKnownServe(attribute: ServeAttribute, path: Path, platform: Platform, facts: FlagFacts | undefined): void {
  const serve = serveOf(attribute);
  if (!serve) return;
  if (serve.kind === "variant") requireVariants([serve.variant], [...path, "variant"], facts);
  if (serve.kind === "split") requireVariants(Object.keys(serve.weights), [...path, "split", "weights"], facts);
  if (serve.kind === "rollout") requireVariants([serve.from, serve.to], [...path, "rollout"], facts);
  const refusal = platform.refuseServe?.(serve);
  if (refusal !== undefined) throw new DiagnosticError(error(`${platform.title} would not serve this`, refusal, path));
}

function requireVariants(keys: readonly string[], path: Path, facts: FlagFacts | undefined): void {
  const known = facts?.variants;
  const missing = known && keys.find((key) => !known.includes(key));
  if (missing === undefined) return;
  throw new DiagnosticError(error(`The flag has no variant "${missing}"`, listVariants(facts), path));
}

function listVariants(facts: FlagFacts | undefined): string {
  const keys = facts?.variants ?? [];
  return keys.length > 0 ? `It has ${keys.map((key) => `"${key}"`).join(", ")}.` : "Declare `variants` on the flag.";
}

function servesValue(value: FlagValue, attribute: ValueAttribute<Unknown> | Unknown | null): boolean {
  const wanted = attribute === null || !isWhollyKnown(attribute) ? undefined : flagValueOf(attribute as ValueAttribute);
  return wanted !== undefined && sameValue(value, wanted);
}

/** An override states what it serves, because platforms fill omissions differently; for boolean flags `enabled` says it. */
export function checkOverrideServe(
  { enabled, serve }: { readonly enabled: unknown; readonly serve: ServeAttribute<Unknown> | Unknown | null },
  platform: Platform,
  facts: FlagFacts | undefined,
): void {
  checkServe(serve, ["serve"], platform, facts);
  // Off is a variant there, which the definition names.
  if (enabled !== false || !platform.capabilities.whenOff.can) requireServe(serve, ["serve"], "override", facts);
}

function requireServe(serve: unknown, path: Path, noun: "override" | "rule", facts: FlagFacts | undefined): void {
  const type = facts?.type;
  if (serve !== null || type === undefined || type === "boolean") return;
  throw new DiagnosticError(
    error(
      `The ${noun} does not say what it serves`,
      `The flag serves a ${type}: set \`serve = { value = { ${type} = … } }\`.`,
      path,
    ),
  );
}

/** One value, wherever it stands. */
export function checkValueAt(
  attribute: ValueAttribute<Unknown> | Unknown | null,
  path: Path,
  platform: Platform,
  flagType: FlagValueKind | undefined,
): void {
  const diagnostics = valueDiagnostics(attribute, path, platform, flagType);
  if (diagnostics.length > 0) throw new DiagnosticError(...diagnostics);
}

function valueDiagnostics(
  attribute: ValueAttribute<Unknown> | Unknown | null,
  path: Path,
  platform: Platform,
  flagType: FlagValueKind | undefined,
): Diagnostic[] {
  if (attribute === null || !isWhollyKnown(attribute)) return [];
  const value = flagValueOf(attribute as ValueAttribute);
  if (!value) return [];
  const at = [...path, value.kind];
  if (flagType !== undefined && !fits(value.kind, flagType)) {
    const given = value.kind === "string" || value.kind === "json" ? "" : ` (${textOf(value)})`;
    return [
      error(
        `The flag serves a ${flagType}, this is a ${value.kind}`,
        `The value${given} is given as \`${value.kind}\`. Write it as \`${flagType}\`, or change the flag's type.`,
        at,
      ),
    ];
  }
  const refusal = platform.refuseValue(value);
  return refusal === undefined ? [] : [error(`${platform.title} would not keep this value`, refusal, at)];
}

function fits(kind: FlagValueKind, flagType: FlagValueKind): boolean {
  return kind === flagType || (flagType === "number" && kind === "integer");
}
