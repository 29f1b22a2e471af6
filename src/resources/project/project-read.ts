import { findByName } from "../../platforms/adapter/lists/names";
import type { ResourceDefinition } from "../../terraform/resource";
import { same } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { readNamed } from "../ownership/named-thing";
import type { Client } from "../run/client";
import type { projectAttributes } from "./project-attributes";
import { PATHS } from "./project-attributes";
import { refuseOtherScope, stateOf, storeOf } from "./project-settings";

export const projectRead = {
  read(state, context) {
    return reporting(PATHS, async () => {
      const store = storeOf(context.client.platform);
      refuseOtherScope(state, store);
      const organisation = await store.organisation(state.organisation);
      const attempted = `read project ${state.name}`;
      const id = state.id ?? findByName(await store.list(organisation), state.name, "project", attempted)?.id;
      if (id === undefined) return null;
      const found = await readNamed(store, organisation, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      return found ? { ...stateOf(state, found, context.imported), scope: store.scopeOf(found.id) } : null;
    });
  },
} satisfies Partial<ResourceDefinition<typeof projectAttributes, Client>>;
