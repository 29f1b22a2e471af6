import { z } from "zod";
import { recordOf } from "../../wire/record-of";
import { environments, storedEnvironments } from "./environment";

export const KINDS = ["boolean", "string", "number", "json"] as const;
export const STATES = ["active", "archived"] as const;

const variants = z.array(
  z.strictObject({
    id: z.string(),
    label: z.string().optional(),
    description: z.string().optional(),
    value: z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown()), recordOf(z.unknown())]),
  }),
);

const shared = {
  seed: z.number().min(0).max(100_000).optional(),
  description: z.string().optional(),
  state: z.enum(STATES).optional(),
  maintainerIds: z.array(z.string().max(24)).max(5).optional(),
  permanent: z.boolean().optional(),
  tags: z
    .array(z.string().max(64))
    .max(20)
    .refine((tags) => new Set(tags).size === tags.length, { error: "should NOT have duplicate items" })
    .optional(),
};

/** PUT flags (reference, 3.1). */
export const createFlagBody = z.strictObject({
  slug: z.string().regex(/^[a-zA-Z0-9_-]{1,512}$/),
  kind: z.enum(KINDS),
  environments,
  variants: variants.optional(),
  ...shared,
});

/** A flag of a seed: what other tools made, experiments too. */
export const plantedFlag = createFlagBody.extend({
  id: z.string().min(1).optional(),
  environments: storedEnvironments.optional(),
});

/** PATCH flags (3.7): neither slug nor kind. */
export const updateFlagBody = z.strictObject({
  createdBy: z.string().optional(),
  message: z.string().optional(),
  variants: variants.optional(),
  environments: environments.optional(),
  ...shared,
});

export type CreateFlagBody = z.output<typeof createFlagBody>;
export type UpdateFlagBody = z.output<typeof updateFlagBody>;
export type Variant = z.output<typeof variants>[number];
export type FlagKind = (typeof KINDS)[number];
export type FlagState = (typeof STATES)[number];
