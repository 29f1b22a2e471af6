import type { ServerKey, ServerKeySettings } from "../../platforms/port/server-key";
import type { ResourceDefinition } from "../../terraform/resource";
import { ignoreGone } from "../audience/unit";
import { settled } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { updating } from "../common/updating";
import { formatImportId } from "../import/import-id";
import { type CreateOptions, createOrAdopt } from "../ownership/named-thing";
import { filledIn } from "../parents/planned-parent";
import { unchangedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import {
  ENVIRONMENT,
  environmentToWrite,
  type KeyState,
  PATHS,
  type serverKeyAttributes,
  storeOf,
} from "./server-key-attributes";
import { isPerhapsOthers } from "./server-key-end";
import { keyRead } from "./server-key-read";

export const keyWrite = {
  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const attempted = `create server key ${state.name}`;
      const { thing: environment, name } = await environmentToWrite(state, project, context.client, attempted);
      const importId = formatImportId(name, state.name);
      const store = storeOf(platform);
      const made = await createOrAdopt(store, environment, settingsOf(state), optionsOf(state, importId), context);
      context.private.set(ENVIRONMENT, environment.id);
      const parents = filledIn(planned, { environment: name, environment_id: environment.id });
      return { ...state, ...parents, id: made.id, key: made.key, scope: project.scope };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(keyRead, { prior, planned }, context, PATHS, async () => {
      const { platform } = context.client;
      const project = await unchangedProject(prior, state, context.client);
      const store = storeOf(platform);
      const attempted = `update server key ${state.name}`;
      const { thing: environment, name } = await environmentToWrite(state, project, context.client, attempted);
      const parents = filledIn(planned, { environment: name, environment_id: environment.id });
      const before = context.private.get(ENVIRONMENT);
      if (state.id === null && before !== environment.id) {
        // A key belongs to its environment: another environment needs another key, and the old one is useless there.
        const importId = formatImportId(name, state.name);
        const keepsOld = await isPerhapsOthers(`Server key ${prior.name}`, context);
        const made = await createOrAdopt(store, environment, settingsOf(state), optionsOf(state, importId), context);
        const old = (await platform.environments.list(project)).find(({ id }) => id === before);
        if (old && !keepsOld) await ignoreGone(() => store.delete(old, prior.id ?? ""));
        context.private.set(ENVIRONMENT, environment.id);
        return { ...state, ...parents, id: made.id, key: made.key, scope: project.scope };
      }
      const changes: Partial<ServerKeySettings> = {
        ...(state.name !== prior.name && { name: state.name }),
        ...(state.active !== null && state.active !== prior.active && { active: state.active }),
      };
      if (Object.keys(changes).length > 0) await store.update(environment, prior.id ?? "", changes);
      return { ...state, ...parents, id: prior.id, key: prior.key, scope: project.scope };
    });
  },
} satisfies Partial<ResourceDefinition<typeof serverKeyAttributes, Client>>;

function optionsOf({ adopt_existing: adoptExisting }: KeyState, importId: string): CreateOptions<ServerKey> {
  return { adoptExisting, importId, usesOf: () => Promise.resolve([]) };
}

function settingsOf({ name, active }: KeyState): ServerKeySettings {
  return { name, ...(active !== null && { active }) };
}
