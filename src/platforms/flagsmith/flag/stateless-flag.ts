import { HttpError } from "../../../http/http-error";
import { describeUnit } from "../../adapter/edits/units";
import { invalid } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import { PlatformError } from "../../port/platform-error";
import type { FlagsmithContext } from "../run/context";

/**
 * A flag without a state in one environment: this happens if flag and environment are created at the same moment, and the server crashes on
 * it from then on. Returns this error if it is the cause, otherwise the given error.
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
    // If that cannot be read either, the crash itself is reported.
    if (other instanceof HttpError || other instanceof PlatformError) return error;
    throw other;
  }
}

export function statelessError(unit: DefinitionUnit, status?: number): PlatformError {
  return invalid(`read ${describeUnit(unit)}`, {
    reason:
      `the flag has no state in environment ${unit.environment.name}: if a flag and an environment are created ` +
      "at the same moment, Flagsmith never creates that state, and every request for it fails",
    nextStep:
      "Replace the flag (terraform apply -replace=ADDRESS of its flagform_feature_flag, with -refresh=false if the plan stops here), or the environment " +
      "if that is the new one; either deletes what was served there. One provider creates them one after the other; if two providers create them " +
      "(an alias, another stack, another tool), make the flags depend on the environments (depends_on).",
    subject: "flag",
    ...(status !== undefined && { status }),
  });
}
