import { type Audience, type Serve, type Served } from "../../model/audience";
import { type FlagValue, sameValue, textOf } from "../../model/flag-value";
import { OFF, ON, type Variant } from "../../model/variant";
import type { AudienceChange } from "../../port/edit";
import type { PlatformError } from "../../port/platform-error";
import { invalid } from "../errors";

/** Converts between `enabled` + `serve` and the variants of platforms that have no separate switch. */

/** What is known of a flag's variants where it is served. */
export interface VariantChoice {
  /** Keys as people say them: `on` and `off` for a boolean flag, whatever the platform's own ids are. */
  readonly variants: readonly Variant[];
  readonly boolean: boolean;
  /** What is served where the flag is off; null: none is chosen. */
  readonly whenOff: string | null;
}

/** The variant that "off" means: a boolean flag's own, else the one chosen for it. */
function offVariant({ boolean, whenOff }: VariantChoice): string | null {
  return boolean ? OFF : whenOff;
}

/** What the platform serves, as an audience. */
export function audienceOf(served: Served, choice: VariantChoice): Audience {
  const off = { variant: offVariant(choice), boolean: choice.boolean };
  const isOff = choice.boolean && served.kind === "variant" && served.variant === OFF;
  return { enabled: !isOff, served, off };
}

/** A variant as the platform serves it. */
export function servedVariant(key: string, { variants }: VariantChoice): Served {
  return { kind: "variant", variant: key, value: variants.find((each) => each.key === key)?.value ?? null };
}

/**
 * What to serve after a change. What the change does not set is in `whole` (all that the resource sets), or stays as in `current`.
 * Undefined: nothing changes. Throws PlatformError `invalid` if no variant matches.
 */
export function serveFor(
  change: AudienceChange,
  whole: AudienceChange | undefined,
  current: Audience | undefined,
  choice: VariantChoice,
  attempted: string,
): Exclude<Serve, { kind: "value" }> | undefined {
  if (change.enabled === undefined && change.serve === undefined) return undefined;
  const enabled = change.enabled ?? whole?.enabled ?? current?.enabled ?? true;
  const off = offVariant(choice);
  if (!enabled) {
    if (off !== null) return { kind: "variant", variant: off };
    throw refused(attempted, "it is not defined what is served when the flag is off", "Set `when_off` on the definition.");
  }
  const serve = change.serve ?? whole?.serve;
  if (serve) return resolved(serve, choice, attempted);
  if (choice.boolean) return { kind: "variant", variant: ON };
  return keptServe(current?.served, off, attempted);
}

/** What "on" means if nothing sets what is served: what is served now. Throws PlatformError if that is nothing. */
export function keptServe(
  now: Served | undefined,
  off: string | null,
  attempted: string,
): Exclude<Serve, { kind: "value" }> {
  const isOff = now?.kind === "variant" && now.variant === off;
  if (now && !isOff && now.kind !== "value" && now.kind !== "other")
    return now.kind === "variant" ? { kind: "variant", variant: now.variant } : now;
  throw refused(attempted, "it is not defined what is served", "Set `serve` together with `enabled`.");
}

function resolved(serve: Serve, choice: VariantChoice, attempted: string): Exclude<Serve, { kind: "value" }> {
  switch (serve.kind) {
    case "value":
      return { kind: "variant", variant: variantOfValue(serve.value, choice, attempted) };
    case "variant":
      requireVariant(serve.variant, choice, attempted);
      return serve;
    case "split":
      for (const key of Object.keys(serve.weights)) requireVariant(key, choice, attempted);
      if (serve.otherwise !== null) requireVariant(serve.otherwise, choice, attempted);
      return serve;
    case "rollout":
      for (const key of [serve.from, serve.to]) requireVariant(key, choice, attempted);
      if (serve.otherwise !== null) requireVariant(serve.otherwise, choice, attempted);
      return serve;
  }
}

function variantOfValue(value: FlagValue, { variants }: VariantChoice, attempted: string): string {
  const found = variants.find((each) => sameValue(each.value, value));
  if (found) return found.key;
  throw refused(
    attempted,
    `no variant has the value ${textOf(value)}`,
    `This platform serves only variants: ${listOf(variants)}. Use one of them, or declare a variant with this value.`,
  );
}

export function requireVariant(key: string, { variants }: VariantChoice, attempted: string): void {
  if (variants.some((each) => each.key === key)) return;
  throw refused(attempted, `the flag has no variant "${key}"`, `It has ${listOf(variants)}.`);
}

function listOf(variants: readonly Variant[]): string {
  const named = variants.map(({ key, value }) => (key === textOf(value) ? key : `${key} (${textOf(value)})`));
  return named.length === 0 ? "no variants yet" : named.join(", ");
}

function refused(attempted: string, reason: string, nextStep: string): PlatformError {
  return invalid(attempted, { reason, nextStep, subject: "value" });
}
