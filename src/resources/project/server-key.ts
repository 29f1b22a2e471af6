import { findByName, resolveName } from "../../platforms/adapter/names";
import type { Environment } from "../../platforms/port/environment";
import type { Platform } from "../../platforms/port/platform";
import type { Project } from "../../platforms/port/named";
import type { ServerKey, ServerKeySettings, ServerKeyStore } from "../../platforms/port/server-key";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { defineResource, type HandlerContext, type PlanContext } from "../../terraform/resource";
import { computed, optional, required, t, type State } from "../../terraform/schema";
import { UNKNOWN } from "../../terraform/value";
import { NON_EMPTY } from "../common/checks";
import { checkTexts } from "../common/check-texts";
import { environmentReference, projectAttribute, scopeAttribute } from "../common/common-attributes";
import type { Client } from "../run/client";
import { formatImportId, parseImportId } from "../common/import-id";
import { readProject } from "../parents/imported-names";
import { same, settled } from "../common/known";
import {
  createOrAdopt,
  type CreateOptions,
  keepIfAdopted,
  keepIfMadeNow,
  keepIfOthersUseIt,
  readNamed,
  refuseIfProtected,
  refuseReplacement,
  warnIfAdopted,
} from "../ownership/named-thing";
import { lookAtUnit } from "../parents/unit-look";
import { filledIn, plannedParents, validateParents } from "../parents/planned-parent";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { ReplacedStates } from "../ownership/replaced-states";
import { reread } from "../common/reread";
import { scopedProject, stateInScope, unchangedProject } from "../parents/scoped-project";
import { findParent, ignoreGone, parentToWrite, type FoundParent } from "../audience/unit";
import { updating } from "../common/updating";

export const serverKeyAttributes = {
  name: required(t.string, "The key's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  ...environmentReference,
  active: optional(t.bool, "Whether the key is active. An inactive key can be activated again."),
  deletion_protection: optional(t.bool, "Refuses every plan that would delete the key."),
  adopt_existing: optional(t.bool, "Takes over a key of this name that already exists, instead of failing."),
  id: computed(t.string, "The platform's id."),
  key: computed(t.string, "The key that servers use to read the environment's flags.", { sensitive: true }),
  scope: scopeAttribute,
} as const;

type KeyState = State<typeof serverKeyAttributes>;

const PATHS: SubjectPaths = { "server key": ["name"], environment: ["environment"], project: ["project"] };

const PARENTS = ["environment"] as const;

/** Another environment, or perhaps: the id of one that is made in this run is not known yet. */
function hasMoved(prior: KeyState, planned: { readonly environment: unknown; readonly environment_id: unknown }): boolean {
  if (planned.environment_id !== null && prior.environment_id !== null) {
    return planned.environment_id !== prior.environment_id;
  }
  return planned.environment !== prior.environment;
}

export const serverKey = defineResource<typeof serverKeyAttributes, Client>({
  type: "flagform_server_key",
  description:
    "A server-side key of an environment (Flagsmith). The state contains the key, as a sensitive value: protect the state like a secret.",
  version: 1,
  attributes: serverKeyAttributes,

  validate(config) {
    return validateParents(config, PARENTS);
  },

  plan({ config, prior, planned: draft }, context) {
    if (context.client) {
      storeOf(context.client.platform);
      checkTexts(draft, prior, { name: "key name" }, context.client.platform);
    }
    replaced.note(prior, context);
    const planned = { ...draft, ...plannedParents(PARENTS, config, prior, draft.project, context) };
    if (!prior || !hasMoved(prior, planned)) return planned;
    // A key belongs to its environment: another one gets another key.
    refuseOrWarn(prior, "replaced", context);
    return { ...planned, id: UNKNOWN, key: UNKNOWN };
  },

  previewCreate: (_planned, context) =>
    replaced.preview(context, (prior) => refuseReplacement(prior, `Server key ${prior.name}`, context)),

  look(input, context) {
    return lookAtUnit(input, PARENTS, PATHS, context);
  },

  planDestroy(prior, context) {
    if (warnIfAdopted(`Server key ${prior.name}`, context)) return;
    refuseOrWarn(prior, "deleted", context);
  },

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

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, { prior, planned }, context, PATHS, async () => {
      const { platform } = context.client;
      const project = await unchangedProject(prior, state, context.client);
      const store = storeOf(platform);
      const attempted = `update server key ${state.name}`;
      const { thing: environment, name } = await environmentToWrite(state, project, context.client, attempted);
      const parents = filledIn(planned, { environment: name, environment_id: environment.id });
      const before = context.private.get(ENVIRONMENT);
      if (state.id === null && before !== environment.id) {
        // A key belongs to its environment: another one gets another key, and the old one is of no use to anybody.
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

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const what = `Server key ${prior.name}`;
      if (keepIfMadeNow("server key", prior.id, what, context)) return;
      if (keepIfAdopted(what, context)) return;
      refuseIfProtected(prior, what, context.client);
      const { platform } = context.client;
      const project = await scopedProject(prior, context.client);
      const stored = context.private.get(ENVIRONMENT);
      const environments = await platform.environments.list(project);
      const environment =
        environments.find(({ id }) => id === stored || id === prior.environment_id) ??
        findByName(environments, prior.environment ?? "", "environment", `delete server key ${prior.name}`);
      if (!environment || (await isPerhapsOthers(what, context))) return;
      await storeOf(platform).delete(environment, prior.id ?? "");
    });
  },

  importState(importId, { client }) {
    return reporting({}, async () => {
      const { platform } = client;
      const { project: reference, parts } = await parseImportId(importId, ["environment", "key"], client);
      const [name = "", key = ""] = parts;
      const attempted = `import server key ${key} of environment ${name}`;
      const project = await platform.project(reference);
      const environment = resolveName(await platform.environments.list(project), name, "environment", attempted);
      const found = resolveName(await storeOf(platform).list(environment), key, "server key", attempted);
      return { name: found.name, project: reference, environment: environment.name, id: found.id };
    });
  },
});

const ENVIRONMENT = "environment";

const replaced = new ReplacedStates<KeyState>();

function refuseOrWarn(prior: KeyState, end: "deleted" | "replaced", context: PlanContext<Client>): void {
  refuseIfProtected(prior, `Server key ${prior.name}`, context.client);
  if (prior.active === false) return;
  const what = `Key ${prior.name} of environment ${prior.environment}: servers that read flags with it are refused afterwards. Give them another key first.`;
  context.warn(`Server keys that work will be ${end}`, what);
}

function optionsOf({ adopt_existing: adoptExisting }: KeyState, importId: string): CreateOptions<ServerKey> {
  return { adoptExisting, importId, usesOf: () => Promise.resolve([]) };
}

/** Nothing tells which servers use a key: one that was taken over stays. */
function isPerhapsOthers(what: string, context: HandlerContext<Client>): Promise<boolean> {
  return keepIfOthersUseIt(what, () => Promise.resolve(["servers that may read flags with it"]), context);
}

function environmentToWrite(
  { environment: name, environment_id: id }: KeyState,
  project: Project,
  { platform }: Client,
  attempted: string,
): Promise<FoundParent<Environment>> {
  return parentToWrite(platform.environments, project, { name, id }, attempted);
}

/** By its id; by its name where the state comes from elsewhere. */
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

function settingsOf({ name, active }: KeyState): ServerKeySettings {
  return { name, ...(active !== null && { active }) };
}

function stateOf(state: KeyState, { id, name, key, active }: ServerKey, imported: boolean): KeyState {
  // A key that works is what everybody expects of one: after an import only the opposite is worth a word.
  const told = imported && state.active === null ? (active ? null : false) : reread(state.active, active, imported);
  return { ...state, name, active: told, id, key };
}

function storeOf({ serverKeys, title }: Platform): ServerKeyStore {
  if (serverKeys) return serverKeys;
  throw new DiagnosticError(
    error(
      `${title} has no server keys that could be managed here`,
      `Use the keys that ${title} makes itself, or a flagform provider for Flagsmith.`,
    ),
  );
}
