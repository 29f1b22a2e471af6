import { findByName } from "../../platforms/adapter/lists/names";
import type { ResourceDefinition } from "../../terraform/resource";
import { isConfirmed } from "../common/confirmed";
import { reporting } from "../common/platform-diagnostic";
import { readNamed } from "../ownership/named-thing";
import { readProject } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { environmentAttributes } from "./environment-attributes";
import { PATHS } from "./environment-attributes";
import { stateOf } from "./environment-settings";

export const environmentRead = {
  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const attempted = `read environment ${state.name}`;
      const id = state.id ?? findByName(await platform.environments.list(project), state.name, "environment", attempted)?.id;
      if (id === undefined) return null;
      const found = await readNamed(platform.environments, project, id, (listed) =>
        isConfirmed(stateOf(state, listed, context.imported), state, context.client),
      );
      if (!found) return null;
      const own = await readProject(state, context);
      return { ...stateOf(state, found, context.imported), project: own, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentAttributes, Client>>;
