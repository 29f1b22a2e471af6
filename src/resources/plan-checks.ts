import { textOf, type FlagValueKind } from "../platforms/flag-value";
import type { Capability } from "../platforms/capabilities";
import type { Platform } from "../platforms/platform";
import { DiagnosticError, error, type Diagnostic, type Path } from "../terraform/diagnostic";
import { isUnknown, isWhollyKnown, type Unknown } from "../terraform/value";
import { flagValueOf, type ServeAttribute, type ValueAttribute } from "./serve-value";

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

export function checkVariants(variants: unknown, platform: Platform): void {
  requireCapability(platform.capabilities.variants, variants, "variants here", ["variants"], platform);
}

/** A planned `serve`: can the platform say it, is its value of the flag's type, will the platform keep it as it is? */
export function checkServe(
  serve: ServeAttribute<Unknown> | Unknown | null,
  path: Path,
  platform: Platform,
  flagType: FlagValueKind | undefined,
): void {
  if (serve === null || isUnknown(serve)) return;
  const { variants, splits, freeValues } = platform.capabilities;
  requireCapability(variants, serve.variant, "variants here", [...path, "variant"], platform);
  requireCapability(splits, serve.split, "splits here", [...path, "split"], platform);
  if (serve.value === null || isUnknown(serve.value)) return;
  requireCapability(freeValues, serve.value, "free values", [...path, "value"], platform);
  checkValueAt(serve.value, [...path, "value"], platform, flagType);
}

/** An override states what it serves, because platforms fill omissions differently; for boolean flags `enabled` says it. */
export function checkOverrideServe(
  serve: ServeAttribute<Unknown> | Unknown | null,
  platform: Platform,
  flagType: FlagValueKind | undefined,
): void {
  checkServe(serve, ["serve"], platform, flagType);
  if (serve !== null || flagType === undefined || flagType === "boolean") return;
  throw new DiagnosticError(
    error(
      "The override does not say what it serves",
      `The flag serves a ${flagType}: set \`serve = { value = { ${flagType} = … } }\`.`,
      ["serve"],
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
