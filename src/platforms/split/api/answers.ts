import * as z from "zod/mini";
import { conditionAnswer } from "../document/document";

/** What Split answers, as far as we look at it. Members that we do not know are let through or left out, never refused. */

const named = z.object({ id: z.string(), name: z.string() });

export const workspaceAnswer = z.object({
  id: z.string(),
  name: z.string(),
  requiresTitleAndComments: z._default(z.boolean(), false),
  organizationIdentifier: z.nullish(z.string()),
  projectIdentifier: z.nullish(z.string()),
});
export type WorkspaceAnswer = z.infer<typeof workspaceAnswer>;

export const environmentAnswer = z.object({
  id: z.string(),
  name: z.string(),
  production: z.nullish(z.boolean()),
  creationTime: z.nullish(z.number()),
  /** Usually left out of lists. */
  changePermissions: z.nullish(
    z.object({ areApprovalsRequired: z.nullish(z.boolean()), allowKills: z.nullish(z.boolean()) }),
  ),
  /** In the answer to the creation only. */
  apiTokens: z.nullish(z.array(z.object({ id: z.string() }))),
});
export type EnvironmentAnswer = z.infer<typeof environmentAnswer>;

export const flagSetAnswer = z.object({
  id: z.string(),
  name: z.string(),
  workspace: z.nullish(z.object({ id: z.nullish(z.string()) })),
});
export type FlagSetAnswer = z.infer<typeof flagSetAnswer>;

export const trafficTypeAnswer = named;
export const rolloutStatusAnswer = named;
export type NamedAnswer = z.infer<typeof named>;

export const flagAnswer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.nullish(z.string()),
  trafficType: z.nullish(z.object({ id: z.nullish(z.string()), name: z.nullish(z.string()) })),
  creationTime: z.nullish(z.number()),
  tags: z.nullish(z.array(z.object({ name: z.string() }))),
  rolloutStatus: z.nullish(z.object({ id: z.nullish(z.string()), name: z.nullish(z.string()) })),
  owners: z.nullish(z.array(z.object({ id: z.string(), type: z.nullish(z.string()) }))),
});
export type FlagAnswer = z.infer<typeof flagAnswer>;

export const segmentAnswer = z.object({
  name: z.string(),
  description: z.nullish(z.string()),
  trafficType: z.nullish(z.object({ id: z.nullish(z.string()), name: z.nullish(z.string()) })),
  creationTime: z.nullish(z.number()),
});
export type SegmentAnswer = z.infer<typeof segmentAnswer>;

export const segmentNameAnswer = z.object({ name: z.string() });

export const keysAnswer = z.object({ keys: z.array(z.object({ key: z.string() })), count: z.nullish(z.number()) });

/** A rule-based segment in one environment. What it leaves out is sent back with a write, which replaces all of it. */
export const segmentDefinitionAnswer = z.looseObject({
  name: z.string(),
  rules: z.nullish(z.array(z.looseObject({ condition: conditionAnswer }))),
  excludedKeys: z.nullish(z.array(z.string())),
  excludedSegments: z.nullish(z.array(z.looseObject({ name: z.string() }))),
});
export type SegmentDefinitionAnswer = z.infer<typeof segmentDefinitionAnswer>;

const placed = z.looseObject({ name: z.string(), environment: z.nullish(z.looseObject({ id: z.nullish(z.string()) })) });

/** The change is in the member of its object's kind; the others are absent or null. */
export const changeRequestAnswer = z.looseObject({
  id: z.string(),
  title: z.nullish(z.string()),
  operationType: z.nullish(z.string()),
  workspace: z.nullish(z.looseObject({ id: z.nullish(z.string()) })),
  comments: z.nullish(z.array(z.looseObject({ user: z.nullish(z.string()), role: z.nullish(z.string()) }))),
  split: z.nullish(placed),
  segment: z.nullish(placed),
  ruleBasedSegment: z.nullish(placed),
});
export type ChangeRequestAnswer = z.infer<typeof changeRequestAnswer>;
