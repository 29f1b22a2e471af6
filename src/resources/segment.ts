import { findByName } from "../platforms/names";
import type { Segment, SegmentSettings } from "../platforms/platform";
import type { Diagnostic } from "../terraform/diagnostic";
import { defineResource } from "../terraform/resource";
import { computed, optional, required, t, type State } from "../terraform/schema";
import { NON_EMPTY } from "./checks";
import { claim, claimDestroy } from "./claim-plan";
import type { Client } from "./client";
import { projectAttribute, scopeAttribute } from "./common-attributes";
import { importNamed } from "./import-named";
import { same, settled } from "./known";
import { fromFlagsmithSegment } from "./flagsmith-states";
import { importedProject } from "./imported-names";
import { createOrAdopt, keepIfAdopted, keepIfMadeNow, readNamed, refuseIfProtected, wasAdopted } from "./named-thing";
import { requireCapability } from "./plan-checks";
import { reporting, type SubjectPaths } from "./platform-diagnostic";
import { reread } from "./reread";
import { scopedProject, stateInScope, unchangedProject } from "./scoped-project";
import { warnHandedOver } from "./unit-plan";
import { ruleType } from "./segment-rule-attribute";
import { readRules, segmentRules, validateRules } from "./segment-rules";
import { updating } from "./updating";

export const segmentAttributes = {
  name: required(t.string, "The segment's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  description: optional(t.string, "Whom the segment holds."),
  rules: optional(t.list(ruleType), "Who belongs to it: every one of these rules must match."),
  identities: optional(
    t.set(t.string),
    "Identities that belong to it whatever the rules say (platforms that list members).",
  ),
  deletion_protection: optional(t.bool, "Refuses every plan and request that would delete the segment."),
  adopt_existing: optional(t.bool, "Takes over a segment of this name that exists already, instead of failing."),
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
} as const;

type SegmentState = State<typeof segmentAttributes>;

const PATHS: SubjectPaths = { segment: ["name"], project: ["project"], value: ["rules"] };

export const segment = defineResource<typeof segmentAttributes, Client>({
  type: "flagform_segment",
  description: "A named audience. For one that others own, use the data source of the same name.",
  version: 0,
  attributes: segmentAttributes,

  validate(config): Diagnostic[] {
    return validateRules(config.rules, ["rules"]);
  },

  plan({ config, prior, planned }, context) {
    const { client } = context;
    claim({ kind: "segment", project: planned.project, name: planned.name }, context);
    if (client) {
      const { platform } = client;
      const { segmentIdentities, segmentRules: rules } = platform.capabilities;
      requireCapability(segmentIdentities, planned.identities, "listed identities in segments", ["identities"], platform);
      requireCapability(rules, planned.rules, "rules in segments", ["rules"], platform);
    }
    if (prior) warnHandedOver(prior, config, ["description", "rules"], context);
    return planned;
  },

  planDestroy(prior, context) {
    claimDestroy({ kind: "segment", project: prior.project, name: prior.name }, context);
    if (!wasAdopted(context)) refuseIfProtected(prior, `Segment ${prior.name}`, context.client);
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const made = await createOrAdopt(platform.segments, project, settingsOf(state), state.adopt_existing, context);
      return { ...state, id: made.id, scope: project.scope };
    });
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const id =
        state.id ??
        findByName(await platform.segments.list(project), state.name, "segment", `read segment ${state.name}`)?.id;
      if (id === undefined) return null;
      const found = await readNamed(platform.segments, project, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      if (!found) return null;
      const own = context.imported ? await importedProject(state.project, context.client) : state.project;
      return { ...stateOf(state, found, context.imported), project: own, scope: project.scope };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, prior, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes: Partial<SegmentSettings> = {
        ...(state.name !== prior.name && { name: state.name }),
        ...(state.description !== null && state.description !== prior.description && { description: state.description }),
        ...(state.rules !== null && !same(state.rules, prior.rules) && { rules: segmentRules(state.rules) }),
      };
      if (Object.keys(changes).length > 0) await context.client.platform.segments.update(project, prior.id ?? "", changes);
      return { ...state, id: prior.id, scope: project.scope };
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      if (keepIfMadeNow("segment", prior.id, `Segment ${prior.name}`, context)) return;
      if (keepIfAdopted(`Segment ${prior.name}`, context)) return;
      refuseIfProtected(prior, `Segment ${prior.name}`, context.client);
      const project = await scopedProject(prior, context.client);
      await context.client.platform.segments.delete(project, prior.id ?? "");
    });
  },

  moveState: fromFlagsmithSegment,

  importState(importId, { client }) {
    return importNamed(importId, client, ({ segments }) => segments);
  },
});

function settingsOf(state: SegmentState): SegmentSettings {
  return {
    name: state.name,
    ...(state.description !== null && { description: state.description }),
    ...(state.rules !== null && { rules: segmentRules(state.rules) }),
  };
}

function stateOf(state: SegmentState, found: Segment, imported: boolean): SegmentState {
  return {
    ...state,
    name: found.name,
    description: reread(state.description, found.description, imported),
    rules: readRules(state.rules, found.rules, imported),
    id: found.id,
  };
}
