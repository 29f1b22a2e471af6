import { usesOfEnvironment } from "../../platforms/adapter/lists/uses";
import type { ResourceDefinition } from "../../terraform/resource";
import { settled } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { updating } from "../common/updating";
import { createOrAdopt } from "../ownership/named-thing";
import { unchangedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { environmentAttributes } from "./environment-attributes";
import { PATHS } from "./environment-attributes";
import { KEY_IDS } from "./environment-end";
import { environmentRead } from "./environment-read";
import { changesOf, settingsOf } from "./environment-settings";

export const environmentWrite = {
  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const made = await createOrAdopt(
        platform.environments,
        project,
        settingsOf(state),
        { adoptExisting: state.adopt_existing, usesOf: (found) => usesOfEnvironment(project, found, platform) },
        context,
      );
      context.client.parents.learn("environment", state.project, made.name, made.id);
      if (made.keyIds) context.private.set(KEY_IDS, [...made.keyIds]);
      return { ...state, id: made.id, client_key: made.clientKey, scope: project.scope };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(environmentRead, { prior, planned }, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes = changesOf(prior, state);
      if (Object.keys(changes).length > 0)
        await context.client.platform.environments.update(project, prior.id ?? "", changes);
      return { ...state, id: prior.id, client_key: prior.client_key, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentAttributes, Client>>;
