import { type FlagValue, type FlagValueKind, sameValue, textOf } from "../../platforms/model/flag-value";
import type { Platform } from "../../platforms/port/platform";
import { type Diagnostic, DiagnosticError, error, type Path } from "../../terraform/diagnostic";
import { isUnknown, isWhollyKnown, type Unknown } from "../../terraform/value";
import { requireCapability } from "../common/plan-checks";
import { type StatedVariants, variantsOf } from "../feature-flag/variants";
import type { FlagFacts } from "../run/client";
import { segmentRules } from "./segment-rules";
import { flagValueOf, type ServeAttribute, serveOf, type ValueAttribute } from "./serve-value";

/** Refuses conditions that the platform would refuse. */
export function checkRules(rules: unknown, path: Path, place: "segment" | "definition", platform: Platform): void {
  if (!platform.refuseRules || rules === null || !isWhollyKnown(rules)) return;
  const refusal = platform.refuseRules(segmentRules(rules as Parameters<typeof segmentRules>[0]), place);
  if (refusal !== undefined) throw new DiagnosticError(error(`${platform.title} has no such rule`, refusal, path));
}

/** Warns of rules that have another meaning on the platform. */
export function warnOfRules(
  rules: unknown,
  whose: string,
  platform: Platform,
  context: { warn(summary: string, detail: string): void },
): void {
  if (!platform.warnRules || rules === null || !isWhollyKnown(rules)) return;
  const words = platform.warnRules(segmentRules(rules as Parameters<typeof segmentRules>[0]));
  if (words !== undefined) context.warn(`${whose} has another meaning on ${platform.title}`, words);
}

/** Checks the variants of a flag: the value of each, and all of them together. */
export function checkVariants(variants: unknown, platform: Platform, type: FlagValueKind | undefined): void {
  if (variants === null || isUnknown(variants)) return;
  for (const [key, variant] of Object.entries(variants as StatedVariants<Unknown>)) {
    if (!isUnknown(variant)) checkValueAt(variant.value, ["variants", key, "value"], platform, type);
  }
  refuseVariantSet(variants, platform, type);
}

export function refuseVariantSet(variants: unknown, platform: Platform, type: FlagValueKind | undefined): void {
  if (variants === null || !isWhollyKnown(variants)) return;
  const refusal = platform.refuseVariants?.(variantsOf(variants as StatedVariants), type);
  if (refusal !== undefined)
    throw new DiagnosticError(error(`${platform.title} does not accept these variants`, refusal, ["variants"]));
}

/**
 * Checks a planned `serve`: whether the platform supports it, whether it fits the flag, and whether the platform stores it
 * unchanged.
 */
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
  if (refusal !== undefined) throw new DiagnosticError(error(`${platform.title} cannot serve this`, refusal, path));
}

export function requireVariants(keys: readonly string[], path: Path, facts: FlagFacts | undefined): void {
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

/** An override must set what it serves, because platforms fill omissions differently; boolean flags use `enabled`. */
export function checkOverrideServe(
  { enabled, serve }: { readonly enabled: unknown; readonly serve: ServeAttribute<Unknown> | Unknown | null },
  platform: Platform,
  facts: FlagFacts | undefined,
): void {
  checkServe(serve, ["serve"], platform, facts);
  // Off is a variant there, and the definition sets which one.
  if (enabled !== false || !platform.capabilities.whenOff.can) requireServe(serve, ["serve"], "override", facts);
}

export function requireServe(serve: unknown, path: Path, noun: "override" | "rule", facts: FlagFacts | undefined): void {
  const type = facts?.type;
  if (serve !== null || type === undefined || type === "boolean") return;
  throw new DiagnosticError(
    error(`The ${noun} has no \`serve\``, `The flag has type ${type}: set \`serve = { value = { ${type} = … } }\`.`, path),
  );
}

/** Checks one value at any path. */
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
        `The flag has type ${flagType}, but the value has type ${value.kind}`,
        `The value${given} is given as \`${value.kind}\`. Write it as \`${flagType}\`, or change the flag's type.`,
        at,
      ),
    ];
  }
  const refusal = platform.refuseValue(value);
  return refusal === undefined ? [] : [error(`${platform.title} would not store this value unchanged`, refusal, at)];
}

function fits(kind: FlagValueKind, flagType: FlagValueKind): boolean {
  return kind === flagType || (flagType === "number" && kind === "integer");
}
