import type { Capability } from "../../platforms/port/capabilities";
import type { Platform } from "../../platforms/port/platform";
import type { SettingRefusal, TextPlace } from "../../platforms/port/refusal";
import { type Diagnostic, DiagnosticError, error, type Path } from "../../terraform/diagnostic";
import { isUnknown, isWhollyKnown } from "../../terraform/value";
import { member } from "../../terraform/values/equality";
import { same } from "./known";

/** By attribute, with dots: `*` stands for the elements of a list, set or map, `#` for the keys of a map. */
export type Texts = Readonly<Record<string, TextPlace>>;

/**
 * Refuses texts that the platform would refuse or change (such as white space that it trims): each is an error at its
 * attribute.
 */
export function checkTexts(planned: object, prior: object | null, texts: Texts, platform: Platform): void {
  if (!platform.refuseText) return;
  const diagnostics: Diagnostic[] = [];
  for (const [path, place] of Object.entries(texts)) {
    const [attribute = "", ...rest] = path.split(".");
    const value = member(planned, attribute);
    // An existing text is no reason to refuse a plan that does not change it.
    if (prior && same(value ?? null, member(prior, attribute) ?? null)) continue;
    for (const found of textsIn(value, rest, [attribute])) {
      const refusal = platform.refuseText(place, found.text);
      if (refusal !== undefined)
        diagnostics.push(error(`${platform.title} would not store this text unchanged`, refusal, found.path));
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(...diagnostics);
}

interface Found {
  readonly text: string;
  readonly path: Path;
}

function textsIn(value: unknown, [step, ...rest]: readonly string[], path: Path): readonly Found[] {
  if (isUnknown(value) || value === null || value === undefined) return [];
  if (step === undefined) return typeof value === "string" ? [{ text: value, path }] : [];
  if (typeof value !== "object") return [];
  if (step === "#") return Object.keys(value).map((text) => ({ text, path: [...path, text] }));
  if (step !== "*") return textsIn(member(value, step), rest, [...path, step]);
  // An element of a set has no path of its own.
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, rest, path));
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, rest, [...path, key]));
}

/** Checks at plan: what the platform cannot do, and values that it would refuse or change. They send no requests. */

/** Refuses an attribute that the platform does not support, if it is set, and names the nearest alternative. */
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

/** Refuses a name that the platform would refuse. */
export function checkName(
  name: unknown,
  noun: Parameters<NonNullable<Platform["refuseName"]>>[0],
  path: Path,
  platform: Platform,
): void {
  const refusal = typeof name === "string" ? platform.refuseName?.(noun, name) : undefined;
  if (refusal !== undefined) throw new DiagnosticError(error(`${platform.title} does not accept this name`, refusal, path));
}

/** Refuses other settings, such as too many tags or too long labels. */
export function refuseSetting(refusal: SettingRefusal | undefined, platform: Platform): void {
  if (refusal) throw new DiagnosticError(error(`${platform.title} does not accept this`, refusal.reason, refusal.path));
}

/** The fully known attributes; the others are treated as left out. */
export function knownAttributes<T extends object>(planned: T): T {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, isWhollyKnown(value) ? value : null]),
  ) as T;
}

/** Settings of known attributes, without those that are only known at apply: they may turn out to be as they are. */
export function knownOnly<S extends object>(settings: S): S {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)) as S;
}
