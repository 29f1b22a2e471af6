import type { ResourceDefinition } from "../../terraform/resource";
import { findParent } from "../audience/unit";
import { reporting } from "../common/platform-diagnostic";
import { formatImportId } from "../import/import-id";
import { importedName, readProject } from "../parents/imported-names";
import { stateInScope } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { type identityAttributes, PATHS } from "./identity-attributes";
import { ENVIRONMENT, storedEnvironment, storeOf } from "./identity-place";
import { readTraits } from "./managed-traits";

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
      const all = await platform.environments.list(project);
      const environment = context.imported ? importedName(found.name, found.thing, all) : found.name;
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
