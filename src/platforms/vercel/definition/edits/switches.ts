import type { Changeset } from "../../../adapter/edits/changeset";
import { requireVariant } from "../../../adapter/edits/variant-audience";
import { gone, invalid } from "../../../adapter/errors";
import type { PlatformError } from "../../../port/platform-error";
import type { FlagAnswer } from "../../api/answers";
import type { EnvironmentBody } from "../../api/bodies";
import { choiceOf, idOf } from "../../flag/variants";

/**
 * What an environment has besides audiences: whether it is paused, what it serves then, and whether it serves another
 * environment's definition instead of its own, which Vercel calls `reuse`.
 */

interface Place {
  readonly flag: Pick<FlagAnswer, "kind" | "variants">;
  readonly environment: string;
  readonly attempted: string;
}

export function withSwitches(
  environment: EnvironmentBody,
  wanted: Changeset,
  { flag, environment: name, attempted }: Place,
): EnvironmentBody {
  const { killed, whenOff, settings } = wanted;
  const reuse = settings.vercel?.reuse;
  if (reuse !== undefined && reuse === name) throw reusesItself(attempted);
  if (whenOff !== undefined) requireVariant(whenOff, choiceOf(flag, ""), attempted);
  const pausedId = whenOff === undefined ? undefined : idOf(flag, whenOff);
  return {
    ...environment,
    ...(killed !== undefined && { active: !killed }),
    ...(pausedId !== undefined &&
      pausedId !== environment.pausedOutcome.variantId && { pausedOutcome: { type: "variant", variantId: pausedId } }),
    ...(reuse !== undefined && reuse !== reusedBy(environment) && { reuse: { active: reuse !== "", environment: reuse } }),
  };
}

/** The environment that is served instead; empty: none. */
export function reusedBy({ reuse }: EnvironmentBody): string {
  return reuse.active ? reuse.environment : "";
}

/** Throws PlatformError where it cannot be reused. `names`: the project's environments. */
export function requireReusable(reuse: string, environment: string, names: readonly string[], attempted: string): void {
  if (reuse === environment) throw reusesItself(attempted);
  if (names.includes(reuse)) return;
  throw gone(attempted, {
    reason: `there is no environment "${reuse}" to reuse`,
    nextStep: `Use one of ${names.filter((name) => name !== environment).join(", ")}, with exactly this spelling.`,
    attribute: ["vercel", "reuse"],
  });
}

function reusesItself(attempted: string): PlatformError {
  return invalid(attempted, {
    reason: "an environment cannot reuse itself",
    nextStep: "Set another environment.",
    attribute: ["vercel", "reuse"],
  });
}
