import type { ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { putting, updating } from "../common/updating";
import { namesOnly } from "../import/written-config";
import { claimEnd } from "../ownership/claim-plan";
import { lookAtUnit } from "../parents/unit-look";
import type { Client } from "../run/client";
import { type OverrideKind, thingOf } from "./override";
import { type OverrideAttributes } from "./override-attributes";
import { planOverride, refuseOverride, validateOverride } from "./override-plan";
import { readOverride } from "./override-read";
import { deleteOverride, writeOverride } from "./override-write";

type Handlers<A extends OverrideAttributes> = Required<
  Pick<
    ResourceDefinition<A, Client>,
    "validate" | "plan" | "look" | "planDestroy" | "create" | "read" | "update" | "delete" | "writeConfig" | "refuseConfig"
  >
>;

/** The handlers of a resource that is an override of this kind. */
export function overrideHandlers<A extends OverrideAttributes>(kind: OverrideKind<A>): Handlers<A> {
  const { parents, paths } = kind;
  return {
    validate: (config) => validateOverride(kind, config),

    plan: (input, context) => planOverride(kind, input, context),

    async look(input, context) {
      await lookAtUnit(input, parents, paths, context);
      await kind.look?.(input, context);
    },

    planDestroy(prior, context) {
      claimEnd([thingOf(kind, prior)], context);
    },

    create(planned, context) {
      return putting<A>(this, planned, context, paths, () => writeOverride(kind, planned, null, context));
    },

    read: (state, context) => reporting(paths, () => readOverride(kind, state, context)),

    update({ prior, planned }, context) {
      return updating<A>(this, { prior, planned }, context, paths, () => writeOverride(kind, planned, prior, context));
    },

    delete(prior, context) {
      return reporting(paths, () => deleteOverride(kind, prior, context));
    },

    writeConfig: (config) => namesOnly(config, parents),

    refuseConfig: (config, state, client) => refuseOverride<A>(config, state, client),
  };
}
