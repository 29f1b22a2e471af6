import { findByName } from "../platforms/names";
import type { Environment, EnvironmentSettings } from "../platforms/platform";
import { defineResource } from "../terraform/resource";
import { computed, optional, required, t, type State } from "../terraform/schema";
import { NON_EMPTY } from "./checks";
import { claim, claimDestroy } from "./claim-plan";
import type { Client } from "./client";
import { projectAttribute, scopeAttribute } from "./common-attributes";
import { importNamed } from "./import-named";
import { same, settled } from "./known";
import { createOrAdopt, keepIfAdopted, keepIfMadeNow, readNamed, refuseIfProtected, wasAdopted } from "./named-thing";
import { reporting, type SubjectPaths } from "./platform-diagnostic";
import { reread } from "./reread";
import { scopedProject, stateInScope, unchangedProject } from "./scoped-project";
import { warnHandedOver } from "./unit-plan";
import { updating } from "./updating";

export const environmentAttributes = {
  name: required(t.string, "The environment's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  description: optional(t.string, "What the environment is for."),
  deletion_protection: optional(t.bool, "Refuses every plan and request that would delete the environment."),
  adopt_existing: optional(t.bool, "Takes over an environment of this name that exists already, instead of failing."),
  id: computed(t.string, "The platform's id."),
  client_key: computed(t.string, "What applications connect with (Flagsmith: the environment key). Not a secret."),
  scope: scopeAttribute,
} as const;

type EnvironmentState = State<typeof environmentAttributes>;

const PATHS: SubjectPaths = { environment: ["name"], project: ["project"] };

export const environment = defineResource<typeof environmentAttributes, Client>({
  type: "flagform_environment",
  description: "An environment of the project. For one that others own, use the data source of the same name.",
  version: 0,
  attributes: environmentAttributes,

  plan({ config, prior, planned }, context) {
    claim({ kind: "environment", project: planned.project, name: planned.name }, context);
    if (prior) warnHandedOver(prior, config, ["description"], context);
    return planned;
  },

  planDestroy(prior, context) {
    claimDestroy({ kind: "environment", project: prior.project, name: prior.name }, context);
    if (!wasAdopted(context)) refuseIfProtected(prior, `Environment ${prior.name}`, context.client);
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const made = await createOrAdopt(platform.environments, project, settingsOf(state), state.adopt_existing, context);
      return { ...state, id: made.id, client_key: made.clientKey, scope: project.scope };
    });
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const attempted = `read environment ${state.name}`;
      const id = state.id ?? findByName(await platform.environments.list(project), state.name, "environment", attempted)?.id;
      if (id === undefined) return null;
      const found = await readNamed(platform.environments, project, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      return found ? { ...stateOf(state, found, context.imported), scope: project.scope } : null;
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, prior, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes: Partial<EnvironmentSettings> = {
        ...(state.name !== prior.name && { name: state.name }),
        ...(state.description !== null && state.description !== prior.description && { description: state.description }),
      };
      if (Object.keys(changes).length > 0)
        await context.client.platform.environments.update(project, prior.id ?? "", changes);
      return { ...state, id: prior.id, client_key: prior.client_key, scope: project.scope };
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      if (keepIfMadeNow("environment", prior.id, `Environment ${prior.name}`, context)) return;
      if (keepIfAdopted(`Environment ${prior.name}`, context)) return;
      refuseIfProtected(prior, `Environment ${prior.name}`, context.client);
      const project = await scopedProject(prior, context.client);
      await context.client.platform.environments.delete(project, prior.id ?? "");
    });
  },

  importState(importId, { client }) {
    return importNamed(importId, client, ({ environments }) => environments);
  },
});

function settingsOf(state: EnvironmentState): EnvironmentSettings {
  return { name: state.name, ...(state.description !== null && { description: state.description }) };
}

/** The state as the platform has it. */
function stateOf(state: EnvironmentState, found: Environment, imported: boolean): EnvironmentState {
  return {
    ...state,
    name: found.name,
    description: reread(state.description, found.description, imported),
    id: found.id,
    client_key: found.clientKey,
  };
}
