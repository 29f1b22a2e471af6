import { findByName } from "../../platforms/adapter/lists/names";
import type { Environment } from "../../platforms/port/environment";
import type { ServerKey, ServerKeyStore } from "../../platforms/port/server-key";
import type { ResourceDefinition } from "../../terraform/resource";
import { findParent } from "../audience/unit";
import { same } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { reread } from "../common/reread";
import { readNamed } from "../ownership/named-thing";
import { readProject } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { serverKeyAttributes } from "./server-key-attributes";
import { ENVIRONMENT, type KeyState, PATHS, storeOf } from "./server-key-attributes";

export const keyRead = {
  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const stored = state.id === null ? undefined : context.private.get(ENVIRONMENT);
      const id = state.environment_id ?? (typeof stored === "string" ? stored : undefined);
      const found = await findParent(platform.environments, project, { name: state.environment, id: id ?? null });
      if (!found) return null;
      context.client.parents.learn("environment", state.project, found.thing.name, found.thing.id);
      const key = await findKey(storeOf(platform), found.thing, state, context.imported);
      if (!key) return null;
      context.private.set(ENVIRONMENT, found.thing.id);
      const own = await readProject(state, context);
      return {
        ...stateOf(state, key, context.imported),
        project: own,
        environment: found.name,
        environment_id: found.thing.id,
        scope: project.scope,
      };
    });
  },
} satisfies Partial<ResourceDefinition<typeof serverKeyAttributes, Client>>;

/** By its id; by its name if the state comes from elsewhere. */
async function findKey(
  store: ServerKeyStore,
  environment: Environment,
  state: KeyState,
  imported: boolean,
): Promise<ServerKey | undefined> {
  const attempted = `read server key ${state.name}`;
  const id = state.id ?? findByName(await store.list(environment), state.name, "server key", attempted)?.id;
  if (id === undefined) return undefined;
  return readNamed(store, environment, id, (listed) => same(stateOf(state, listed, imported), state));
}

function stateOf(state: KeyState, { id, name, key, active }: ServerKey, imported: boolean): KeyState {
  // Keys are active by default: after an import only an inactive key sets the attribute.
  const activeRead = imported && state.active === null ? (active ? null : false) : reread(state.active, active, imported);
  return { ...state, name, active: activeRead, id, key };
}
