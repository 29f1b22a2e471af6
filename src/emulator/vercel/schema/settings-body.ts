import { z } from "zod";

const short = z.string().max(128);

const attribute = z.strictObject({
  key: short,
  type: short,
  labels: z
    .array(z.strictObject({ value: short, label: short }))
    .max(128)
    .optional(),
});

/** At most 32 kinds of 32 attributes (reference, 3.13). */
export const entities = z
  .array(z.strictObject({ kind: short, label: short, attributes: z.array(attribute).max(32) }))
  .max(32);

export const updateSettingsBody = z.strictObject({
  enabled: z.boolean().optional(),
  entities: entities.optional(),
  environments: z.array(short).optional(),
});

export type Entities = z.output<typeof entities>;
