import { HttpError } from "../../../http/http-error";
import type { DefinitionUnit } from "../../port/definition";
import { invalid } from "../../adapter/errors";
import { PlatformError } from "../../port/platform-error";
import type { FlagsmithContext } from "../run/context";

/**
 * A flag without a state in one environment: the server makes it where flag and environment are made at the same moment, and crashes on
 * it ever after. The error itself, or this, where that is what it comes from.
 */
export async function explainStateless(
  { client, parents }: Pick<FlagsmithContext, "client" | "parents">,
  unit: DefinitionUnit,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof HttpError) || error.status !== 500) return error;
  try {
    const states = await client.featureStates(unit.environment.id, unit.flag.id);
    const hasDefault = states.some(({ feature_segment: link, identity }) => link === null && (identity ?? null) === null);
    if (hasDefault || (await parents.missing(unit)) !== undefined) return error;
    return statelessError(unit, 500);
  } catch (other) {
    // Where that cannot be looked at either, the crash is what there is to tell.
    if (other instanceof HttpError || other instanceof PlatformError) return error;
    throw other;
  }
}

export function statelessError({ environment, flag }: DefinitionUnit, status?: number): PlatformError {
  return invalid(`read flag ${flag.name} in environment ${environment.name}`, {
    reason:
      `the flag has no state in environment ${environment.name}: Flagsmith leaves a flag without one, for good, where both are made ` +
      "at the same moment, and fails on it from then on",
    nextStep:
      "Replace the flag (terraform apply -replace=ADDRESS of its flagform_feature_flag, with -refresh=false if the plan stops here), or the environment " +
      "if that is the new one; either takes along what was served there. One provider makes them in turns: where two make them " +
      "(an alias, another stack, another tool), let the flags come after the environments (depends_on).",
    subject: "flag",
    ...(status !== undefined && { status }),
  });
}
