import { sameTrait, type Identity } from "../../platforms/port/identity-store";
import { getOwn } from "../../get-own";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Client } from "../run/client";
import { formatImportId } from "../common/import-id";
import { importedName, readProject } from "../parents/imported-names";
import { reporting } from "../common/platform-diagnostic";
import { stateInScope } from "../parents/scoped-project";
import { traitAttribute, traitOf } from "./trait-attributes";
import { findParent } from "../audience/unit";
import type { identityAttributes } from "./identity-attributes";
import { type IdentityState, PATHS } from "./identity-attributes";
import { ENVIRONMENT, storedEnvironment, storeOf } from "./identity-place";

export const identityRead = {
  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const stored = state.environment_id ?? storedEnvironment(context);
      const found = await findParent(platform.environments, project, { name: state.environment, id: stored ?? null });
      if (!found) return null;
      context.client.parents.learn("environment", state.project, found.thing.name, found.thing.id);
      const remote = await storeOf(platform).read({ project, environment: found.thing }, state.identity);
      if (!remote) return null;
      context.private.set(ENVIRONMENT, found.thing.id);
      const environment = context.imported ? importedName(found.name, found.thing) : found.name;
      return {
        ...state,
        ...readTraits(state, remote, context.imported),
        project: await readProject(state, context),
        environment,
        environment_id: found.thing.id,
        id: formatImportId(environment, state.identity),
        scope: project.scope,
      };
    });
  },
} satisfies Partial<ResourceDefinition<typeof identityAttributes, Client>>;

/** What is managed as it is there; after an import all of it. */
function readTraits(
  state: IdentityState,
  { traits: remote }: Identity,
  imported: boolean,
): Pick<IdentityState, "traits" | "absent_traits"> {
  const keys = imported && state.traits === null ? [...remote.keys()] : Object.keys(state.traits ?? {});
  const traits = keys.flatMap((key) => {
    const [stated, value] = [getOwn(state.traits, key), remote.get(key)];
    if (!value) return [];
    return [[key, stated && sameTrait(traitOf(stated), value) ? stated : traitAttribute(value)] as const];
  });
  const isUnmanaged = state.traits === null && traits.length === 0;
  return {
    traits: isUnmanaged ? null : Object.fromEntries(traits),
    // What is there is not absent: the plan puts it back into the set, and the update removes it.
    absent_traits: state.absent_traits?.filter((key) => !remote.has(key)) ?? null,
  };
}
