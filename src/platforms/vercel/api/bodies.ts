import * as z from "zod/mini";
import { recordOf } from "../../../record-of";
import { conditionAnswer, environmentAnswer, membersAnswer, ruleAnswer, variantAnswer } from "./answers";

/**
 * What Vercel accepts. It refuses unknown members, so an answer cannot be sent back unchanged, so each is built from the members that
 * are listed here.
 */

const environmentBody = z.strictObject({
  ...environmentAnswer.shape,
  rules: z.array(ruleAnswer),
  targets: recordOf(membersAnswer),
  reuse: z.strictObject({ active: z.boolean(), environment: z.string() }),
});
export type EnvironmentBody = z.infer<typeof environmentBody>;

const flagMembers = {
  variants: z.optional(z.array(variantAnswer)),
  environments: z.optional(recordOf(environmentBody)),
  seed: z.optional(z.number()),
  description: z.optional(z.string()),
  state: z.optional(z.enum(["active", "archived"])),
  maintainerIds: z.optional(z.array(z.string())),
  permanent: z.optional(z.boolean()),
  tags: z.optional(z.array(z.string())),
};

export const updateFlagBody = z.strictObject({ ...flagMembers, message: z.optional(z.string()) });
export type UpdateFlagBody = z.infer<typeof updateFlagBody>;

export const createFlagBody = z.strictObject({
  ...flagMembers,
  slug: z.string(),
  kind: z.enum(["boolean", "string", "number", "json"]),
  environments: recordOf(environmentBody),
});
export type CreateFlagBody = z.infer<typeof createFlagBody>;

const segmentData = z.strictObject({
  rules: z.array(z.looseObject({ id: z.string(), conditions: z.array(conditionAnswer), outcome: z.looseObject({}) })),
  include: membersAnswer,
  exclude: membersAnswer,
});
export type SegmentData = z.infer<typeof segmentData>;

const segmentOperation = z.strictObject({
  action: z.enum(["add", "remove"]),
  field: z.enum(["include", "exclude"]),
  entity: z.string(),
  attribute: z.string(),
  value: z.strictObject({ value: z.string(), note: z.optional(z.string()) }),
});
export type SegmentOperation = z.infer<typeof segmentOperation>;

export const createSegmentBody = z.strictObject({
  slug: z.string(),
  label: z.string(),
  hint: z.string(),
  description: z.optional(z.string()),
  data: segmentData,
});
export type CreateSegmentBody = z.infer<typeof createSegmentBody>;

export const updateSegmentBody = z.strictObject({
  label: z.optional(z.string()),
  description: z.optional(z.string()),
  data: z.optional(segmentData),
  operations: z.optional(z.array(segmentOperation)),
});
export type UpdateSegmentBody = z.infer<typeof updateSegmentBody>;
