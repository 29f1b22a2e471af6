import { defineResource } from "../../terraform/resource";
import { wholeAudience } from "../audience/audience-change";
import { checkTexts } from "../common/plan-checks";
import { importedParts } from "../import/import-id";
import type { Client } from "../run/client";
import { identityOverrideAttributes, identityOverrideIdentity } from "./identity-override-attributes";
import { noteMaker, removeMade, wasMadeHere } from "./made-identity";
import { type OverrideKind } from "./override";
import { overrideHandlers } from "./override-handlers";

/** The platform finds it by its identifier. */
const named = (identity: string) => ({ id: identity, name: identity });

const IDENTITY: OverrideKind<typeof identityOverrideAttributes> = {
  noun: "identity",
  parents: ["environment", "flag"],
  paths: {
    environment: ["environment"],
    flag: ["flag"],
    identity: ["identity"],
    project: ["project"],
    value: ["serve", "value"],
  },
  movesAtOnce: false,
  managed: ["identity"],

  item: ({ identity }) => ({ item: identity }),

  check({ prior, planned }, { client }) {
    if (client) checkTexts(planned, prior, { identity: "identity" }, client.platform);
  },

  announcesTo: ({ identityOverrides }) => identityOverrides,

  targetToRead: ({ identity }) => Promise.resolve({ target: named(identity), name: identity, names: {} }),

  targetToWrite: (_planned, { identity }) => Promise.resolve({ target: named(identity), name: identity, names: {} }),

  targetOfState: ({ identity }) => Promise.resolve(named(identity)),

  sweep: ({ unit, target }, { identityOverrides }) => identityOverrides.sweep(unit, target.id),

  read: ({ unit, target }, { identityOverrides }) => identityOverrides.read(unit, target.id),

  async put({ unit, state, changes, isNew, announcedAs }, context) {
    if (isNew) await noteMaker(unit, state, context);
    const { identityOverrides } = context.client.platform;
    return identityOverrides.put(unit, state.identity, changes, wholeAudience(state), announcedAs);
  },

  remove: ({ unit, target }, unless, { identityOverrides }) => identityOverrides.remove(unit, target.id, { unless }),

  afterRemoval(prior, context) {
    const made = wasMadeHere(context);
    return (unit) => removeMade(unit, prior, made, context);
  },
};

export const identityOverride = defineResource<typeof identityOverrideAttributes, Client>({
  type: "flagform_identity_override",
  description: "What one identity (a user, device or account) gets instead of a flag's definition in one environment.",
  version: 1,
  attributes: identityOverrideAttributes,
  identity: identityOverrideIdentity,

  ...overrideHandlers(IDENTITY),

  importState: (id, { client }) => importedParts(id, "flagform_identity_override", client),
});
