import { defineResource } from "../../terraform/resource";
import { priorityChange, wholeOverride } from "../audience/audience-change";
import { findParent, parentToWrite } from "../audience/unit";
import { warnHandedOver } from "../audience/unit-plan";
import { fromFlagsmithOverride } from "../common/flagsmith/flagsmith-states";
import { importedParts } from "../import/import-id";
import { forcePuts } from "../ownership/claim-plan";
import { importedName } from "../parents/imported-names";
import { filledIn, plannedParents, validateParents } from "../parents/planned-parent";
import type { Client } from "../run/client";
import type { OverrideKind } from "./override";
import { overrideHandlers } from "./override-handlers";
import { segmentOverrideAttributes, segmentOverrideIdentity } from "./segment-override-attributes";
import { checkPriority, lookAtPriority } from "./segment-override-priority";

const PATHS = {
  environment: ["environment"],
  flag: ["flag"],
  segment: ["segment"],
  project: ["project"],
  priority: ["priority"],
  value: ["serve", "value"],
} as const;

const SEGMENT: OverrideKind<typeof segmentOverrideAttributes> = {
  noun: "segment",
  parents: ["environment", "flag", "segment"],
  paths: PATHS,
  movesAtOnce: true,
  managed: ["segment", "priority"],

  item: ({ segment, segment_id }) => ({ item: segment, item_id: segment_id }),

  validate: (config) => validateParents(config, ["segment"]),

  plan: ({ config, prior, planned }, context) => ({
    ...planned,
    ...plannedParents(["segment"], config, prior, planned.project, context),
  }),

  check({ config, prior, planned }, context) {
    checkPriority(planned, context);
    if (prior) warnHandedOver(prior, config, ["priority"], context);
  },

  look: (input, context) => lookAtPriority(input, PATHS, context),

  announcesTo: ({ definitions }) => definitions,

  async targetToRead(state, project, stored, { client, imported }) {
    const wanted = { name: state.segment, id: state.segment_id ?? stored.segment ?? null };
    const found = await findParent(client.platform.segments, project, wanted);
    if (!found) {
      client.parents.gone("segment", state.project, wanted);
      return undefined;
    }
    const { thing: target } = found;
    client.parents.learn("segment", state.project, target.name, target.id);
    const name = imported ? importedName(found.name, target, await client.platform.segments.list(project)) : found.name;
    return { target, name, names: { segment: name, segment_id: target.id } };
  },

  async targetToWrite(planned, { segment, segment_id }, project, attempted, { client }) {
    const reference = { name: segment, id: segment_id };
    const { thing: target, name } = await parentToWrite(client.platform.segments, project, reference, attempted);
    const names = filledIn(planned, { segment: name, segment_id: target.id });
    return { target, name: names.segment, names };
  },

  async targetOfState({ segment, segment_id }, project, stored, { client }) {
    if (stored.segment !== undefined) return { id: stored.segment, name: segment ?? "" };
    return (await findParent(client.platform.segments, project, { name: segment, id: segment_id }))?.thing;
  },

  async sweep({ unit, target }, { definitions }) {
    return (await definitions.sweep(unit))?.segmentOverrides.find(({ segmentId }) => segmentId === target.id);
  },

  async read({ unit, target }, { definitions }) {
    return (await definitions.read(unit))?.segmentOverrides.find(({ segmentId }) => segmentId === target.id);
  },

  readOwn(state, { priority }, { client, imported }) {
    const fills = imported && client.platform.capabilities.priorities.can;
    return { priority: state.priority === null && !fills ? null : (priority ?? null) };
  },

  changes: priorityChange,

  put({ unit, target: segment, state, changes, isNew, moved, announcedAs }, context) {
    const put = {
      kind: "put-segment-override",
      segment,
      ...changes,
      ...(!isNew && { whole: wholeOverride(state) }),
    } as const;
    const edits = [put, ...(moved ? [{ kind: "remove-segment-override", segment: moved } as const] : [])];
    return context.client.platform.definitions.write(unit, forcePuts(edits, context), announcedAs);
  },

  remove: ({ unit, target: segment }, unless, { definitions }) =>
    definitions.write(unit, [{ kind: "remove-segment-override", segment, unless }]),
};

export const segmentOverride = defineResource<typeof segmentOverrideAttributes, Client>({
  type: "flagform_segment_override",
  description:
    "What one segment gets instead of a flag's definition in one environment. Overrides created elsewhere stay as they are.",
  version: 1,
  attributes: segmentOverrideAttributes,
  identity: segmentOverrideIdentity,

  ...overrideHandlers(SEGMENT),

  moveState: fromFlagsmithOverride,

  importState: (id, { client }) => importedParts(id, "flagform_segment_override", client),
});
