import { z } from "zod";
import { condition, entityAccessor, targetList } from "./condition";

const segmentOutcome = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("all") }),
  z.strictObject({
    type: z.literal("split"),
    base: entityAccessor,
    passPromille: z.number().min(0).max(100_000),
  }),
]);

export const segmentData = z.strictObject({
  rules: z
    .array(z.strictObject({ id: z.string(), conditions: z.array(condition), outcome: segmentOutcome }))
    .max(10_000)
    .optional(),
  include: targetList.optional(),
  exclude: targetList.optional(),
});

/** PUT segments (reference, 3.10). `hint` may be empty, but not absent. */
export const createSegmentBody = z.strictObject({
  slug: z.string().regex(/^[a-zA-Z0-9_-]{1,512}$/),
  label: z.string().max(128),
  description: z.string().optional(),
  data: segmentData,
  hint: z.string(),
  createdBy: z.string().optional(),
});

const operation = z.strictObject({
  action: z.enum(["add", "remove"]),
  field: z.enum(["include", "exclude"]),
  entity: z.string(),
  attribute: z.string(),
  value: z.strictObject({ value: z.string(), note: z.string().optional() }),
});

export const updateSegmentBody = z.strictObject({
  label: z.string().max(128).optional(),
  description: z.string().optional(),
  hint: z.string().optional(),
  data: segmentData.optional(),
  operations: z.array(operation).optional(),
});

export type CreateSegmentBody = z.output<typeof createSegmentBody>;
export type SegmentData = z.output<typeof segmentData>;
export type SegmentOutcome = z.output<typeof segmentOutcome>;
export type SegmentOperation = z.output<typeof operation>;
