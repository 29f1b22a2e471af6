import { HttpError } from "../../../http/http-error";
import { describeUnit } from "../../adapter/edits/units";
import { type FlagValue, sameValue } from "../../model/flag-value";
import type { DefinitionUnit } from "../../port/definition";
import type { AudienceChange } from "../../port/edit";
import type { RawValue, WeightAnswer } from "../api/answers";
import { requireStorable } from "../api/require-storable";
import { refuseTrimmed } from "../api/trimmed";
import { fromRaw } from "../api/values";
import type { VariantCache } from "../flag/variant-cache";
import { type StoredState, wantedOf, type WantedState } from "../state/definition";
import { fromWeights, sameWeights, servesVariants, variantsIn } from "../state/variant-weights";

/** What identity overrides in the database and at the edge have in common. */

/** An override as both APIs return it. */
interface StateAnswer {
  readonly enabled: boolean;
  readonly feature_state_value: RawValue;
  readonly multivariate_feature_state_values: readonly WeightAnswer[];
}

export function toState(answer: StateAnswer): StoredState {
  return {
    enabled: answer.enabled,
    value: fromRaw(answer.feature_state_value),
    variants: fromWeights(answer.multivariate_feature_state_values),
  };
}

/** Variants are looked up if a setting names one. */
export async function wantedFor(
  settings: AudienceChange,
  unit: DefinitionUnit,
  options: VariantCache,
  attempted: string,
): Promise<WantedState> {
  const named = settings.serve ? variantsIn(settings.serve) : [];
  return wantedOf(settings, named.length > 0 ? await options.withKeys(unit, named) : [], attempted);
}

/** What changes in an override. An identity that gets a value no longer gets a variant. */
export function changesOf(current: StoredState, { enabled, value, variants }: WantedState): WantedState {
  const cleared =
    value && servesVariants(current.variants) ? current.variants.map(({ id }) => ({ id, weight: 0 })) : undefined;
  const shares = variants ?? cleared;
  return {
    ...(enabled === undefined || enabled === current.enabled ? {} : { enabled }),
    ...(value === undefined || isSameValue(value, current.value) ? {} : { value }),
    ...(shares && !sameWeights(shares, current.variants) && { variants: shares }),
  };
}

/** Everything a new override has: what is not set is inherited. */
export async function newState(
  wanted: WantedState,
  inherited: () => Promise<StoredState | undefined>,
): Promise<StoredState> {
  const { enabled, value, variants } = wanted;
  const saysServed = value !== undefined || variants !== undefined;
  const base = enabled === undefined || value === undefined ? await inherited() : undefined;
  return {
    enabled: enabled ?? base?.enabled ?? false,
    value: value ?? base?.value ?? null,
    variants: variants ?? (saysServed ? [] : (base?.variants ?? [])),
  };
}

function isSameValue(one: FlagValue, other: FlagValue | null): boolean {
  return one.kind === other?.kind && sameValue(one, other);
}

/** What the server would refuse, or store differently. */
export function refuseUnwritable(attempted: string, identifier: string, settings: AudienceChange): void {
  refuseTrimmed(attempted, "identity", { identifier });
  requireStorable(settings.serve, attempted);
}

/** These views answer 403 or 404 for a flag or environment that does not exist. */
export function mayBeGone(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && (error.status === 403 || error.status === 404);
}

export function describeOverride(unit: DefinitionUnit, identifier: string): string {
  return `the override of flag ${unit.flag.name} for identity ${identifier} in environment ${unit.environment.name}`;
}

export function describeOverrides(unit: DefinitionUnit): string {
  return `the identity overrides of ${describeUnit(unit)}`;
}

/** Identities belong to an environment. */
export function identityKey(environmentKey: string, identifier: string): string {
  return `${environmentKey} ${identifier}`;
}
