import type { ResourceDefinition } from "../../terraform/resource";
import { UNKNOWN } from "../../terraform/value";
import { checkTexts } from "../common/plan-checks";
import { refuseReplacement } from "../ownership/named-thing";
import { ReplacedStates } from "../ownership/replaced-states";
import { plannedParents, validateParents } from "../parents/planned-parent";
import { lookAtUnit } from "../parents/unit-look";
import type { Client } from "../run/client";
import type { serverKeyAttributes } from "./server-key-attributes";
import { type KeyState, PARENTS, PATHS, storeOf } from "./server-key-attributes";
import { refuseOrWarn } from "./server-key-end";

/** Whether the environment changes, or may change: the id of an environment that is created in this run is not known yet. */
function hasMoved(prior: KeyState, planned: { readonly environment: unknown; readonly environment_id: unknown }): boolean {
  if (planned.environment_id !== null && prior.environment_id !== null) {
    return planned.environment_id !== prior.environment_id;
  }
  return planned.environment !== prior.environment;
}

export const keyPlan = {
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
    // A key belongs to its environment: another environment needs another key.
    refuseOrWarn(prior, "replaced", context);
    return { ...planned, id: UNKNOWN, key: UNKNOWN };
  },

  previewCreate: (_planned, context) =>
    replaced.preview(context, (prior) => refuseReplacement(prior, `Server key ${prior.name}`, context)),

  look(input, context) {
    return lookAtUnit(input, PARENTS, PATHS, context);
  },
} satisfies Partial<ResourceDefinition<typeof serverKeyAttributes, Client>>;

const replaced = new ReplacedStates<KeyState>();
