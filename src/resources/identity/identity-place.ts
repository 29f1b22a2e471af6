import type { IdentityPlace, IdentityStore } from "../../platforms/port/identity/identity-store";
import type { Platform } from "../../platforms/port/platform";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { HandlerContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { findParent } from "../audience/unit";
import { whereKnown } from "../common/known";
import type { Client } from "../run/client";
import type { Place, Thing } from "../run/thing";
import type { identityAttributes } from "./identity-attributes";
import { type IdentityState } from "./identity-attributes";

/** The environment of an identity, and the platform's store for it. */

/** Whether this resource created the identity, and the environment where it was last read. */
export const MADE = "made";

export const ENVIRONMENT = "environment";

export async function placeOfState(
  state: IdentityState,
  context: HandlerContext<Client>,
): Promise<IdentityPlace | undefined> {
  const { platform } = context.client;
  const project = await platform.project(state.project);
  const stored = storedEnvironment(context) ?? state.environment_id ?? undefined;
  const byId = (await platform.environments.list(project)).find(({ id }) => id === stored);
  if (byId) return { project, environment: byId };
  // Without an id (a state from elsewhere) only the name is known.
  const wanted = { name: state.environment, id: null };
  const named = stored === undefined ? await findParent(platform.environments, project, wanted) : null;
  return named ? { project, environment: named.thing } : undefined;
}

export function storedEnvironment(context: HandlerContext<Client>): string | undefined {
  const stored = context.private.get(ENVIRONMENT);
  return typeof stored === "string" ? stored : undefined;
}

export function thingOf({ project, environment, environment_id, identity: item }: IdentityState): Thing {
  return { kind: "identity", project, environment, environment_id, item };
}

export function addressOf({ environment }: IdentityPlace, { identity: name }: IdentityState): Place {
  return ["identity", environment.id, name];
}

export function placeKey(planned: Planned<typeof identityAttributes>, { parents }: Client): string {
  const project = whereKnown(planned.project) ?? null;
  const reference = { name: whereKnown(planned.environment) ?? null, id: whereKnown(planned.environment_id) ?? null };
  return JSON.stringify(["identities", project, parents.refer("environment", project, reference)]);
}

export function storeOf({ identities, title }: Platform): IdentityStore {
  if (identities) return identities;
  throw new DiagnosticError(
    error(
      `Identities cannot be managed on ${title}`,
      "Use their identifiers in identity overrides and segments; their attributes come from the application.",
    ),
  );
}
