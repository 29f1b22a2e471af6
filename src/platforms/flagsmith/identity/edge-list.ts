import { HttpError } from "../../../http/http-error";
import type { Environment } from "../../port/environment";
import type { EdgeClient } from "../api/edge-client";
import { attempt } from "../api/errors";
import type { IdentityStates } from "../definition/sweep";
import type { FlagsmithContext } from "../run/context";
import type { StoredState } from "../state/definition";
import { toState } from "./identity-states";

/** All overrides at the edge, for a sweep. Undefined if they cannot be listed. */
export async function listAtEdge(
  client: EdgeClient,
  environment: Environment,
  run: FlagsmithContext["environment"],
): Promise<IdentityStates | undefined> {
  const attempted = `list the identity overrides of environment ${environment.name}`;
  return attempt(attempted, async () => {
    try {
      return byFlag(await client.overrides(environment.clientKey));
    } catch (error) {
      if (!(error instanceof HttpError) || error.kind === "cancelled" || error.kind === "unreachable") throw error;
      // Its table is not filled for every organisation, or the key may not read it: exact reads are used instead.
      run.log("info", `${attempted}: ${error.message}; reading one by one instead`);
      return undefined;
    }
  });
}

function byFlag(rows: Awaited<ReturnType<EdgeClient["overrides"]>>): IdentityStates {
  const flags = new Map<string, Map<string, StoredState>>();
  for (const { identifier, feature_state: state } of rows) {
    const flag = String(state.feature);
    flags.set(flag, (flags.get(flag) ?? new Map<string, StoredState>()).set(identifier, toState(state)));
  }
  return flags;
}
