import { HttpError } from "../../http/http-error";
import type { Audience } from "../audience";
import { type FlagValue, sameValue } from "../flag-value";
import type { AudienceChange, Definition, DefinitionUnit } from "../platform";
import { PlatformError } from "../platform-error";
import type { RawValue } from "./answers";
import { toAudience } from "./definition";
import { refuseTrimmed } from "./trimmed";
import { fromRaw, refuseValue } from "./values";

/** What the overrides of identities have in common, in the database and at the edge. */

/** An override as either API tells it. */
interface StateAnswer {
  readonly enabled: boolean;
  readonly feature_state_value: RawValue;
}

export function toOverride(answer: StateAnswer): Audience {
  return toAudience({ enabled: answer.enabled, value: fromRaw(answer.feature_state_value) });
}

export function valueOf({ serve }: AudienceChange): FlagValue | undefined {
  return serve?.kind === "value" ? serve.value : undefined;
}

/** Whether a change leaves an override as it is. */
export function changesNothing({ enabled, ...change }: AudienceChange, current: StateAnswer): boolean {
  const value = valueOf(change);
  return (
    (enabled === undefined || enabled === current.enabled) &&
    (value === undefined || isSameValue(value, fromRaw(current.feature_state_value)))
  );
}

export function isSameValue(one: FlagValue, other: FlagValue | null): boolean {
  return one.kind === other?.kind && sameValue(one, other);
}

export function inheritedValue(definition: Definition | undefined): FlagValue | null {
  return definition?.served.kind === "value" ? definition.served.value : null;
}

/** What the server would refuse, or keep otherwise than it was sent. */
export function refuseUnputtable(attempted: string, identifier: string, settings: AudienceChange): void {
  refuseTrimmed(attempted, "identity", { identifier });
  const value = valueOf(settings);
  const reason = value && refuseValue(value);
  if (reason === undefined) return;
  throw new PlatformError({ code: "invalid", attempted, reason, nextStep: "Change the value.", subject: "value" });
}

/** These views answer 403 as well as 404 for a flag or environment that is not there. */
export function mayBeGone(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && (error.status === 403 || error.status === 404);
}

export function describeOverride(unit: DefinitionUnit, identifier: string): string {
  return `the override of flag ${unit.flag.name} for identity ${identifier} in environment ${unit.environment.name}`;
}

export function describeOverrides(unit: DefinitionUnit): string {
  return `the identity overrides of flag ${unit.flag.name} in environment ${unit.environment.name}`;
}

/** Identities belong to an environment. */
export function identityKey(environmentKey: string, identifier: string): string {
  return `${environmentKey} ${identifier}`;
}
